using System.Collections.Frozen;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Components.Layout;

/// <summary>An entry of the main menu.</summary>
/// <param name="Text">The key of its text.</param>
/// <param name="Icon">Its symbol.</param>
/// <param name="Path">Where it leads.</param>
/// <param name="Needs">What a person must be allowed to do there; null where everybody may.</param>
internal sealed record MenuEntry(string Text, string Icon, string Path, Capability? Needs = null)
{
    private static readonly FrozenDictionary<string, Feature?> Pages = typeof(MenuEntry).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>()
            .Select(route => KeyValuePair.Create(route.Template, PartOfAttribute.Of(type))))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The pages below "Customers".</summary>
    public static IReadOnlyList<MenuEntry> Customers { get; } = WithPage(
    [
        new("MenuCustomerOverview", "group", "/customers"),
        new("MenuMergeRequests", "merge", "/merge-requests"),
        new("MenuApprovals", "approval", "/approvals"),
    ]);

    /// <summary>What comes before them.</summary>
    public static IReadOnlyList<MenuEntry> First { get; } = WithPage([new("MenuDashboard", "space_dashboard", "/dashboard")]);

    /// <summary>What comes after them.</summary>
    public static IReadOnlyList<MenuEntry> Rest { get; } = WithPage(
    [
        new("MenuOrders", "receipt_long", "/orders"),
        new("MenuRewards", "redeem", "/rewards"),
        new("MenuCampaigns", "campaign", "/campaigns"),
        new("MenuTiers", "stairs", "/tiers"),
        new("MenuSegments", "donut_small", "/segments"),
        new("MenuImports", "swap_vert", "/imports", Capability.Import) { Also = "/exports" },
        new("MenuExports", "swap_vert", "/exports", Capability.Export) { For = Feature.Imports },
        new("MenuIntegrations", "hub", "/integrations", Capability.ManageIntegrations),
        new("MenuConnections", "hub", "/integrations/connections", Capability.ManageIntegrations) { For = Feature.Api },
        new("MenuNotifications", "notifications", "/notifications"),
        new("MenuMessages", "mail", "/messages", Capability.RunJobs),
        new("MenuJobs", "schedule", "/jobs", Capability.RunJobs),
        new("MenuAuditLog", "history", "/audit", Capability.ReadAudit),
        new("MenuStaff", "badge", "/staff", Capability.ManageStaff),
        new("MenuSettings", "settings", "/settings", Capability.ManageProgramme),
    ]);

    /// <summary>Whether somebody has any business there, in an installation with these features.</summary>
    public bool IsFor(Actor actor, FeatureSet features) =>
        (Needs is not { } needed || actor.May(needed))
        && (Pages[Path] is not { } feature || features.Has(feature))
        && (For is not { } missing || !features.Has(missing));

    /// <summary>A page beside it that has no entry of its own.</summary>
    public string? Also { get; private init; }

    /// <summary>The feature in whose entry this one's page is found otherwise: it is shown only where that is switched off.</summary>
    public Feature? For { get; private init; }

    /// <summary>Whether an address lies on or below this entry's page.</summary>
    public bool IsAt(string address) => IsBelow(Path, address) || (Also is { } also && IsBelow(also, address));

    private static bool IsBelow(string path, string address) =>
        address.StartsWith(path, StringComparison.OrdinalIgnoreCase)
        && (address.Length == path.Length || address[path.Length] is '/' or '?' or '#');

    // An entry comes with its page: the menu never leads nowhere.
    private static IReadOnlyList<MenuEntry> WithPage(IEnumerable<MenuEntry> entries) =>
        [.. entries.Where(entry => Pages.ContainsKey(entry.Path))];
}
