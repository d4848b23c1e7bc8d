using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>What will become of a level by what is known now (X10).</summary>
/// <param name="Qualifying">The qualifying points now.</param>
/// <param name="Next">The next level above; null at the top.</param>
/// <param name="MissingForNext">What is missing for it.</param>
/// <param name="Outlook">What happens next if nothing more is earned; null where nothing will.</param>
/// <param name="Pending">Locked points that will qualify by then, the earliest first.</param>
public sealed record TierForecast(
    Points Qualifying, Tier? Next, Points MissingForNext, TierOutlook? Outlook, IReadOnlyList<TierPending> Pending)
{
    /// <summary>
    /// Whether a person set a lower level than the points deserve, so that it stays until the next evaluation or until
    /// more is reached than was deserved then.
    /// </summary>
    public bool IsHeld { get; init; }

    internal static TierForecast Of(TierRules rules, TierCourse course, Instant now)
    {
        var (standing, level) = (course.Standing, course.Level);
        var (qualifying, next) = (course.QualifyingAt(now), rules.Above(level));
        var moves = course.Moves(now, Instant.MaxValue).Distinct().Order().ToList();
        var evaluated = standing is { Lock: TierLock.Floor, DueAt: { } due, LockedUntil: { } end } ? Instant.Max(due, end) : standing.EvaluatedAt;
        var horizon = evaluated ?? (standing.Lock == TierLock.Full || moves.Count == 0 ? now : moves[^1]);

        var future = course.Copy();
        future.AdvanceTo(horizon, moves);
        if (future.Standing.KeptUntil is { } kept)
        {
            future.AdvanceTo(kept, moves);
        }

        var first = future.Steps.FirstOrDefault(step => step.From.Id != step.To.Id);
        TierOutlook? outlook = null;
        if (first is not null)
        {
            // Whoever is in the grace period is saved at once; else the evaluation is what counts.
            var counted = standing.KeptUntil is null ? evaluated ?? first.At : now;
            var missing = first.Cause == TierCause.Missed ? first.Threshold - course.QualifyingAt(counted) : Points.Zero;
            outlook = new TierOutlook(first.At, first.To, Points.Max(Points.Zero, missing), first.Qualifying, first.Threshold);
        }
        else if (evaluated is { } at && level.Rank > 0)
        {
            outlook = new TierOutlook(at, level, Points.Zero, course.QualifyingAt(at), level.Threshold);
        }

        var pending = course.PendingAfter(now).Where(part => outlook is null || part.At <= outlook.At).OrderBy(part => part.At);
        return new TierForecast(
            qualifying, next, next is null ? Points.Zero : Points.Max(Points.Zero, next.Threshold - qualifying), outlook,
            [.. pending.Select(part => new TierPending(part.At, part.Points))])
        {
            IsHeld = standing.HeldAt is { } held && rules.Deserved(held).Rank > level.Rank,
        };
    }
}

/// <summary>What happens to a level next.</summary>
/// <param name="At">When.</param>
/// <param name="To">The level from then on; the present one where it is kept.</param>
/// <param name="Missing">How many more points keep the level; 0 where it is kept, or where it rises.</param>
/// <param name="Qualifying">The qualifying points then.</param>
/// <param name="Threshold">What they met or missed.</param>
public sealed record TierOutlook(Instant At, Tier To, Points Missing, Points Qualifying, Points Threshold);

/// <summary>Points that are locked and will qualify.</summary>
/// <param name="At">When they unlock.</param>
/// <param name="Points">How many.</param>
public sealed record TierPending(Instant At, Points Points);
