using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>A page of an import's rows, which are of one kind: what all such tables are asked, and when they read anew.</summary>
public abstract class ImportRowsTable<TRow>(FaultLog faults) : ComponentBase, IDisposable
{
    private object? _shown;

    /// <summary>The import.</summary>
    [Parameter, EditorRequired]
    public required ImportId Id { get; set; }

    /// <summary>What is searched for.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>The page, from 1.</summary>
    [Parameter, EditorRequired]
    public required int Number { get; set; }

    /// <summary>How many rows a page has.</summary>
    [Parameter, EditorRequired]
    public required int Size { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Tells which page is wanted.</summary>
    [Parameter]
    public EventCallback<int> OnNumber { get; set; }

    /// <summary>The rows that are shown.</summary>
    protected PageLoad<TRow> Load { get; } = new(faults);

    /// <summary>Whether the window has no room for all columns.</summary>
    protected bool IsNarrow { get; set; }

    /// <summary>Which of the rows are shown, where there is a choice.</summary>
    protected virtual object? Shown => null;

    /// <summary>Reads the rows again, because the import has moved.</summary>
    public async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Load.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Shown, Text, Number, Size);
        if (asked.Equals(_shown))
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    /// <summary>Reads the page.</summary>
    protected Task ReadAsync()
    {
        var window = new Window((Number - 1) * Size, Size);
        return Load.ReadAsync(window, wanted => PageAsync(window, wanted));
    }

    /// <summary>Asks Core for a page.</summary>
    protected abstract Task<Result<Page<TRow>>> PageAsync(Window window, CancellationToken wanted);
}
