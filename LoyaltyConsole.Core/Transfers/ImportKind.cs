using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What an imported file holds.</summary>
public enum ImportKind
{
    /// <summary>Orders and credit notes, one row a position or one row an order.</summary>
    Orders,

    /// <summary>Points to credit or deduct, or balances to set.</summary>
    Points,

    /// <summary>Customer profiles.</summary>
    Customers,

    /// <summary>Levels of customers, and what locks them (S-005, E-050).</summary>
    Tiers,

    /// <summary>Customers who get a coupon of a campaign .</summary>
    Coupons,
}

/// <summary>What it takes to import a kind of file.</summary>
public static class ImportRights
{
    /// <summary>
    /// The capabilities, in the order in which they are asked for. A file is no way around a right: what a person may not do to
    /// one customer, they may not do to a thousand. Points are the exception that marketing's work is made of.
    /// </summary>
    public static IReadOnlyList<Capability> Of(ImportKind kind) => kind switch
    {
        ImportKind.Orders or ImportKind.Points or ImportKind.Customers => [Capability.Import],
        ImportKind.Tiers => [Capability.Import, Capability.ChangeTier, Capability.LockTier],
        ImportKind.Coupons => [Capability.Import, Capability.GrantCampaigns],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Whether a person has all of them.</summary>
    public static bool MayImport(this Actor actor, ImportKind kind) => Of(kind).All(actor.May);
}
