using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>Manual adjustments: one service behind three doors (L-071 to L-079, S-014 to S-021, E-043 to E-047, D1).</summary>
public sealed class AdjustmentTests : LedgerTest
{
    [Fact]
    public async Task D1_each_door_means_its_number_in_its_own_way()
    {
        var ada = await Programme.CustomerAsync();

        await AdjustAsync(ada, AdjustmentDoor.TopUp, 100);
        await AdjustAsync(ada, AdjustmentDoor.DrawOff, 30);
        await AdjustAsync(ada, AdjustmentDoor.AddOrSubtract, -24);
        await AdjustAsync(ada, AdjustmentDoor.ActualBalance, 50);

        Assert.Equal([100m, -30m, -24m, 4m], (await Programme.EntriesAsync(ada)).Select(entry => entry.Points.Value));
        Assert.Equal(Points.Whole(50), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Theory]
    [InlineData(AdjustmentDoor.TopUp, -5)]
    [InlineData(AdjustmentDoor.TopUp, 0)]
    [InlineData(AdjustmentDoor.DrawOff, -5)]
    public async Task D1_top_up_and_draw_off_take_a_positive_number(AdjustmentDoor door, int points)
    {
        var ada = await Programme.CustomerAsync();

        Assert.Equal(new PointsMustBePositive(), await RefusalAsync(ada, door, points));
    }

    [Fact]
    public async Task D1_an_adjustment_by_nothing_is_refused()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 10);

        Assert.Equal(new NothingToAdjust(), await RefusalAsync(ada, AdjustmentDoor.AddOrSubtract, 0));
        Assert.Equal(new NothingToAdjust(), await RefusalAsync(ada, AdjustmentDoor.ActualBalance, 10));
    }

    [Fact]
    public async Task T9_takes_the_chosen_date_at_the_current_time_of_day()
    {
        Programme.Clock.Set(Berlin(2025, 9, 1, 14, 37));
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(10));

        (await Programme.Ledger.AdjustAsync(
            adjustment with { RedeemableAfter = new LocalDate(2025, 9, 15), ValidUpTo = new LocalDate(2025, 10, 31) }, Programme.Agent)).OrThrow();

        var lot = Programme.Query("SELECT LockedUntil, ValidUntil FROM Lots", row => (row.GetInt64(0), row.GetInt64(1))).Single();
        Assert.Equal(Berlin(2025, 9, 15, 14, 37).ToUnixTimeMilliseconds(), lot.Item1);
        Assert.Equal(Berlin(2025, 10, 31, 14, 37).ToUnixTimeMilliseconds(), lot.Item2);
    }

    [Fact]
    public async Task D11_points_that_could_never_be_redeemed_are_refused()
    {
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(10)) with
        {
            RedeemableAfter = new LocalDate(2026, 2, 1),
            ValidUpTo = new LocalDate(2026, 2, 1),
        };

        Assert.Equal(new LockedBeyondValidity(), Refused(await Programme.Ledger.AdjustAsync(adjustment, Programme.Agent)));
    }

    [Fact]
    public async Task D12_validity_in_the_past_is_refused_and_deductions_have_none()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var credit = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(10));
        var deduction = await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(-10));

        Assert.Equal(
            new ValidityInThePast(),
            Refused(await Programme.Ledger.AdjustAsync(credit with { ValidUpTo = new LocalDate(2025, 11, 28) }, Programme.Agent)));
        Assert.Equal(
            new DatesOnlyForCredits(),
            Refused(await Programme.Ledger.AdjustAsync(deduction with { ValidUpTo = new LocalDate(2026, 11, 28) }, Programme.Agent)));
    }

    [Fact]
    public async Task T12_more_than_the_balance_is_refused_with_what_is_possible()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 20);

        Assert.Equal(
            new NotEnoughPoints(Points.Whole(20), Points.Whole(24)), await RefusalAsync(ada, AdjustmentDoor.AddOrSubtract, -24));
    }

    [Fact]
    public async Task Too_many_points_and_too_long_texts_are_refused()
    {
        var ada = await Programme.CustomerAsync();
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(1));

        Assert.Equal(new TooManyPoints(Points.MostInOneEntry), await RefusalAsync(ada, AdjustmentDoor.TopUp, 1_000_000_001));
        Assert.Equal(
            new TextTooLong(LedgerEntry.TextLength),
            Refused(await Programme.Ledger.AdjustAsync(adjustment with { InternalReason = new string('x', 2_001) }, Programme.Agent)));
        Assert.Equal(
            new TextTooLong(LedgerEntry.TextLength),
            Refused(await Programme.Ledger.AdjustAsync(adjustment with { CustomerText = new string('x', 2_001) }, Programme.Agent)));
    }

    [Fact]
    public async Task T16_of_two_agents_who_save_at_once_one_succeeds_and_the_other_sees_the_new_balance()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var adjustments = new[]
        {
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(-80)),
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(-80)),
        };

        var results = await Task.WhenAll(adjustments.Select(adjustment => Programme.Ledger.AdjustAsync(adjustment, Programme.Agent)));

        var refusal = Assert.Single(results, result => !result.Succeeded(out _, out _));
        Assert.Equal(new AccountChanged(Points.Whole(100), Points.Whole(20)), Refused(refusal));
        Assert.Equal(Points.Whole(20), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task A_preview_says_what_will_happen_and_writes_nothing()
    {
        var ada = await Programme.CustomerAsync();
        var soon = await Programme.LotAsync(ada, 10, Programme.Clock.GetCurrentInstant() + Duration.FromDays(3));
        await Programme.LotAsync(ada, 100);
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(-24));

        var preview = (await Programme.Ledger.PreviewAsync(adjustment, Programme.Agent, CancellationToken.None)).OrThrow();

        Assert.Equal((Points.Whole(110), Points.Whole(86)), (preview.Now.Total, preview.After.Total));
        Assert.Equal((Points.Whole(10), Points.Zero), (preview.Now.ExpiringIn30Days, preview.After.ExpiringIn30Days));
        Assert.Equal([Points.Whole(10), Points.Whole(14)], preview.Uses.Select(use => use.Points));
        Assert.Equal(soon, preview.Uses[0].EntryId);
        Assert.Equal(2, (await Programme.EntriesAsync(ada)).Count);
    }

    [Fact]
    public async Task Who_takes_no_part_is_not_adjusted()
    {
        var inactive = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Inactive);
        var deleted = await Programme.CustomerAsync(change: customer => customer.Status = CustomerStatus.Deleted);
        var nobody = new CustomerId(999);

        Assert.Equal(new CustomerInactive(), await RefusalAsync(inactive, AdjustmentDoor.TopUp, 1));
        Assert.Equal(new CustomerDeleted(), await RefusalAsync(deleted, AdjustmentDoor.TopUp, 1));
        Assert.Equal(
            new CustomerNotFound(nobody),
            Refused(await Programme.Ledger.AdjustAsync(
                new Adjustment(Guid.CreateVersion7(), nobody, 0, Points.Zero, AdjustmentDoor.TopUp, Points.Whole(1)), Programme.Agent)));
    }

    [Fact]
    public async Task S2_marketing_may_neither_adjust_nor_try_an_adjustment()
    {
        var ada = await Programme.CustomerAsync();
        var marketing = Actor.Person("Tim Arndt", StaffRole.Marketing);
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(1));

        Assert.Equal(new NotAllowed(Capability.AdjustPoints), Refused(await Programme.Ledger.AdjustAsync(adjustment, marketing)));
        Assert.Equal(
            new NotAllowed(Capability.AdjustPoints), Refused(await Programme.Ledger.PreviewAsync(adjustment, marketing, CancellationToken.None)));
    }

    [Fact]
    public async Task S2_who_has_no_role_reads_nothing_and_does_nothing()
    {
        var ada = await Programme.CustomerAsync();
        var nobody = Actor.Person("Nobody");
        var reads = new NotAllowed(Capability.ReadCustomers);

        Assert.Equal(reads, Refused(await Programme.Ledger.AccountAsync(ada, null, nobody, CancellationToken.None)));
        Assert.Equal(reads, Refused(await Programme.Profiles.OpenAsync(ada, nobody, CancellationToken.None)));
        Assert.Equal(reads, Refused(await Programme.Customers.ListAsync(
            new CustomerFilter(), CustomerSort.Id, descending: true, new Window(0, 10), nobody, CancellationToken.None)));
        Assert.Equal(reads, Refused(await Programme.Get<PointsHistory>().ListAsync(
            ada, new HistoryQuery(), new Window(0, 10), nobody, CancellationToken.None)));
        Assert.Equal(
            new NotAllowed(Capability.RedeemPoints),
            Refused(await Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), ada, Points.Whole(1)), nobody)));
        Assert.Equal(
            new NotAllowed(Capability.RedeemPoints), Refused(await Programme.Ledger.DiscardAsync(new LedgerEntryId(1), nobody)));
        Assert.Equal(
            new NotAllowed(Capability.ChangeStatus), Refused(await Programme.Profiles.SetActiveAsync(ada, active: false, nobody)));
    }

    private async Task AdjustAsync(CustomerId customer, AdjustmentDoor door, int points) => (await Programme.Ledger.AdjustAsync(
        await Programme.AdjustmentAsync(customer, door, Points.Whole(points)), Programme.Agent)).OrThrow();

    private async Task<Refusal> RefusalAsync(CustomerId customer, AdjustmentDoor door, int points) => Refused(
        await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(customer, door, Points.Whole(points)), Programme.Agent));
}

/// <summary>The same, where the programme allows a negative balance.</summary>
public sealed class NegativeBalanceTests : LedgerTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Connection.Execute("UPDATE Programme SET AllowsNegativeBalance = 1");
            return Task.FromResult<Result<Done>>(default(Done));
        });
    }

    [Fact]
    public async Task T12_what_is_missing_becomes_debt_as_an_entry_of_its_own()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 20);

        (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(-24)), Programme.Agent)).OrThrow();

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Whole(4)), (figures.Redeemable, figures.Debt));
        Assert.Equal([(-20m, false), (-4m, true)], (await Programme.EntriesAsync(ada)).Skip(1).Select(entry => (entry.Points.Value, entry.IsDebt)));
    }

    [Fact]
    public async Task Nothing_is_redeemed_while_there_is_debt_and_locked_points_repay_it_when_they_unlock()
    {
        var unlock = Berlin(2025, 12, 1);
        var ada = await Programme.CustomerAsync();
        (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(10)), Programme.Agent)).OrThrow();
        await Programme.LotAsync(ada, 30, lockedUntil: unlock);

        var refused = Refused(await Programme.Ledger.RedeemAsync(
            new Redemption(Guid.CreateVersion7(), ada, Points.Whole(1)), Programme.Agent));
        Programme.Clock.Set(unlock);
        var figures = await Programme.FiguresAsync(ada);

        Assert.Equal(new CustomerInDebt(Points.Whole(10)), refused);
        Assert.Equal((Points.Whole(20), Points.Zero), (figures.Redeemable, figures.Debt));
        await Programme.RedeemAsync(ada, 20);
    }
}
