using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The rows that stay out because something is wrong with them.</summary>
public sealed partial class RejectedRows(ImportBook book, FaultLog faults) : IDisposable
{
    private readonly PageLoad<RejectedRow> _load = new(faults);
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

    /// <summary>Reads the rows again, because the import has moved.</summary>
    public async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Text, Number, Size);
        if (asked.Equals(_shown))
        {
            return Task.CompletedTask;
        }

        _shown = asked;
        return ReadAsync();
    }

    private Task ReadAsync()
    {
        var window = new Window((Number - 1) * Size, Size);
        return _load.ReadAsync(window, wanted => book.RejectedAsync(Id, Text, window, Actor, wanted));
    }
}
