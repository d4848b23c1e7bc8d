using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LoyaltyConsole.Features.Profile.Notes;

/// <summary>The notes about a customer, the newest first; each author changes their own .</summary>
public sealed partial class NotesSection(CustomerNotes notes, SignedIn person, Snackbar snackbar, FaultLog faults, NavigationManager navigation, IJSRuntime js)
    : ComponentBase, IDisposable
{
    private const int PerPage = 5;

    private readonly PageLoad<NoteRow> _load = new(faults);
    private (CustomerId, int, int)? _shown;
    private bool _mayWrite;

    /// <summary>Whose notes.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>Which page of them, as the address says.</summary>
    [Parameter, EditorRequired]
    public required TableState State { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Customer, State.Page, Stamp);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        var actor = await person.ActorAsync();
        _mayWrite = actor.May(Capability.WriteNotes);
        await ReadAsync(new Window((State.Page - 1) * PerPage, PerPage), actor);
        if (_load is { Fault: null, Page: { Rows.Count: 0, Count: > 0 } page } && _load.Window.Skip > 0)
        {
            // The address points beyond the end, for instance after the page's last note was deleted.
            await ReadAsync(new Window((page.Count - 1) / PerPage * PerPage, PerPage), actor);
        }
    }

    private Task ReadAsync(Window window, Actor actor) => _load.ReadAsync(window, wanted => notes.ListAsync(Customer, window, actor, wanted));

    private void Turn(Window part) => navigation.NavigateTo((State with { Page = (part.Skip / PerPage) + 1 }).Address(navigation));

    private async Task WriteAsync(CustomerNote? note)
    {
        if (await NoteDialog.OpenAsync(Dialogs, Texts, Customer, note))
        {
            await ReadAsync();
        }
    }

    private async Task DeleteAsync(CustomerNote note)
    {
        var deleted = await notes.DeleteAsync(note.Id, await person.ActorAsync());
        snackbar.Show(deleted.Succeeded(out _, out var refusal)
            ? new Snack(Texts["Deleted"]) { Stay = Snack.WhileUndone, DeedText = Texts["Undo"], Deed = () => RestoredAsync(note.Id) }
            : new Snack(Refusals.Sentence(refusal)) { IsRefusal = true });
        await ReadAsync();

        // The button went with its note.
        await js.InvokeVoidAsync("lc.focusAgain", "notes");
    }

    private async Task<Snack> RestoredAsync(NoteId note)
    {
        var restored = await notes.RestoreAsync(note, await person.ActorAsync());
        return restored.Succeeded(out _, out var refusal) ? new Snack(Texts["Restored"]) : new Snack(Refusals.Sentence(refusal)) { IsRefusal = true };
    }
}
