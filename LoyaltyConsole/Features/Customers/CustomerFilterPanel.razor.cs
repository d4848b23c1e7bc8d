using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Features.Customers;

/// <summary>The button that says how many filters are set, and the panel in which they are set. Each acts at once.</summary>
public sealed partial class CustomerFilterPanel
{
    // Its fields are drawn when somebody first looks at them: most tabs do without (P9).
    private bool _wasOpened;

    /// <summary>The filter as it is.</summary>
    [Parameter, EditorRequired]
    public required CustomerFilter Filter { get; set; }

    /// <summary>How many conditions it has.</summary>
    [Parameter, EditorRequired]
    public required int Count { get; set; }

    /// <summary>What can be chosen.</summary>
    [Parameter, EditorRequired]
    public required CustomerChoices Choices { get; set; }

    /// <summary>Tells the filter as it is to be.</summary>
    [Parameter]
    public EventCallback<CustomerFilter> OnChanged { get; set; }

    private Task TellAsync(CustomerFilter filter) => OnChanged.InvokeAsync(filter);

    private static List<T> Toggled<T>(IReadOnlyList<T> chosen, T value, bool on) =>
        on ? [.. chosen.Append(value).Distinct()] : [.. chosen.Where(other => !Equals(other, value))];

    // The segments of another model are others; the chosen one needs no mention.
    private CustomerFilter Shown(ChangeEventArgs change)
    {
        var model = Choices.Models.FirstOrDefault(model => string.Equals(model.Id.ToString(), change.Value as string, StringComparison.Ordinal));
        return Filter with { SegmentModel = model is null or { IsChosen: true } ? null : model.Id, Segments = [] };
    }

    private static string? Iso(LocalDate? date) => date is { } day ? LocalDatePattern.Iso.Format(day) : null;

    private static LocalDate? Date(ChangeEventArgs change) => CustomerFilterText.DateOf(change.Value as string);

    private static Points? Amount(ChangeEventArgs change) => CustomerFilterText.PointsOf(change.Value as string);
}
