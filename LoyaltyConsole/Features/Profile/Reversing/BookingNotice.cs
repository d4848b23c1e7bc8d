using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Profile.Reversing;

/// <summary>Says what was booked, and offers to undo it, as its row goes on to (X9).</summary>
public sealed class BookingNotice(
    Snackbar snackbar, PointsLedger ledger, SignedIn person, Display display,
    IStringLocalizer<ReversalTexts> texts, IStringLocalizer<ProfileTexts> profileTexts, IStringLocalizer<RefusalTexts> refusals)
{
    /// <summary>Says it.</summary>
    /// <param name="sentence">What was booked, in words.</param>
    /// <param name="name">Whose points.</param>
    /// <param name="booking">What was booked.</param>
    public async Task TellAsync(string sentence, string name, Booking booking)
    {
        var mayUndo = display.Settings.UndoMinutes > 0 && (await person.ActorAsync()).May(Capability.AdjustPoints);

        // One key for this notice: a second click undoes nothing else.
        var key = Guid.CreateVersion7();
        snackbar.Show(new Snack(sentence)
        {
            Code = booking.Entry.CouponCode,
            Stay = booking.Entry.CouponCode is not null ? Snack.WhileCopied : mayUndo ? Snack.WhileUndone : Snack.Briefly,
            DeedText = texts["Undo"],
            Deed = mayUndo ? () => UndoneAsync(key, booking.Entry.Id, name) : null,
        });
    }

    /// <summary>Undoes an entry, and says so.</summary>
    public async Task UndoAsync(LedgerEntryId entry, string name) => snackbar.Show(await UndoneAsync(Guid.CreateVersion7(), entry, name));

    /// <summary>Says what a reversal came to.</summary>
    public void TellReversed(Points difference, string name) => snackbar.Show(Undone("Reversed", difference, name));

    private async Task<Snack> UndoneAsync(Guid key, LedgerEntryId entry, string name)
    {
        var undone = await ledger.UndoAsync(key, entry, await person.ActorAsync());
        return undone.Succeeded(out var reversal, out var refusal)
            ? Undone("Undone", reversal.Points, name)
            : new Snack(refusals.Sentence(refusal)) { IsRefusal = true };
    }

    private Snack Undone(string deed, Points difference, string name) => new(texts[
        deed + (difference > Points.Zero ? "GivenBack" : "TakenBack"),
        PointsWords.Of(difference > Points.Zero ? difference : -difference, display, profileTexts), name]);
}
