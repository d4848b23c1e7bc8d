using System.Collections.Frozen;
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
    private static readonly FrozenSet<string> Pages = typeof(MenuEntry).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
        .Select(route => route.Template)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

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
        new("MenuImports", "swap_vert", "/imports", Capability.Import),
        new("MenuIntegrations", "hub", "/integrations", Capability.ManageIntegrations),
        new("MenuNotifications", "notifications", "/notifications"),
        new("MenuMessages", "mail", "/messages", Capability.RunJobs),
        new("MenuJobs", "schedule", "/jobs", Capability.RunJobs),
        new("MenuAuditLog", "history", "/audit", Capability.ReadAudit),
        new("MenuStaff", "badge", "/staff", Capability.ManageStaff),
        new("MenuSettings", "settings", "/settings"),
    ]);

    /// <summary>Whether somebody has any business there.</summary>
    public bool IsFor(Actor actor) => Needs is not { } needed || actor.May(needed);

    /// <summary>Whether an address lies on or below this entry's page.</summary>
    public bool IsAt(string address) =>
        address.StartsWith(Path, StringComparison.OrdinalIgnoreCase)
        && (address.Length == Path.Length || address[Path.Length] is '/' or '?' or '#');

    // An entry comes with its page: the menu never leads nowhere.
    private static IReadOnlyList<MenuEntry> WithPage(IEnumerable<MenuEntry> entries) =>
        [.. entries.Where(entry => Pages.Contains(entry.Path))];
}
