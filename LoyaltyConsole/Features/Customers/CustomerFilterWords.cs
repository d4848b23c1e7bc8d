using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Features.Segments;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Customers;

/// <summary>The lists that filters choose from.</summary>
public sealed record CustomerChoices(IReadOnlyList<Integration> Integrations, IReadOnlyList<Tier> Tiers, IReadOnlyList<SegmentModel> Models)
{
    /// <summary>The model whose segments the overview shows with a filter; null where there is none.</summary>
    public SegmentModel? ModelOf(CustomerFilter filter) =>
        Models.FirstOrDefault(model => model.Id == filter.SegmentModel)
        ?? Models.FirstOrDefault(model => model.Segments.Any(segment => filter.Segments.Contains(segment.Id)))
        ?? Models.FirstOrDefault(model => model.IsChosen);
}

/// <summary>One condition of a filter in words.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Value">What must hold.</param>
/// <param name="Without">The filter without it.</param>
public sealed record FilterChip(string Label, string Value, CustomerFilter Without);

/// <summary>Says what a filter asks for.</summary>
public static class CustomerFilterWords
{
    /// <summary>One chip for each condition; what is searched for stands in the search box.</summary>
    public static IReadOnlyList<FilterChip> Chips(
        this CustomerFilter filter, CustomerChoices choices, Display display, IStringLocalizer<CustomerTexts> texts, IStringLocalizer<SegmentTexts> segments)
    {
        var chips = new List<FilterChip>();
        if (filter.Statuses.Count > 0)
        {
            chips.Add(new(texts["Column_status"], Listed(filter.Statuses.Select(status => texts[$"Status_{status}"].Value)), filter with { Statuses = [] }));
        }

        if (filter.IsLocked is { } locked)
        {
            chips.Add(new(texts["Column_locked"], texts[locked ? "Yes" : "No"], filter with { IsLocked = null }));
        }

        if (filter.IsRegistered is { } registered)
        {
            chips.Add(new(texts["Registration"], texts[registered ? "Registered" : "Anonymous"], filter with { IsRegistered = null }));
        }

        if (filter.Integrations.Count > 0)
        {
            var names = choices.Integrations.Where(integration => filter.Integrations.Contains(integration.Id)).Select(integration => integration.Name);
            chips.Add(new(texts["Column_integration"], Named(names, filter.Integrations.Count, texts), filter with { Integrations = [] }));
        }

        if (filter.Tiers.Count > 0)
        {
            var names = choices.Tiers.Where(tier => filter.Tiers.Contains(tier.Id)).Select(tier => tier.Name);
            chips.Add(new(texts["Column_tier"], Named(names, filter.Tiers.Count, texts), filter with { Tiers = [] }));
        }

        if (filter.Segments.Count > 0)
        {
            var model = choices.ModelOf(filter);
            var names = model?.Segments.Where(segment => filter.Segments.Contains(segment.Id)).Select(segment => SegmentWords.Name(segment.Name, segments)) ?? [];
            var label = model is null || model.IsChosen ? texts["Column_segment"].Value : $"{texts["Column_segment"]} ({SegmentWords.Name(model.Name, segments)})";
            chips.Add(new(label, Named(names, filter.Segments.Count, texts), filter with { Segments = [] }));
        }

        if (filter.EnrolledFrom is not null || filter.EnrolledTo is not null)
        {
            var words = Between(display.Date(filter.EnrolledFrom), display.Date(filter.EnrolledTo), texts);
            chips.Add(new(texts["EnrolmentDate"], words, filter with { EnrolledFrom = null, EnrolledTo = null }));
        }

        if (filter.EnrolledWithinDays is { } enrolled)
        {
            chips.Add(new(texts["EnrolledRecently"], Days(enrolled, isAhead: false, texts), filter with { EnrolledWithinDays = null }));
        }

        if (filter.ModifiedWithinDays is { } modified)
        {
            chips.Add(new(texts["ModifiedRecently"], Days(modified, isAhead: false, texts), filter with { ModifiedWithinDays = null }));
        }

        if (filter.ExpiringWithinDays is { } expiring)
        {
            chips.Add(new(texts["ExpiringSoon"], Days(expiring, isAhead: true, texts), filter with { ExpiringWithinDays = null }));
        }

        if (filter.BalanceFrom is not null || filter.BalanceTo is not null)
        {
            var words = Between(
                filter.BalanceFrom is { } from ? display.Points(from) : "", filter.BalanceTo is { } to ? display.Points(to) : "", texts);
            chips.Add(new(texts["Column_points"], words, filter with { BalanceFrom = null, BalanceTo = null }));
        }

        return chips;
    }

    /// <summary>A number of days back, today included, or ahead.</summary>
    public static string Days(int days, bool isAhead, IStringLocalizer texts) => (days, isAhead) switch
    {
        (1, false) => texts["Today"],
        (1, true) => texts["NextDay"],
        (_, false) => texts["LastDays", days],
        (_, true) => texts["NextDays", days],
    };

    private static string Listed(IEnumerable<string> words) => string.Join(", ", words);

    // An old address may name what is gone by now.
    private static string Named(IEnumerable<string> names, int asked, IStringLocalizer texts)
    {
        var known = names.ToList();
        return Listed(known.Count < asked ? known.Append(texts["Unknown"].Value) : known);
    }

    private static string Between(string from, string to, IStringLocalizer texts) => (from, to) switch
    {
        (_, "") => texts["From", from],
        ("", _) => texts["To", to],
        _ => texts["FromTo", from, to],
    };
}
