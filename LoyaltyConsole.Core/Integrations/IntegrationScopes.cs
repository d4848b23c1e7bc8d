using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>What a key of an integration opens. The numbers are stored; never reuse one.</summary>
[Flags]
public enum IntegrationScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Find customers, and read their profile, balance and points history.</summary>
    ReadCustomers = 1,

    /// <summary>Register customers and edit their profile.</summary>
    WriteCustomers = 2,

    /// <summary>Record orders and credit notes.</summary>
    Orders = 4,

    /// <summary>Credit and deduct points.</summary>
    Adjustments = 8,

    /// <summary>Reserve, confirm and cancel redemptions.</summary>
    Redemptions = 16,

    /// <summary>Submit merge requests.</summary>
    MergeRequests = 32,

    /// <summary>Report visits and conversions of referrals.</summary>
    Referrals = 64,

    /// <summary>Everything that the interface offers.</summary>
    All = 127,
}

/// <summary>How scopes are written, and what they allow.</summary>
public static class ScopeNames
{
    private static readonly (IntegrationScopes Scope, string Name, Capability Allows)[] Known =
    [
        (IntegrationScopes.ReadCustomers, "customers:read", Capability.ReadCustomers),
        (IntegrationScopes.WriteCustomers, "customers:write", Capability.EditCustomers),
        (IntegrationScopes.Orders, "orders:write", Capability.RecordOrders),
        (IntegrationScopes.Adjustments, "points:adjust", Capability.AdjustPoints),
        (IntegrationScopes.Redemptions, "redemptions:write", Capability.RedeemPoints),
        (IntegrationScopes.MergeRequests, "merge-requests:write", Capability.RequestMerges),
        (IntegrationScopes.Referrals, "referrals:write", Capability.RecordReferrals),
    ];

    /// <summary>All of them, each by itself.</summary>
    public static IReadOnlyList<IntegrationScopes> All { get; } = [.. Known.Select(known => known.Scope)];

    /// <summary>The names of the scopes in a set, in a fixed order.</summary>
    public static IReadOnlyList<string> Of(IntegrationScopes scopes) =>
        [.. Known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Name)];

    /// <summary>The scope of a name; null where there is none.</summary>
    public static IntegrationScopes? Read(string name) => Known
        .Where(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))
        .Select(known => (IntegrationScopes?)known.Scope)
        .FirstOrDefault();

    /// <summary>What an actor with these scopes may do.</summary>
    public static IReadOnlySet<Capability> CapabilitiesOf(IntegrationScopes scopes) =>
        Known.Where(known => scopes.HasFlag(known.Scope)).Select(known => known.Allows).ToHashSet();
}
