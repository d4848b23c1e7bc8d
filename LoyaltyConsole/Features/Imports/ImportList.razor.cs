using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>All imports, the latest first; those that are worked on move by themselves.</summary>
public sealed partial class ImportList(ImportBook book, ImportDesk desk, FaultLog faults, NavigationManager navigation) : IDisposable
{
    private const int UsualSize = 25;

    private readonly PageLoad<Import> _load = new(faults);
    private LiveImports? _live;
    private (int Number, int Size)? _shown;
    private bool _isNarrow;

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    /// <summary>How many rows a page has.</summary>
    [SupplyParameterFromQuery(Name = "size")]
    public int? PageSize { get; set; }

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private int Number => Math.Clamp(PageNumber ?? 1, 1, 1_000_000);

    private int Size => PageSize is { } size && Window.Sizes.Contains(size) ? size : UsualSize;

    /// <inheritdoc />
    public void Dispose()
    {
        _live?.Dispose();
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized() => _live = new LiveImports(desk, only: null, () => InvokeAsync(RefreshAsync));

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        if (_shown == (Number, Size))
        {
            return Task.CompletedTask;
        }

        _shown = (Number, Size);
        return ReadAsync();
    }

    private async Task RefreshAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private Task ReadAsync()
    {
        var window = new Window((Number - 1) * Size, Size);
        return _load.ReadAsync(window, wanted => book.ListAsync(window, Actor, wanted));
    }

    private void Go(int number, int size) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["page"] = number == 1 ? null : number,
            ["size"] = size == UsualSize ? null : size,
        }));

    private ImportCounts CountsOf(Import import) => ImportFigures.CountsOf(import, desk.ProgressOf(import.Id));
}
