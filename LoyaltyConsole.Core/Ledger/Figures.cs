using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>A figure of a points account by its name.</summary>
public enum Figure
{
    /// <summary>"Total number of points collected" (L-037).</summary>
    Collected,

    /// <summary>"Total Expired Points" (L-038).</summary>
    Expired,

    /// <summary>"In next 30 days expiring points" (L-039).</summary>
    Expiring,

    /// <summary>"Total Points" (L-040).</summary>
    Total,

    /// <summary>"Total Locked Points" (L-041).</summary>
    Locked,

    /// <summary>"Total Redeemable Points" (L-042).</summary>
    Redeemable,

    /// <summary>What later credits repay first.</summary>
    Debt,
}

/// <summary>The six figures of a points account, and the debt, at an instant (L-037 to L-042, rule 5.1.11).</summary>
/// <param name="Collected">"Total number of points collected": all credits less what was taken back of earned points.</param>
/// <param name="Expired">"Total Expired Points".</param>
/// <param name="ExpiringIn30Days">"In next 30 days expiring points", locked ones included.</param>
/// <param name="Locked">"Total Locked Points".</param>
/// <param name="Redeemable">"Total Redeemable Points".</param>
/// <param name="Debt">What later credits repay first; positive or zero.</param>
/// <param name="At">The instant at which they hold.</param>
public sealed record Figures(
    Points Collected,
    Points Expired,
    Points ExpiringIn30Days,
    Points Locked,
    Points Redeemable,
    Points Debt,
    Instant At)
{
    /// <summary>How far "In next 30 days expiring points" looks ahead.</summary>
    internal static readonly Duration Soon = Duration.FromDays(30);

    /// <summary>"Total Points": redeemable and locked points (L-040).</summary>
    public Points Total => Locked + Redeemable;

    /// <summary>Total points less debt: what a list shows in one number.</summary>
    public Points Balance => Total - Debt;

    /// <summary>One of them by its name.</summary>
    public Points Of(Figure figure) => figure switch
    {
        Figure.Collected => Collected,
        Figure.Expired => Expired,
        Figure.Expiring => ExpiringIn30Days,
        Figure.Total => Total,
        Figure.Locked => Locked,
        Figure.Redeemable => Redeemable,
        Figure.Debt => Debt,
        _ => throw new ArgumentOutOfRangeException(nameof(figure)),
    };
}
