using System.Data.Common;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Profile.Developing;

/// <summary>How far back a development is shown.</summary>
public enum DevelopmentPeriod
{
    /// <summary>Ninety days.</summary>
    Quarter,

    /// <summary>A year.</summary>
    Year,

    /// <summary>From the first movement on.</summary>
    All,
}

/// <summary>What of a development is shown, as the address says it.</summary>
/// <param name="Period">How far back.</param>
/// <param name="Step">How far apart the points lie.</param>
public sealed record DevelopmentView(DevelopmentPeriod Period = DevelopmentPeriod.Year, DevelopmentStep Step = DevelopmentStep.Day)
{
    /// <summary>Reads an address; what makes no sense there counts as not said.</summary>
    public static DevelopmentView Of(string address)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(address).Query);
        return new DevelopmentView(Choice(DevelopmentPeriod.Year, "period"), Choice(DevelopmentStep.Day, "step"));

        T Choice<T>(T usual, string name)
            where T : struct, Enum => query.TryGetValue(name, out var value) && value[0] is { Length: > 0 } text
                && char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var choice) ? choice : usual;
    }

    /// <summary>The page's address with this shown.</summary>
    public string Address(NavigationManager navigation) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["period"] = Period == DevelopmentPeriod.Year ? null : Period.ToString().ToLowerInvariant(),
        ["step"] = Step == DevelopmentStep.Day ? null : Step.ToString().ToLowerInvariant(),
    });
}

/// <summary>How the points account has developed and what time alone will do to it (E-027, E-030, E-032).</summary>
public sealed partial class DevelopmentSection(PointsDevelopment development, SignedIn person, FaultLog faults, NavigationManager navigation)
    : ComponentBase, IDisposable
{
    private readonly OnScreen _onScreen = new();
    private (CustomerId, DevelopmentView, int)? _shown;
    private DevelopmentView _view = new();
    private Development? _development;
    private FutureChanges? _future;
    private Refusal? _refusal;
    private string? _fault;

    /// <summary>Whose account.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>What is shown, as the address says.</summary>
    [Parameter, EditorRequired]
    public required DevelopmentView View { get; set; }

    /// <summary>The programme's date.</summary>
    [Parameter, EditorRequired]
    public required LocalDate Today { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    [Parameter]
    public int Stamp { get; set; }

    private LocalDate? From => _view.Period switch
    {
        DevelopmentPeriod.Quarter => Today.PlusDays(-89),
        DevelopmentPeriod.Year => Today.PlusYears(-1).PlusDays(1),
        DevelopmentPeriod.All => null,
        _ => throw new InvalidOperationException($"There is no period {_view.Period}."),
    };

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var asked = (Customer, View, Stamp);
        if (_shown == asked)
        {
            return Task.CompletedTask;
        }

        (_shown, _view) = (asked, View);
        return ReadAsync();
    }

    private void Show(DevelopmentView view) => navigation.NavigateTo(view.Address(navigation));

    private async Task ReadAsync()
    {
        var asked = _shown;
        try
        {
            var actor = await person.ActorAsync();
            var developed = await development.DevelopmentAsync(Customer, new DevelopmentQuery(From, null, _view.Step), actor, _onScreen.Token);
            var foreseen = await development.FutureAsync(Customer, actor, _onScreen.Token);
            if (_shown == asked)
            {
                _fault = null;
                developed.Succeeded(out _development, out _refusal);
                foreseen.Succeeded(out _future, out _);
            }
        }
        catch (OperationCanceledException) when (_onScreen.IsOver)
        {
            // Nobody looks any more.
        }
        catch (DbException fault)
        {
            _fault = faults.Record(fault);
        }
    }
}
