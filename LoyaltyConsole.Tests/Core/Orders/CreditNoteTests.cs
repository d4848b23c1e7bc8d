using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Orders;

/// <summary>What orders earn, and what credit notes take back (rule 5.4).</summary>
public sealed class CreditNoteTests : LedgerTest
{
    [Fact]
    public async Task An_order_earns_a_point_for_each_1_00_rounded_half_away_from_zero_until_the_end_of_the_day_24_months_on()
    {
        var ada = await Programme.CustomerAsync();

        var receipt = await Programme.OrderAsync(ada, 49.50m, placedAt: Berlin(2025, 11, 3, 11));

        Assert.Equal(Points.Whole(50), receipt.Points);
        var entry = Assert.Single(await Programme.EntriesAsync(ada));
        Assert.Equal((EntryKind.Revenue, Berlin(2025, 11, 3, 11)), (entry.Kind, entry.EffectiveAt));
        Assert.Equal(
            Berlin(2027, 11, 4).ToUnixTimeMilliseconds(), Programme.Query("SELECT ValidUntil FROM Lots", row => row.GetInt64(0)).Single());
    }

    [Fact]
    public async Task Shipping_earns_nothing_and_the_salutation_tells_the_gender()
    {
        var ada = await Programme.CustomerAsync();
        Assert.Null((await Programme.Profiles.OpenAsync(ada, Programme.Agent, CancellationToken.None)).OrThrow().Customer.Gender);

        var receipt = (await Programme.Orders.RecordAsync(
            new NewOrder(ada, "Shop", "1", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 2, 10m)])
            {
                Shipping = 4.90m,
                Salutation = "Frau",
            },
            Programme.Manager)).OrThrow();

        Assert.Equal(Points.Whole(20), receipt.Points);
        Assert.Equal(Gender.Female, (await Programme.Profiles.OpenAsync(ada, Programme.Agent, CancellationToken.None)).OrThrow().Customer.Gender);
    }

    [Fact]
    public async Task T5_a_return_after_spending_leaves_debt_that_the_next_order_repays()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50m, "A");
        await Programme.RedeemAsync(ada, 50);

        var returned = await Programme.CreditNoteAsync(ada, 50m, "A");
        var repaid = await Programme.OrderAsync(ada, 70m, "C");

        Assert.Equal((Points.Whole(50), Points.Zero), (returned.Account.Debt, returned.Account.Redeemable));
        Assert.Equal((Points.Zero, Points.Whole(20)), (repaid.Account.Debt, repaid.Account.Redeemable));
    }

    [Fact]
    public async Task T6_beyond_the_balance_it_books_one_entry_to_zero_and_one_as_debt()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 70m, "A");
        await Programme.RedeemAsync(ada, 20);

        await Programme.CreditNoteAsync(ada, 70m, "A");

        Assert.Equal(
            [(-50m, false), (-20m, true)],
            (await Programme.EntriesAsync(ada)).Where(entry => entry.Kind == EntryKind.Clawback).Select(entry => (entry.Points.Value, entry.IsDebt)));
    }

    [Fact]
    public async Task T7_partial_returns_add_up_to_exactly_what_was_earned()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 99.90m, "A");

        var taken = new List<Points>();
        for (var part = 0; part < 3; part++)
        {
            taken.Add((await Programme.CreditNoteAsync(ada, 33.30m, "A")).Points);
        }

        Assert.Equal([Points.Whole(-33), Points.Whole(-34), Points.Whole(-33)], taken);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
        Assert.Equal(Points.Zero, (await Programme.CreditNoteAsync(ada, 10m, "A")).Points);
    }

    [Fact]
    public async Task Base_points_go_back_only_with_the_whole_order_and_each_source_is_an_entry_of_its_own()
    {
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (2, 'Base points', 1, 1000, 0)");
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "A");

        var half = await Programme.CreditNoteAsync(ada, 50m, "A");
        var rest = await Programme.CreditNoteAsync(ada, 50m, "A");

        Assert.Equal((Points.Whole(-50), Points.Whole(-60)), (half.Points, rest.Points));
        Assert.Equal(
            [(EntryKind.Revenue, -50m), (EntryKind.OrderBase, -10m), (EntryKind.Revenue, -50m)],
            (await Programme.EntriesAsync(ada)).Where(entry => entry.Kind == EntryKind.Clawback)
                .Select(entry => (entry.TakesBack!.Value, entry.Points.Value)));
    }

    [Fact]
    public async Task T8_takes_back_what_was_booked_and_not_what_would_be_earned_today()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50m, "A");
        Programme.Execute("UPDATE Campaigns SET Rate = Rate * 2");

        Assert.Equal(Points.Whole(-50), (await Programme.CreditNoteAsync(ada, 50m, "A")).Points);
    }

    [Fact]
    public async Task Points_of_the_order_that_ran_out_are_not_taken_again()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "A");
        await Programme.RedeemAsync(ada, 30);
        Programme.Clock.Set(Berlin(2028, 1, 1));

        var returned = await Programme.CreditNoteAsync(ada, 100m, "A");

        Assert.Equal(Points.Whole(-30), returned.Points);
        Assert.Equal((Points.Whole(30), Points.Whole(70)), (returned.Account.Debt, returned.Account.Expired));
    }

    [Fact]
    public async Task A_credit_note_without_an_order_takes_back_at_most_what_the_orders_earned_and_still_hold()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        Assert.Equal(Points.Zero, (await Programme.CreditNoteAsync(ada, 10m)).Points);
        await Programme.OrderAsync(ada, 40m);
        await Programme.OrderAsync(ada, 60m);

        Assert.Equal(Points.Whole(-70), (await Programme.CreditNoteAsync(ada, 70m)).Points);
        Assert.Equal(Points.Whole(-30), (await Programme.CreditNoteAsync(ada, 70m)).Points);
        Assert.Equal(Points.Whole(500), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task The_same_order_or_credit_note_again_answers_the_first_result()
    {
        var ada = await Programme.CustomerAsync();
        var at = Programme.Clock.GetCurrentInstant();
        var order = await Programme.OrderAsync(ada, 50m, "A", at);
        var note = await Programme.CreditNoteAsync(ada, 20m, "A", "G");

        var orderAgain = await Programme.OrderAsync(ada, 50m, "A", at);
        var noteAgain = await Programme.CreditNoteAsync(ada, 20m, "A", "G");

        Assert.Equal((order.Id, order.Points), (orderAgain.Id, orderAgain.Points));
        Assert.Equal((note.Id, note.Points), (noteAgain.Id, noteAgain.Points));
        Assert.Equal(2, (await Programme.EntriesAsync(ada)).Count);
    }

    [Fact]
    public async Task R4_the_same_order_sent_eight_times_at_once_is_booked_once()
    {
        var ada = await Programme.CustomerAsync();
        var at = Programme.Clock.GetCurrentInstant();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Programme.OrderAsync(ada, 50m, "A", at)));

        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_refused_by_name()
    {
        var ada = await Programme.CustomerAsync();
        var at = Programme.Clock.GetCurrentInstant();
        NewPosition[] one = [new("A", "A", 1, 1m)];
        await Programme.OrderAsync(ada, 50m, "A", at);

        async Task<Refusal> Record(NewOrder order) => Refused(await Programme.Orders.RecordAsync(order, Programme.Manager));

        Assert.Equal(new OrderRefMissing(), await Record(new NewOrder(ada, "Shop", " ", at, one)));
        Assert.Equal(new OrderIsEmpty(), await Record(new NewOrder(ada, "Shop", "B", at, [])));
        Assert.Equal(new CustomerNotFound(new CustomerId(99)), await Record(new NewOrder(new CustomerId(99), "Shop", "B", at, one)));
        Assert.Equal(new OrderDiffers("A"), await Record(new NewOrder(ada, "Shop", "A", at, one)));
        Assert.Equal(
            new OriginalOrderNotFound("Z"),
            Refused(await Programme.Orders.RecordCreditNoteAsync(new NewCreditNote(ada, "Shop", "G", at, 5m, "Z"), Programme.Manager)));
        Assert.Equal(
            new NotAllowed(Capability.RecordOrders),
            Refused(await Programme.Orders.RecordAsync(new NewOrder(ada, "Shop", "B", at, one), Programme.Agent)));
    }

    [Fact]
    public async Task An_order_that_is_not_there_is_not_opened()
    {
        var opened = await Programme.Get<OrderHistory>().OpenAsync(new OrderId(99), Programme.Agent, CancellationToken.None);

        Assert.Equal(new OrderNotFound(new OrderId(99)), Refused(opened));
    }

    [Fact]
    public async Task L_023_an_inactive_customers_order_is_recorded_and_earns_nothing()
    {
        var ada = await Programme.CustomerAsync();
        (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Agent)).OrThrow();

        Assert.Equal(Points.Zero, (await Programme.OrderAsync(ada, 50m)).Points);
    }

    [Fact]
    public async Task An_order_from_long_ago_is_collected_and_has_expired()
    {
        var ada = await Programme.CustomerAsync();

        var receipt = await Programme.OrderAsync(ada, 50m, placedAt: Berlin(2020, 1, 1));

        Assert.Equal((Points.Whole(50), Points.Whole(50), Points.Zero), (receipt.Account.Collected, receipt.Account.Expired, receipt.Account.Total));
        Assert.Equal(Berlin(2022, 1, 2), (await Programme.EntriesAsync(ada))[1].EffectiveAt);
    }

    [Fact]
    public async Task An_order_that_comes_late_repays_no_debt_with_points_that_ran_out_before_there_was_any()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 50m, "A");
        await Programme.RedeemAsync(ada, 50);
        await Programme.CreditNoteAsync(ada, 50m, "A");

        var ranOut = await Programme.OrderAsync(ada, 30m, placedAt: Berlin(2020, 1, 1));
        var stillRan = await Programme.OrderAsync(ada, 20m, placedAt: Berlin(2023, 12, 1));

        Assert.Equal((Points.Whole(50), Points.Whole(30)), (ranOut.Account.Debt, ranOut.Account.Expired));
        Assert.Equal((Points.Whole(30), Points.Whole(30)), (stillRan.Account.Debt, stillRan.Account.Expired));
    }

    [Fact]
    public async Task A_return_takes_the_locked_part_of_its_own_order_first()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 30m, "Old");
        Programme.Execute("UPDATE Campaigns SET LockDays = 14");
        await Programme.OrderAsync(ada, 50m, "New");

        await Programme.CreditNoteAsync(ada, 20m, "New");

        Assert.Equal([Points.Whole(30), Points.Whole(30)], Programme.Remaining(ada));
        Programme.Clock.Advance(Duration.FromDays(14));
        Assert.Equal(Points.Whole(60), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task A_return_takes_the_locked_part_first_whatever_the_order_earned_it_for()
    {
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (2, 'Base points', 1, 3000, 14)");
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "A");
        await Programme.RedeemAsync(ada, 100);

        var returned = await Programme.CreditNoteAsync(ada, 50m, "A");

        Assert.Equal((Points.Zero, Points.Whole(20)), (returned.Account.Locked, returned.Account.Debt));
    }

    [Fact]
    public async Task T7_half_a_point_is_rounded_up_though_the_share_of_the_order_is_no_even_number()
    {
        Programme.Execute("UPDATE Campaigns SET Rate = 150");
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 370m, "A");

        Assert.Equal(Points.Whole(-26), (await Programme.CreditNoteAsync(ada, 17m, "A")).Points);
    }
}
