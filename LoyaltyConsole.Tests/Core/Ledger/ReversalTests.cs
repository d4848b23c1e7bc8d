using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>Mistakes are put right by compensating entries, once (X9).</summary>
public sealed class ReversalTests : LedgerTest
{
    [Fact]
    public async Task X9_a_reversed_credit_takes_its_own_lot_first()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 50, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(5));
        var wrong = await Programme.LotAsync(ada, 100);

        var preview = (await Programme.Ledger.PreviewReversalAsync(wrong, Programme.Manager, CancellationToken.None)).OrThrow();
        var reversal = (await ReverseAsync(wrong)).OrThrow();

        Assert.Equal((Points.Whole(-100), wrong), (reversal.Points, reversal.CorrectsId));
        Assert.Equal([Points.Whole(50), Points.Zero], Programme.Remaining(ada));
        Assert.Equal(preview.After, await Programme.FiguresAsync(ada));
        Assert.Equal(Points.Whole(50), preview.After.Collected);
        AssertRefused(new AlreadyReversed(wrong), await ReverseAsync(wrong));
    }

    [Fact]
    public async Task X9_a_reversed_deduction_goes_back_to_the_lots_that_it_took_from()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 50, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(5));
        await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 70);

        (await ReverseAsync(spent.Id)).OrThrow();

        Assert.Equal([Points.Whole(50), Points.Whole(100)], Programme.Remaining(ada));
        Assert.Equal(Points.Whole(150), (await Programme.FiguresAsync(ada)).Collected);
    }

    [Fact]
    public async Task X9_both_parts_of_a_deduction_beyond_the_balance_go_together()
    {
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 50);
        var first = (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(70)), Programme.Agent)).OrThrow();
        await Programme.LotAsync(ada, 5);
        Assert.Equal(Points.Whole(15), (await Programme.FiguresAsync(ada)).Debt);

        (await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), first.Id, Programme.Agent)).OrThrow();

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Whole(55)), (figures.Debt, figures.Redeemable));
        Assert.Equal([Points.Whole(50), Points.Whole(5)], Programme.Remaining(ada));
    }

    [Fact]
    public async Task R_5_4_7_debt_is_repaid_from_all_that_a_reversal_gives_back_the_first_to_run_out_first()
    {
        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(30));
        var first = (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(110)), Programme.Agent)).OrThrow();
        await Programme.LotAsync(ada, 50, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(60));
        (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(60)), Programme.Agent)).OrThrow();
        Assert.Equal(Points.Whole(20), (await Programme.FiguresAsync(ada)).Debt);

        (await ReverseAsync(first.Id)).OrThrow();

        Assert.Equal([Points.Whole(80), Points.Whole(10)], Programme.Remaining(ada));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task X9_what_time_alone_let_lots_cover_goes_back_as_well_whether_or_not_it_was_written_down(bool written)
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = settings.AllowsNegativeBalance = true);
        var ada = await Programme.CustomerAsync();
        var soon = Programme.Clock.GetCurrentInstant() + Duration.FromDays(5);
        await Programme.LotAsync(ada, 60, validUntil: soon);
        var first = (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(70)), Programme.Agent)).OrThrow();
        await Programme.LotAsync(ada, 30, lockedUntil: soon);
        Programme.Clock.Set(soon);
        if (written)
        {
            await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);
        }

        (await ReverseAsync(first.Id)).OrThrow();

        var figures = await Programme.FiguresAsync(ada);
        Assert.Equal((Points.Zero, Points.Whole(30), Points.Whole(60)), (figures.Debt, figures.Redeemable, figures.Expired));
    }

    [Fact]
    public async Task A_credit_whose_points_are_spent_is_reversed_only_where_debt_is_allowed()
    {
        var ada = await Programme.CustomerAsync();
        var wrong = await Programme.LotAsync(ada, 100);
        await Programme.RedeemAsync(ada, 70);

        AssertRefused(new NotEnoughPoints(Points.Whole(30), Points.Whole(100)), await ReverseAsync(wrong));

        await Programme.ChangeAsync(settings => settings.AllowsNegativeBalance = true);
        (await ReverseAsync(wrong)).OrThrow();
        Assert.Equal(Points.Whole(70), (await Programme.FiguresAsync(ada)).Debt);
    }

    [Fact]
    public async Task A_credit_note_does_not_take_back_what_was_reversed()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "A");
        (await ReverseAsync((await Programme.EntriesAsync(ada)).Single().Id)).OrThrow();

        var note = await Programme.CreditNoteAsync(ada, 100m, "A");

        Assert.Equal(Points.Zero, note.Points);
        AssertRefused(new NothingLeftToReverse(), await ReverseAsync(await ExpiredAsync(ada)));
    }

    [Fact]
    public async Task What_follows_from_another_entry_is_not_reversed_by_hand()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 100m, "A");
        await Programme.CreditNoteAsync(ada, 40m, "A");
        var clawback = (await Programme.EntriesAsync(ada)).Single(entry => entry.Kind == EntryKind.Clawback).Id;
        var discarded = await Programme.RedeemAsync(ada, 10);
        (await Programme.Ledger.DiscardAsync(discarded.Id, Programme.Agent)).OrThrow();

        AssertRefused(new NotReversible(clawback), await ReverseAsync(clawback));
        AssertRefused(new RedemptionDiscarded(), await ReverseAsync(discarded.Id));
        AssertRefused(new EntryNotFound(new LedgerEntryId(9_999)), await ReverseAsync(new LedgerEntryId(9_999)));
        AssertRefused(new ReasonMissing(), await Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), clawback, " "), Programme.Manager));
    }

    [Fact]
    public async Task X9_one_undoes_only_ones_own_act_and_only_for_some_minutes()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 70);
        var colleague = Actor.Person("Jan Weber", StaffRole.Agent);

        AssertRefused(new NotYourAct(), await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), spent.Id, colleague));
        AssertRefused(new NotAllowed(Capability.ReverseEntries), await Programme.Ledger.ReverseAsync(
            new EntryReversal(Guid.CreateVersion7(), spent.Id, "Mistake"), Programme.Agent));
        Programme.Clock.Advance(Duration.FromMinutes(10));
        AssertRefused(new TooLateToUndo(10), await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), spent.Id, Programme.Agent));

        Programme.Clock.Advance(-Duration.FromMilliseconds(1));
        (await Programme.Ledger.UndoAsync(Guid.CreateVersion7(), spent.Id, Programme.Agent)).OrThrow();
        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada)).Redeemable);
    }

    [Fact]
    public async Task A_reversed_reservation_does_not_give_its_points_back_a_second_time()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var reserved = await Programme.ReserveAsync(ada, 60);

        (await ReverseAsync(reserved.Id)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(20));
        await Programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);

        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task X9_the_history_knows_what_reversed_what_and_who_may_undo_or_reverse()
    {
        var ada = await Programme.CustomerAsync();
        var wrong = await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 30);
        var (settings, now) = (await Programme.Get<ProgrammeBook>().SettingsAsync(CancellationToken.None), Programme.Clock.GetCurrentInstant());

        var before = await HistoryAsync(ada);
        Assert.True(before[0].MayBeUndoneBy(Programme.Agent, settings, now + Duration.FromMinutes(10) - Duration.FromMilliseconds(1)));
        Assert.False(before[0].MayBeUndoneBy(Programme.Agent, settings, now + Duration.FromMinutes(10)));
        Assert.False(before[0].MayBeUndoneBy(Programme.Manager, settings, now));
        Assert.Equal((true, false), (before[1].MayBeReversedBy(Programme.Manager), before[1].MayBeReversedBy(Programme.Agent)));

        var reversal = (await ReverseAsync(spent.Id)).OrThrow();
        var after = await HistoryAsync(ada);
        Assert.Equal((spent.Id, (LedgerEntryId?)null), (after[0].CorrectsId, after[0].ReversedById));
        Assert.Equal(((LedgerEntryId?)null, reversal.Id), (after[1].CorrectsId, after[1].ReversedById));
        Assert.False(after[0].MayBeReversedBy(Programme.Manager));
        Assert.False(after[1].MayBeReversedBy(Programme.Manager) || after[1].MayBeUndoneBy(Programme.Agent, settings, now));
        Assert.Equal([reversal.Id, spent.Id], (await HistoryAsync(ada, spent.Id.ToString())).Select(row => row.Id));
        Assert.Equal([wrong], (await HistoryAsync(ada, wrong.ToString())).Select(row => row.Id));
    }

    private async Task<IReadOnlyList<HistoryRow>> HistoryAsync(LoyaltyConsole.Core.Customers.CustomerId customer, string? text = null) =>
        (await Programme.Get<PointsHistory>().ListAsync(
            customer, new HistoryQuery(Text: text), new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows;

    private Task<Result<LedgerEntry>> ReverseAsync(LedgerEntryId entry) =>
        Programme.Ledger.ReverseAsync(new EntryReversal(Guid.CreateVersion7(), entry, "Booked by mistake"), Programme.Manager);

    private async Task<LedgerEntryId> ExpiredAsync(LoyaltyConsole.Core.Customers.CustomerId customer)
    {
        var credit = await Programme.LotAsync(customer, 10, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(1));
        Programme.Clock.Advance(Duration.FromDays(1));
        return credit;
    }
}
