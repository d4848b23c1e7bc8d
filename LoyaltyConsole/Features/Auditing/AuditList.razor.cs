using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Features.Auditing;

/// <summary>Who did what, when and to whom; what is shown stands in the address.</summary>
public sealed partial class AuditList(AuditLog log, FaultLog faults, NavigationManager navigation) : ComponentBase, IDisposable
{
    private readonly PageLoad<AuditRow> _load = new(faults);
    private AuditChoices _choices = new([], []);
    private TableState _state = new("");
    private AuditFilter _filter = new();
    private (TableState, AuditFilter)? _shown;
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    private int Number => _load.Page is null ? _state.Page : (_load.Window.Skip / _load.Window.Take) + 1;

    private IEnumerable<Choice<string>> People => Choices(_choices.Actors, _filter.Actor, Texts["AllPeople"], name => name);

    private IEnumerable<Choice<string>> Deeds => Choices(_choices.Deeds, _filter.Deed, Texts["AllDeeds"], Texts.Deed);

    /// <inheritdoc />
    public void Dispose()
    {
        navigation.LocationChanged -= AddressChanged;
        _load.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        navigation.LocationChanged += AddressChanged;
        if ((await log.ChoicesAsync(Actor, CancellationToken.None)).Succeeded(out var choices, out _))
        {
            _choices = choices;
        }
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        _filter = AuditAddress.FilterOf(navigation.Uri);
        if (_shown == (_state, _filter))
        {
            return Task.CompletedTask;
        }

        _shown = (_state, _filter);
        return ReadAsync();
    }

    private static string? Day(LocalDate? day) => day is { } known ? LocalDatePattern.Iso.Format(known) : null;

    // What the address asks for stands in the list even where nobody did it.
    private static IEnumerable<Choice<string>> Choices(IReadOnlyList<string> known, string? chosen, string all, Func<string, string> word) =>
    [
        new("", all),
        .. known.Union(chosen is null ? [] : [chosen], StringComparer.Ordinal).Select(key => new Choice<string>(key, word(key))).OrderBy(choice => choice.Text, StringComparer.CurrentCulture),
    ];

    private void AddressChanged(object? sender, LocationChangedEventArgs change)
    {
        if (string.Equals(new Uri(change.Location).AbsolutePath, AuditAddress.Path, StringComparison.OrdinalIgnoreCase))
        {
            _ = InvokeAsync(async () =>
            {
                await OnParametersSetAsync();
                StateHasChanged();
            });
        }
    }

    private async Task ReadAsync()
    {
        var (filter, window) = (_filter, _state.Window);
        await _load.ReadAsync(window, wanted => log.ListAsync(filter, window, Actor, wanted));
        if (_load is { Fault: null, Page: { Rows.Count: 0, Count: > 0, CountIsCapped: false } page })
        {
            // The address points beyond the end: show the last page.
            var last = window with { Skip = (page.Count - 1) / window.Take * window.Take };
            await _load.ReadAsync(last, wanted => log.ListAsync(filter, last, Actor, wanted));
        }
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private void Narrow(string name, string? value) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(
        new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(), ["page"] = null }));

    private void Clear() => navigation.NavigateTo(AuditAddress.Path);
}
