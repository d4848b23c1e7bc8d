using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Features.Tiers;

/// <summary>
/// Who would rise or drop up to a day: the recalculation's rehearsal, which writes nothing. What is asked for stands in
/// the address, so that it can be kept and sent (X10).
/// </summary>
public sealed partial class TierRehearsalView(TierRecalculation recalculation, FaultLog faults, IClock clock, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private const int UsualSize = 25;

    private readonly PageLoad<TierMover> _load = new(faults);
    private readonly OnScreen _onScreen = new();
    private TierRehearsal? _rehearsal;
    private Refusal? _refusal;
    private bool _isRehearsing;
    private string? _rehearsed;
    private (TierMove?, int, int)? _shown;
    private DateOnly? _day;

    /// <summary>Up to which day, in ISO 8601.</summary>
    [SupplyParameterFromQuery(Name = "on")]
    public string? On { get; set; }

    /// <summary>Which moves.</summary>
    [SupplyParameterFromQuery(Name = "move")]
    public string? Move { get; set; }

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

    private TierMove? Kind => Enum.TryParse<TierMove>(Move, ignoreCase: true, out var move) && Enum.IsDefined(move) ? move : null;

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (LocalDatePattern.Iso.Parse(On ?? "").TryGetValue(default, out var day) && !string.Equals(_rehearsed, On, StringComparison.Ordinal))
        {
            _rehearsed = On;
            _day = day.ToDateOnly();
            await RehearseAsync(day);
        }

        if (_rehearsal is not null && _shown != (Kind, Number, Size))
        {
            await PageAsync();
        }
    }

    private async Task RehearseAsync(LocalDate day)
    {
        (_isRehearsing, _rehearsal, _shown) = (true, null, null);
        try
        {
            var rehearsed = await recalculation.RehearseAsync(day, Actor, _onScreen.Token);
            rehearsed.Succeeded(out _rehearsal, out _refusal);
        }
        catch (OperationCanceledException) when (_onScreen.IsOver)
        {
            // Whoever asked is gone.
        }
        finally
        {
            _isRehearsing = false;
        }
    }

    private Task PageAsync()
    {
        _shown = (Kind, Number, Size);
        var (rehearsal, kind, window) = (_rehearsal!, Kind, new Window((Number - 1) * Size, Size));
        return _load.ReadAsync(window, wanted => recalculation.MoversAsync(rehearsal, kind, window, Actor, wanted));
    }

    // The same day once more is rehearsed anew.
    private async Task Ask()
    {
        var day = _day is { } chosen ? LocalDate.FromDateOnly(chosen) : Display.Settings.Time.Today(clock.GetCurrentInstant());
        var on = LocalDatePattern.Iso.Format(day);
        if (string.Equals(on, On, StringComparison.Ordinal))
        {
            await RehearseAsync(day);
            if (_rehearsal is not null)
            {
                await PageAsync();
            }

            return;
        }

        navigation.NavigateTo(navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["on"] = on,
            ["move"] = null,
            ["page"] = null,
        }));
    }

    private void Go(TierMove? move, int number, int size) => navigation.NavigateTo(Address(move, number, size));

    private string Address(TierMove? move, int number, int size) => navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["move"] = move?.ToString().ToLowerInvariant(),
            ["page"] = number == 1 ? null : number,
            ["size"] = size == UsualSize ? null : size,
        });
}
