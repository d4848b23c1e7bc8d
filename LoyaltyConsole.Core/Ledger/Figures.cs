using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

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
    /// <summary>"Total Points": redeemable and locked points (L-040).</summary>
    public Points Total => Locked + Redeemable;

    /// <summary>Total points less debt: what a list shows in one number.</summary>
    public Points Balance => Total - Debt;
}
