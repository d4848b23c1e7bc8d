using LoyaltyConsole.Core.Rewards;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>What a made-up programme offers beside points for orders.</summary>
/// <param name="Rewards">What points can be spent on.</param>
/// <param name="Coupons">The campaign that gives coupons.</param>
public sealed record MadeUpOffers(IReadOnlyList<RewardDraft> Rewards, MadeUpCampaign? Coupons)
{
    /// <summary>Nothing.</summary>
    public static readonly MadeUpOffers None = new([], null);
}

/// <summary>A campaign that gives coupons.</summary>
/// <param name="Name">What staff call it.</param>
/// <param name="Text">What its coupons are good for.</param>
/// <param name="Rate">The points that the use of a coupon brings.</param>
/// <param name="ValidityMonths">How long a coupon and its points are valid.</param>
/// <param name="StartsAt">The first instant at which it gives coupons.</param>
public sealed record MadeUpCampaign(string Name, string Text, Points Rate, int ValidityMonths, Instant StartsAt);

/// <summary>What the programme offers, as it is stored.</summary>
internal sealed record StoredOffers(IReadOnlyList<Campaign> Campaigns, IReadOnlyDictionary<string, Reward> Rewards)
{
    public Campaign? Coupons => Campaigns.FirstOrDefault(campaign => campaign.Kind == CampaignKind.Coupon);
}
