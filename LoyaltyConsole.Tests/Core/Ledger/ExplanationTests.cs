using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>"Why is it this number?" (X3).</summary>
public sealed class ExplanationTests : LedgerTest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task X3_redeemable_points_are_what_was_earned_less_what_was_spent_and_what_expired()
    {
        Programme.Clock.Set(Berlin(2025, 10, 1));
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 60, validUntil: Berlin(2025, 11, 1));
        await Programme.OrderAsync(ada, 300, "SW-1");
        await Programme.OrderAsync(ada, 140, "SW-2");
        Programme.Clock.Set(Berlin(2025, 11, 4, 10));
        var spent = await Programme.RedeemAsync(ada, 120);
        Programme.Clock.Set(Berlin(2025, 11, 28));

        var why = await ExplainAsync(ada, Figure.Redeemable);

        Assert.Equal(Points.Whole(320), why.Points);
        Assert.Equal(
            [
                (TermKind.Credited, EntryKind.ManualCredit, 60m, 1), (TermKind.Credited, EntryKind.OrderBase, 440m, 2),
                (TermKind.Taken, EntryKind.Expiry, -60m, 1), (TermKind.Taken, EntryKind.Redemption, -120m, 1),
            ],
            why.Terms.OrderBy(term => term.Kind).ThenBy(term => term.First).ThenBy(term => term.Points)
                .Select(term => (term.Kind, term.Entry!.Value, term.Points.Value, term.Count)));
        Assert.Equal([("SW-1", 300m, 180m), ("SW-2", 140m, 140m), (null, 60m, 0m)], why.Lots.Rows.Select(lot => (lot.Source.OrderRef, lot.Amount.Value, lot.Left.Value)));
        Assert.Equal([(EntryKind.Redemption, 120m, Berlin(2025, 11, 4, 10))], why.Lots.Rows[0].Uses.Select(use => (use.Source.Kind, use.Points.Value, use.At)));
        Assert.Equal([(EntryKind.Expiry, 60m, Berlin(2025, 11, 1))], why.Lots.Rows[2].Uses.Select(use => (use.Source.Kind, use.Points.Value, use.At)));
        var movement = Assert.Single(why.Movements.Rows, movement => movement.Id == spent.Id);
        Assert.Equal([("SW-1", 120m)], movement.From.Select(from => (from.Source.OrderRef, from.Points.Value)));
    }

    [Fact]
    public async Task X3_looks_back_to_any_instant_and_forward_as_far_as_nothing_is_booked()
    {
        var unlock = Berlin(2025, 12, 12, 11);
        var end = Berlin(2026, 1, 1);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, end);
        await Programme.LotAsync(ada, 40, lockedUntil: unlock);
        var first = Programme.Clock.GetCurrentInstant();
        Programme.Clock.Advance(Duration.FromDays(2));
        await Programme.RedeemAsync(ada, 30);

        var before = await ExplainAsync(ada, Figure.Redeemable, first);
        var now = await ExplainAsync(ada, Figure.Redeemable);
        var later = await ExplainAsync(ada, Figure.Redeemable, end);

        Assert.Equal((100m, 70m, 40m), (before.Points.Value, now.Points.Value, later.Points.Value));
        Assert.Equal((false, false, true), (before.IsForeseen, now.IsForeseen, later.IsForeseen));
        Assert.Empty(before.Lots.Rows.SelectMany(lot => lot.Uses));
        Assert.Equal([new DatedPoints(unlock, Points.Whole(40))], now.Dates);
        var expired = later.Lots.Rows.SelectMany(lot => lot.Uses).Single(use => use.Source.Kind == EntryKind.Expiry);
        Assert.Equal((null, 70m, end), (expired.Id, expired.Points.Value, expired.At));
    }

    [Fact]
    public async Task X3_a_debt_names_the_credit_note_and_what_repaid_it()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50, "SW-1");
        await Programme.RedeemAsync(ada, 50);
        Programme.Clock.Advance(Duration.FromDays(1));
        await Programme.CreditNoteAsync(ada, 50, "SW-1", "GS-1");
        Programme.Clock.Advance(Duration.FromDays(1));
        var credit = await Programme.LotAsync(ada, 20);

        var why = await ExplainAsync(ada, Figure.Debt);

        Assert.Equal(30m, why.Points.Value);
        Assert.Equal([(TermKind.Owed, 50m), (TermKind.RepaidDebt, -20m)], why.Terms.Select(term => (term.Kind, term.Points.Value)));
        var debt = Assert.Single(why.Movements.Rows);
        Assert.Equal(("GS-1", 30m), (debt.Source.OrderRef, debt.Open.Value));
        Assert.Equal([(credit, 20m)], debt.From.Select(from => (from.Lot, from.Points.Value)));
    }

    [Fact]
    public async Task L_068_a_discarded_redemption_is_named_and_counts_nowhere()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 30);
        Programme.Clock.Advance(Duration.FromMinutes(15));
        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();

        var why = await ExplainAsync(ada, Figure.Redeemable);

        Assert.Equal(100m, why.Points.Value);
        Assert.Empty(why.Lots.Rows.SelectMany(lot => lot.Uses));
        Assert.Empty(why.Movements.Rows);
        Assert.Equal((spent.Id, Programme.Clock.GetCurrentInstant()), (why.Discarded.Single().Id, why.Discarded.Single().DiscardedAt));
    }

    [Fact]
    public async Task X3_a_page_of_credits_leaves_the_sum_exact_and_a_credit_lists_a_bounded_number_of_uses()
    {
        var ada = await Programme.CustomerAsync();
        for (var credit = 1; credit <= 12; credit++)
        {
            await Programme.LotAsync(ada, 10);
        }

        await Programme.LotAsync(ada, 1_000, validUntil: Berlin(2026, 1, 1));
        for (var spend = 0; spend < LotPart.MostUses + 3; spend++)
        {
            await Programme.RedeemAsync(ada, 2);
        }

        var why = (await Programme.Get<PointsExplanation>().ExplainAsync(
            ada, new ExplanationQuery(Figure.Total, null, new Window(0, 1), new Window(20, 10)), Programme.Agent, Cancel)).OrThrow();

        Assert.Equal((1, 13, 3, 23), (why.Lots.Rows.Count, why.Lots.Count, why.Movements.Rows.Count, why.Movements.Count));
        Assert.Equal((LotPart.MostUses, 23, 6m), (why.Lots.Rows[0].Uses.Count, why.Lots.Rows[0].UseCount, why.Lots.Rows[0].OtherUses.Value));
        Assert.Equal(why.Points, Sum(why.Terms, term => term.Points));
    }

    [Fact]
    public async Task X3_ten_thousand_credits_are_shown_a_page_at_a_time_and_still_add_up()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.Store.WriteAsync<Done>(writing =>
        {
            var account = AccountReader.Read(writing.Connection.Database, ada);
            for (var credit = 0; credit < 10_000; credit++)
            {
                var entry = new LedgerEntry
                {
                    CustomerId = ada,
                    OriginalCustomerId = ada,
                    Kind = EntryKind.ManualCredit,
                    Points = Points.Whole(10),
                    EffectiveAt = writing.Now,
                    CreatedAt = writing.Now,
                    Actor = "test",
                };
                account.Credit(entry, lockedUntil: null, writing.Now + Duration.FromDays(1 + (credit % 300)));
            }

            writing.Ledger.Append(account, writing.Now);
            return Task.FromResult<Result<Done>>(default(Done));
        });
        await Programme.RedeemAsync(ada, 45_005);

        var why = await ExplainAsync(ada, Figure.Redeemable);

        Assert.Equal((25, 10_000), (why.Lots.Rows.Count, why.Lots.Count));
        Assert.Equal((MovementPart.MostLots, 4_501), (why.Movements.Rows[0].From.Count, why.Movements.Rows[0].FromCount));
        Assert.Equal((54_995m, why.Points), (why.Points.Value, Sum(why.Terms, term => term.Points)));
    }

    [Fact]
    public async Task Tells_nothing_of_nobody_of_the_deleted_or_to_the_uninvited()
    {
        var deleted = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Deleted);
        var ada = await Programme.CustomerAsync();

        Assert.Equal(new CustomerNotFound(new CustomerId(999)), await RefusalAsync(new CustomerId(999), Programme.Agent));
        Assert.Equal(new CustomerDeleted(), await RefusalAsync(deleted, Programme.Agent));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), await RefusalAsync(ada, Actor.Person("Nobody")));
    }

    [Theory]
    [InlineData(3, false, false)]
    [InlineData(44, true, false)]
    [InlineData(2026, false, true)]
    [InlineData(7, true, true)]
    public async Task X3_every_figure_at_every_instant_is_the_sum_of_its_parts(int seed, bool negative, bool unallocated)
    {
        var random = new Random(seed);
        await Programme.ChangeAsync(settings => (settings.AllowsNegativeBalance, settings.ManualDebitsUnallocated) = (negative, unallocated));
        var start = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync();
        var life = new RandomLife(Programme, ada, random);
        for (var deed = 0; deed < 60; deed++)
        {
            Programme.Clock.Advance(Duration.FromHours(random.Next(1, 24 * 12)));
            await life.DoAsync();
        }

        var now = Programme.Clock.GetCurrentInstant();
        foreach (var at in Enumerable.Range(0, 12).Select(_ => start + ((now - start) * random.NextDouble()))
            .Append(now + Duration.FromDays(random.Next(1, 60))).Append(now))
        {
            var instant = Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
            foreach (var figure in Enum.GetValues<Figure>())
            {
                await AssertExplainedAsync(ada, figure, instant);
            }
        }
    }

    private async Task AssertExplainedAsync(CustomerId customer, Figure figure, Instant at)
    {
        var told = await Programme.FiguresAsync(customer, at);
        var (counted, lots, movements) = (Points.Zero, 0, 0);
        Explanation why;
        do
        {
            why = (await Programme.Get<PointsExplanation>().ExplainAsync(
                customer, new ExplanationQuery(figure, at, new Window(lots, 7), new Window(movements, 7)), Programme.Agent, Cancel)).OrThrow();
            counted += Sum(why.Lots.Rows, lot => lot.Counted) + Sum(why.Movements.Rows, movement => movement.Counted);
            lots += why.Lots.Rows.Count;
            movements += why.Movements.Rows.Count;
            Assert.All(why.Lots.Rows, lot => Assert.Equal(lot.Left, lot.Amount - Sum(lot.Uses, use => use.Points) - lot.OtherUses));
            Assert.All(why.Movements.Rows, movement => Assert.True(movement.Open >= Points.Zero));
        }
        while (lots < why.Lots.Count || movements < why.Movements.Count);

        Assert.Equal(told, why.Figures);
        Assert.Equal((figure, at, told.Of(figure)), (figure, at, counted));
        Assert.Equal((figure, at, told.Of(figure)), (figure, at, Sum(why.Terms, term => term.Points)));
        Assert.DoesNotContain(why.Terms, term => term.Points.IsZero || term.Count == 0);
    }

    private async Task<Explanation> ExplainAsync(CustomerId customer, Figure figure, Instant? at = null) => (await Programme.Get<PointsExplanation>()
        .ExplainAsync(customer, new ExplanationQuery(figure, at, new Window(0, 25), new Window(0, 25)), Programme.Agent, Cancel)).OrThrow();

    private async Task<Refusal> RefusalAsync(CustomerId customer, Actor actor) => Refused(await Programme.Get<PointsExplanation>()
        .ExplainAsync(customer, new ExplanationQuery(Figure.Total, null, new Window(0, 10), new Window(0, 10)), actor, Cancel));

    private static Points Sum<T>(IEnumerable<T> items, Func<T, Points> points) =>
        items.Aggregate(Points.Zero, (sum, item) => sum + points(item));
}
