using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Rewards;

/// <summary>The id of a reward in the catalogue.</summary>
public readonly record struct RewardId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Something that points are spent on (S-024).</summary>
public sealed class Reward
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 200;

    /// <summary>The longest description.</summary>
    public const int DescriptionLength = 1_000;

    /// <summary>The reward's id.</summary>
    public RewardId Id { get; internal init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; set; }

    /// <summary>What customers read about it.</summary>
    public string? Description { get; set; }

    /// <summary>How many points it costs; positive.</summary>
    public Points Cost { get; set; }

    /// <summary>The first instant at which it can be had; null for always.</summary>
    public Instant? StartsAt { get; set; }

    /// <summary>The instant from which it can no longer be had; null for never. What was spent on it before stays.</summary>
    public Instant? EndsAt { get; set; }

    /// <summary>Counts the changes, so that a stale form is refused.</summary>
    public long Version { get; internal set; }

    /// <summary>Whether it can be had at the instant (half-open).</summary>
    public bool IsAvailableAt(Instant at) => (StartsAt is null || StartsAt <= at) && (EndsAt is null || at < EndsAt);
}

/// <summary>The id of a reward that a customer has.</summary>
public readonly record struct CustomerRewardId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What became of a customer's reward (S-012). The numbers are stored.</summary>
public enum CustomerRewardState
{
    /// <summary>The customer has it and has not used it.</summary>
    Outstanding = 1,

    /// <summary>It was used.</summary>
    Used = 2,

    /// <summary>It was removed from the account, or its coupon code was not used in time.</summary>
    Removed = 3,
}

/// <summary>How a customer came by a reward. The numbers are stored.</summary>
public enum RewardOrigin
{
    /// <summary>Points were spent on it.</summary>
    Spent = 1,

    /// <summary>A level brought it.</summary>
    Tier = 2,
}

/// <summary>A reward that a customer has.</summary>
internal sealed class CustomerReward
{
    public CustomerRewardId Id { get; init; }

    public CustomerId CustomerId { get; set; }

    public RewardId RewardId { get; init; }

    public RewardOrigin Origin { get; init; }

    /// <summary>The redemption that paid for it.</summary>
    public LedgerEntryId? EntryId { get; init; }

    public CustomerRewardState State { get; set; }

    public Instant GivenAt { get; init; }

    public Instant? SettledAt { get; set; }

    public string? SettledBy { get; set; }
}

/// <summary>The id of a campaign's coupon.</summary>
public readonly record struct CouponId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What became of a campaign's coupon. The numbers are stored.</summary>
public enum CouponState
{
    /// <summary>The customer has it.</summary>
    Given = 1,

    /// <summary>It was used.</summary>
    Used = 2,

    /// <summary>It was withdrawn.</summary>
    Withdrawn = 3,
}

/// <summary>A coupon that a campaign gave to a customer .</summary>
internal sealed class Coupon
{
    public CouponId Id { get; init; }

    public CustomerId CustomerId { get; set; }

    public CampaignId CampaignId { get; init; }

    public required string Code { get; init; }

    public CouponState State { get; set; }

    /// <summary>No longer of use from this instant on; null for never.</summary>
    public Instant? ValidUntil { get; init; }

    public Instant GivenAt { get; init; }

    public required string GivenBy { get; init; }

    public Instant? SettledAt { get; set; }

    public string? SettledBy { get; set; }

    /// <summary>The order on which it was used, as the shop names it.</summary>
    public string? OrderRefId { get; set; }

    /// <summary>The points that its use brought.</summary>
    public LedgerEntryId? EntryId { get; set; }

    /// <summary>The key of the command that gave it; one command gives one.</summary>
    public Guid CommandKey { get; init; }
}
