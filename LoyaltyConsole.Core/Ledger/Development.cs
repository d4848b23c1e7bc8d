using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>How far apart the points of a development lie.</summary>
public enum DevelopmentStep
{
    /// <summary>A point a day.</summary>
    Day,

    /// <summary>A point a week, from Monday.</summary>
    Week,

    /// <summary>A point a month.</summary>
    Month,
}

/// <summary>Which part of a development is asked for.</summary>
/// <param name="From">The first local day; null for the first day on which something happened.</param>
/// <param name="To">The last local day; null or a day to come for today.</param>
/// <param name="Step">How far apart the points lie; a longer step is taken where there would be more than <see cref="MostPoints"/>.</param>
public sealed record DevelopmentQuery(LocalDate? From, LocalDate? To, DevelopmentStep Step)
{
    /// <summary>The most points of one development; what lies before them is in the first.</summary>
    public const int MostPoints = 400;
}

/// <summary>How an account has developed (E-027), and how well its points are used (E-032).</summary>
/// <param name="Step">How far apart the points lie.</param>
/// <param name="Before">The balance before the first point's time.</param>
/// <param name="Points">The points in the order of time; none where nothing has happened yet.</param>
/// <param name="Redeemed">Points spent so far, less what was given back of them.</param>
/// <param name="UtilisationRate">Redeemed points over collected ones; null where nothing is collected.</param>
public sealed record Development(
    DevelopmentStep Step, Points Before, IReadOnlyList<DevelopmentPoint> Points, Points Redeemed, decimal? UtilisationRate);

/// <summary>A day, week or month of an account.</summary>
/// <param name="From">Its first local day.</param>
/// <param name="To">Its last local day; today for the current one.</param>
/// <param name="Credited">What was credited or given back.</param>
/// <param name="Deducted">What was deducted, negative.</param>
/// <param name="Balance">Total points less debt at its end, or now for the current one.</param>
public sealed record DevelopmentPoint(LocalDate From, LocalDate To, Points Credited, Points Deducted, Points Balance);

/// <summary>What time alone will do to an account.</summary>
public enum FutureChangeKind
{
    /// <summary>A redemption whose coupon code nobody used is void, and its points come back (L-069).</summary>
    Returns,

    /// <summary>Locked points can be redeemed (E-030).</summary>
    Unlocks,

    /// <summary>Unlocked points repay debt (rule 5.4.7).</summary>
    RepaysDebt,

    /// <summary>Points that run out cover a deduction that had touched no credit (rule 5.1.7).</summary>
    CoversDeduction,

    /// <summary>Points run out (rule 5.5.5).</summary>
    Expires,
}

/// <summary>A change that time alone will bring, as far as nothing is booked until then (E-030).</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Points">How many points, positive.</param>
/// <param name="Count">How many credits, debts or coupons are in it.</param>
/// <param name="From">Where they come from; at most <see cref="MostSources"/>.</param>
/// <param name="Redeemable">"Total Redeemable Points" after everything that happens at that instant.</param>
public sealed record FutureChange(
    Instant At, FutureChangeKind Kind, Points Points, int Count, IReadOnlyList<Source> From, Points Redeemable)
{
    /// <summary>How many origins of one change are named.</summary>
    public const int MostSources = 3;
}

/// <summary>What time alone will do to an account, the next first.</summary>
/// <param name="Changes">At most about <see cref="MostChanges"/>.</param>
/// <param name="HasMore">Whether more follow after them.</param>
public sealed record FutureChanges(IReadOnlyList<FutureChange> Changes, bool HasMore)
{
    /// <summary>After as many changes no further instant is looked at.</summary>
    public const int MostChanges = 60;
}
