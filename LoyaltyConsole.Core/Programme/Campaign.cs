using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The id of a campaign.</summary>
public readonly record struct CampaignId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => $"C-{Value}";
}

/// <summary>Which of the order's sources a campaign pays for (L-048 to L-051).</summary>
public enum EarningSource
{
    /// <summary>Base points for the order as such.</summary>
    Order = 1,

    /// <summary>Points for the order's goods total.</summary>
    Revenue = 2,

    /// <summary>Extra points for positions of a category.</summary>
    Category = 3,

    /// <summary>Extra points for an item or variant.</summary>
    Item = 4,
}

/// <summary>A rule by which orders earn points, in force for orders placed from its start to its end.</summary>
public sealed class Campaign
{
    /// <summary>The campaign's id.</summary>
    public CampaignId Id { get; internal set; }

    /// <summary>What staff call it.</summary>
    public required string Name { get; set; }

    /// <summary>What it pays for.</summary>
    public EarningSource Source { get; set; }

    /// <summary>Points for each 1.00 of revenue, or for each order.</summary>
    public Points Rate { get; set; }

    /// <summary>Days during which what it pays stays locked; 0 for none.</summary>
    public int LockDays { get; set; }

    /// <summary>Months after which what it pays expires, at the end of the local day; null for never.</summary>
    public int? ValidityMonths { get; set; }

    /// <summary>The first instant at which it pays; null for always.</summary>
    public Instant? StartsAt { get; set; }

    /// <summary>The instant from which it pays no more; null for never.</summary>
    public Instant? EndsAt { get; set; }

    /// <summary>Whether it pays for an order placed at the instant (half-open).</summary>
    public bool IsInForceAt(Instant placedAt) =>
        (StartsAt is null || StartsAt <= placedAt) && (EndsAt is null || placedAt < EndsAt);
}
