using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Orders;

/// <summary>What positions earn, and what goes back with them (L-050, L-051, rule 5.4.2).</summary>
public sealed class PositionTests : LedgerTest
{
    private CustomerId _ada;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, Category) VALUES (2, 'Coffee counts double', 3, 100, 0, 'coffee')");
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, Sku) VALUES (3, 'Ten for a mug', 4, 1000, 0, 'MUG')");
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (4, 'Five an order', 1, 500, 0)");
        _ada = await Programme.CustomerAsync();
    }

    [Fact]
    public async Task L_048_to_L_051_each_source_is_an_entry_of_its_own_and_shown_in_its_column()
    {
        var receipt = await OrderAsync("A");

        Assert.Equal(new PointsBySource(Points.Whole(5), Points.Whole(80), Points.Whole(60), Points.Whole(20)), receipt.BySource);
        var row = (await Programme.Get<OrderHistory>().ListAsync(
            _ada, null, OrderSort.Id, descending: true, new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows.Single();
        Assert.Equal(
            (Points.Whole(5), Points.Whole(80), Points.Whole(60), Points.Whole(20)),
            (row.PointsForOrder, row.PointsForRevenue, row.PointsForCategory, row.ItemPoints));
        Assert.Equal(receipt, await OrderAsync("A"));
    }

    [Fact]
    public async Task A_returned_position_takes_its_own_extra_points_along_and_no_others()
    {
        await OrderAsync("A");

        var mug = await ReturnAsync("R-1", new ReturnedPosition("mug", 1));
        Assert.Equal(new PointsBySource(Points.Zero, Points.Whole(-10), Points.Zero, Points.Whole(-10)), mug.BySource);

        var beans = await ReturnAsync("R-2", new ReturnedPosition("BEANS", 1));
        Assert.Equal(new PointsBySource(Points.Zero, Points.Whole(-20), Points.Whole(-20), Points.Zero), beans.BySource);
        Assert.Equal(beans.BySource, (await ReturnAsync("R-2", new ReturnedPosition("BEANS", 1))).BySource);

        var rest = await ReturnAsync("R-3", new ReturnedPosition("BEANS", 2), new ReturnedPosition("MUG", 1));
        Assert.Equal(new PointsBySource(Points.Whole(-5), Points.Whole(-50), Points.Whole(-40), Points.Whole(-10)), rest.BySource);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(_ada)).Collected);
    }

    [Fact]
    public async Task An_amount_and_positions_together_never_take_more_than_was_earned()
    {
        await OrderAsync("A");

        await Programme.CreditNoteAsync(_ada, 40m, "A");
        var rest = await ReturnAsync("R-1", new ReturnedPosition("BEANS", 3));

        Assert.Equal(new PointsBySource(Points.Whole(-5), Points.Whole(-40), Points.Whole(-30), Points.Whole(-10)), rest.BySource);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(_ada)).Collected);
    }

    [Fact]
    public async Task An_amount_beyond_a_position_that_is_back_already_takes_none_of_its_points_when_points_are_rounded_otherwise_now()
    {
        await Programme.ChangeAsync(settings => settings.Decimals = 1);
        Programme.Execute("UPDATE Campaigns SET Rate = 200 WHERE Id = 2");
        await Programme.Orders.RecordAsync(
            new NewOrder(_ada, "Shop", "A", Programme.Clock.GetCurrentInstant(),
            [
                new NewPosition("BEANS", "Beans", 1, 39.16m, "Coffee"),
                new NewPosition("PLATE", "Plate", 1, 100m, "Things"),
            ]),
            Programme.Manager);
        await Programme.ChangeAsync(settings => settings.Decimals = 0);

        var beans = await ReturnAsync("R-1", new ReturnedPosition("BEANS", 1));
        var amount = await Programme.CreditNoteAsync(_ada, 2.94m, "A");

        Assert.Equal((Points.Whole(-78), Points.Zero), (beans.BySource.Category, amount.BySource.Category));
    }

    [Fact]
    public async Task Positions_that_were_not_bought_are_refused_by_name()
    {
        await OrderAsync("A");
        await ReturnAsync("R-1", new ReturnedPosition("MUG", 1));

        AssertRefused(new PositionNotInOrder("PLATE"), await TryReturnAsync("R-2", "A", new ReturnedPosition("PLATE", 1)));
        AssertRefused(new ReturnedTooMany("MUG", 1m), await TryReturnAsync("R-2", "A", new ReturnedPosition("MUG", 2)));
        AssertRefused(new OriginalOrderMissing(), await TryReturnAsync("R-2", null, new ReturnedPosition("MUG", 1)));
        AssertRefused(new OrderIsEmpty(), await TryReturnAsync("R-2", "A", new ReturnedPosition("MUG", 0)));
        AssertRefused(new OrderTooLarge(), await TryReturnAsync("R-2", "A", new ReturnedPosition("MUG", 2_000_000)));
        AssertRefused(new OrderTooLarge(), await Programme.Orders.RecordAsync(
            new NewOrder(_ada, "Shop", "B", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1_000_000, 1_000_000)]), Programme.Manager));
        AssertRefused(new TooManyPoints(Points.MostInOneEntry), await Programme.Orders.RecordAsync(
            new NewOrder(_ada, "Shop", "B", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 1_000_000_000m)]), Programme.Manager));
        Assert.Equal(2, Programme.Query("SELECT COUNT(*) FROM Orders", row => row.GetInt64(0)).Single());
    }

    [Theory]
    [InlineData(ReturnsPolicy.OnlyPending, 0, 150, 0)]
    [InlineData(ReturnsPolicy.WithinBalance, -130, 20, 0)]
    [InlineData(ReturnsPolicy.Unlimited, -160, 20, 30)]
    public async Task Rule_5_4_5_the_policy_says_how_far_a_credit_note_may_go(ReturnsPolicy policy, int taken, int total, int debt)
    {
        await Programme.ChangeAsync(settings => settings.ReturnsPolicy = policy);
        Programme.Execute("DELETE FROM Campaigns WHERE Id > 1");
        await Programme.LotAsync(_ada, 20, lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        await Programme.LotAsync(_ada, 50);
        await Programme.OrderAsync(_ada, 160m, "A");
        await Programme.RedeemAsync(_ada, 80);

        var note = await Programme.CreditNoteAsync(_ada, 160m, "A");

        var figures = await Programme.FiguresAsync(_ada);
        Assert.Equal((Points.Whole(taken), Points.Whole(total), Points.Whole(debt)), (note.Points, figures.Total, figures.Debt));
    }

    [Fact]
    public async Task Rule_5_4_5_only_pending_takes_what_is_still_locked_of_the_order()
    {
        await Programme.ChangeAsync(settings => settings.ReturnsPolicy = ReturnsPolicy.OnlyPending);
        Programme.Execute("DELETE FROM Campaigns WHERE Id > 1");
        Programme.Execute("UPDATE Campaigns SET LockDays = 14");
        await Programme.OrderAsync(_ada, 100m, "A");

        Assert.Equal(Points.Whole(-40), (await Programme.CreditNoteAsync(_ada, 40m, "A")).Points);
        Programme.Clock.Advance(Duration.FromDays(14));
        Assert.Equal(Points.Zero, (await Programme.CreditNoteAsync(_ada, 60m, "A")).Points);
    }

    private async Task<OrderReceipt> OrderAsync(string refId) => (await Programme.Orders.RecordAsync(
        new NewOrder(_ada, "Shop", refId, Programme.Clock.GetCurrentInstant(),
        [
            new NewPosition("BEANS", "Beans", 3, 20m, "Coffee"),
            new NewPosition("MUG", "Mug", 2, 10m, "Things"),
        ]),
        Programme.Manager)).OrThrow();

    private async Task<OrderReceipt> ReturnAsync(string refId, params ReturnedPosition[] positions) =>
        (await TryReturnAsync(refId, "A", positions)).OrThrow();

    private Task<Result<OrderReceipt>> TryReturnAsync(string refId, string? order, params ReturnedPosition[] positions) =>
        Programme.Orders.RecordCreditNoteAsync(
            new NewCreditNote(null, "Shop", refId, Programme.Clock.GetCurrentInstant(), null, order) { Positions = positions }, Programme.Manager);
}
