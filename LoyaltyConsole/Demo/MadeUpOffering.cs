using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using NodaTime;

namespace LoyaltyConsole.Demo;

/// <summary>What the made-up coffee shops give for points, from a sip to a machine.</summary>
internal static class MadeUpOffering
{
    /// <summary>How long the campaign has been giving coupons.</summary>
    public static readonly Duration CouponsSince = Duration.FromDays(75);

    public static readonly RewardDraft[] Rewards =
    [
        new("Espresso on us", "A cup at the bar of any of our shops", Points.Whole(50)),
        new("250 g Hausmischung", "Ground or as whole beans", Points.Whole(150)),
        new("Free shipping for a year", "On every order, however small", Points.Whole(400)),
        new("Barista course", "Three hours on a Saturday, for two", Points.Whole(900)),
        new("Siebträger Uno", "Our espresso machine, in any colour", Points.Whole(4_500)),
    ];

    // Most take what they can have soon.
    public static readonly float[] Weights = [0.42f, 0.32f, 0.18f, 0.07f, 0.01f];

    /// <summary>All of it, as of a day.</summary>
    public static MadeUpOffers On(Instant today) => new(
        Rewards, new MadeUpCampaign("Autumn tasting", "10 % off all teas", Points.Whole(25), ValidityMonths: 3, today - CouponsSince));
}
