using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>One import: what it would do, how far it has come, what it did.</summary>
public sealed partial class ImportDetails(ImportBook book, ImportDesk desk) : IDisposable
{
    private readonly OnScreen _gone = new();
    private InTurn _reads = null!;
    private LiveImports? _live;
    private Import? _import;
    private Import? _twin;
    private ImportProgress? _progress;
    private DocumentCounts _orders;
    private Refusal? _missing;
    private Refusal? _refusal;
    private ImportedRows? _rows;
    private bool _isBusy;

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public required ImportId Id { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private string Title => Texts["ImportTitle", Id, _import!.FileName];

    private ImportCounts Counts => ImportFigures.CountsOf(_import!, _progress);

    private bool IsWaiting => _import!.Status is ImportStatus.Rehearsed && _progress is null;

    private bool IsInterrupted => _import!.Status is ImportStatus.Committing or ImportStatus.Undoing && _progress is null;

    private int Step => _import!.Status switch
    {
        ImportStatus.Committing => 3,
        ImportStatus.Done or ImportStatus.Undoing or ImportStatus.Undone => 4,
        _ => 2,
    };

    private IReadOnlyList<string?> Notes =>
    [
        _import!.FileName,
        null,
        _import.Status switch
        {
            ImportStatus.Committing or ImportStatus.Done or ImportStatus.Undoing or ImportStatus.Undone => Texts["Step_RowsAccepted", Counts.Accepted],
            ImportStatus.Rehearsed => Texts["Step_NothingBooked"],
            _ => Texts.Status(_import.Status),
        },
        _import.Status switch
        {
            ImportStatus.Done or ImportStatus.Undoing or ImportStatus.Undone => Texts["Step_Done", Display.DateTime(_import.EndedAt)].Value,
            ImportStatus.Committing => Texts[_progress is null ? "Status_Interrupted" : "Step_Running"].Value,
            _ => null,
        },
    ];

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _gone.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _reads = new InTurn(ReadAsync);

        // Before the first look, so that nothing that moves in between is missed.
        _live = new LiveImports(desk, Id, () => InvokeAsync(RefreshAsync));
        await _reads.ReadAsync();
        _twin = _import is null ? null : await book.SameFileAsync(_import, _gone.Token);
    }

    private async Task RefreshAsync()
    {
        await _reads.ReadAsync();
        StateHasChanged();
        if (_rows is not null)
        {
            await _rows.RefreshAsync();
        }
    }

    private async Task ReadAsync()
    {
        // The progress first: an import that ends in between is then read as ended.
        _progress = desk.ProgressOf(Id);
        var opened = await book.OpenAsync(Id, Actor, _gone.Token);
        if (!opened.Succeeded(out var import, out var missing))
        {
            _missing = missing;
            return;
        }

        var isSettled = _import?.Status == import.Status && _progress is not null;
        _import = import;
        if (!isSettled && (await book.CountsAsync(Id, Actor, _gone.Token)).Succeeded(out var orders, out _))
        {
            _orders = orders;
        }
    }

    private async Task CommitAsync()
    {
        _isBusy = true;
        (await desk.CommitAsync(Id, Actor)).Succeeded(out _, out _refusal);
        await _reads.ReadAsync();
        _isBusy = false;
    }

    private async Task ResumeAsync()
    {
        _isBusy = true;
        (await (_import!.Status is ImportStatus.Undoing ? desk.UndoAsync(Id, Actor) : desk.CommitAsync(Id, Actor))).Succeeded(out _, out _refusal);
        await _reads.ReadAsync();
        _isBusy = false;
    }

    private async Task UndoAsync()
    {
        (await book.UndoEffectAsync(Id, Actor, _gone.Token)).Succeeded(out var effect, out _refusal);
        if (effect is not null && await UndoDialog.OpenAsync(Dialogs, Texts, _import!, effect))
        {
            await _reads.ReadAsync();
        }
    }

    private async Task DiscardAsync()
    {
        _isBusy = true;
        (await desk.DiscardAsync(Id, Actor)).Succeeded(out _, out _refusal);
        await _reads.ReadAsync();
        _isBusy = false;
    }
}
