using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>
/// One customer's level in memory, and the rules that move it (rule 5.6). It knows no database: bookings, the
/// recalculation, its rehearsal and the forecast all run through it, so that they cannot disagree.
/// </summary>
/// <param name="rules">The levels and settings.</param>
/// <param name="standing">Where the customer stands.</param>
/// <param name="points">What qualifies and when, at least over the windows that are looked at.</param>
/// <param name="unseen">The past instants at which time let points qualify and at which nobody may have looked.</param>
internal sealed class TierCourse(
    TierRules rules, TierStanding standing, IReadOnlyList<QualifyingPoints> points, params IReadOnlyList<Instant> unseen)
{
    private readonly List<TierStep> _steps = [];

    public TierStanding Standing { get; private set; } = standing;

    /// <summary>What happened, in the order of time.</summary>
    public IReadOnlyList<TierStep> Steps => _steps;

    public Tier Level => rules.Of(Standing.Tier);

    /// <summary>The qualifying points at an instant.</summary>
    public Points QualifyingAt(Instant at) => Qualifying(at, bookedBy: Instant.MaxValue);

    /// <summary>When points come to qualify after an instant; after now those are unlocks.</summary>
    public IEnumerable<Instant> QualifyAfter(Instant at) => PendingAfter(at).Select(part => part.At);

    /// <summary>What comes to qualify after an instant.</summary>
    public IEnumerable<QualifyingPoints> PendingAfter(Instant at) => points.Where(part => part.At > at);

    /// <summary>The instants after one and up to another at which time alone may let the customer qualify.</summary>
    public IEnumerable<Instant> Moves(Instant after, Instant until) => rules.Moves(points, after, until);

    /// <summary>A copy with which the future can be tried.</summary>
    public TierCourse Copy(TierStanding? from = null) => new(rules, from ?? Standing, points);

    /// <summary>A copy with points that are not booked yet.</summary>
    public TierCourse With(params IEnumerable<QualifyingPoints> more) => new(rules, Standing, [.. points, .. more]);

    /// <summary>Lets time act up to now, as if somebody had looked at each instant at which it did.</summary>
    public void CatchUp(Instant now) => AdvanceTo(now, [.. unseen, now]);

    /// <summary>
    /// Lets time act up to the instant: locks end and levels are evaluated, each when it was due, and whoever qualifies
    /// is raised.
    /// </summary>
    /// <param name="until">Up to when, inclusive.</param>
    /// <param name="looks">The instants at which somebody may have come to qualify.</param>
    public void AdvanceTo(Instant until, params IEnumerable<Instant> looks)
    {
        var left = new Queue<Instant>(looks.Where(look => look <= until).Distinct().Order());

        // A level from before there were evaluations.
        if (Level.Rank > 0 && Standing.DueAt is null)
        {
            Standing = Standing with { DueAt = rules.DueAfter(Standing, until) };
        }

        while (Next(left, until) is { } at)
        {
            Pass(at);
        }
    }

    private Instant? Next(Queue<Instant> looks, Instant until)
    {
        var next = looks.TryPeek(out var look) ? look : (Instant?)null;
        if (Standing.Lock != TierLock.None && Standing.LockedUntil is { } end && end <= until && (next is null || end < next))
        {
            next = end;
        }

        if (Standing.Lock != TierLock.Full && Standing.DueAt is { } due && due <= until && (next is null || due < next))
        {
            next = due;
        }

        while (looks.TryPeek(out look) && look <= next)
        {
            looks.Dequeue();
        }

        return next;
    }

    private void Pass(Instant at)
    {
        if (Standing.Lock != TierLock.None && Standing.LockedUntil <= at)
        {
            // What came due under the lock is evaluated when it ends, not as if there had been none.
            var due = Standing.DueAt < at ? at : Standing.DueAt;
            Standing = Standing with { Lock = TierLock.None, LockedUntil = null, DueAt = due };
            Note(at, TierCause.LockLapsed, Level, QualifyingAt(at), Level.Threshold);
        }

        if (Standing.Lock == TierLock.Full)
        {
            return;
        }

        if (Standing.DueAt <= at)
        {
            Evaluate(at, QualifyingAt(at));
            return;
        }

        Look(at, Qualifying(at, bookedBy: at));
    }

    private Points Qualifying(Instant at, Instant bookedBy)
    {
        var since = rules.Since(at);
        var sum = Points.Zero;
        foreach (var part in points)
        {
            if (part.At >= since && part.At <= at && (part.BookedAt is null || part.BookedAt <= bookedBy))
            {
                sum += part.Points;
            }
        }

        return sum;
    }

    private void Look(Instant at, Points qualifying)
    {
        var deserved = rules.Deserved(qualifying);
        if (rules.Rises(Standing, qualifying))
        {
            Raise(at, deserved, qualifying);
        }
        else if (Standing.KeptUntil is not null && deserved.Rank >= Level.Rank)
        {
            Keep(at, qualifying);
        }
    }

    private void Evaluate(Instant at, Points qualifying)
    {
        Standing = Standing with { HeldAt = null, LastEvaluatedAt = at };
        var (level, deserved) = (Level, rules.Deserved(qualifying));
        if (deserved.Rank > level.Rank)
        {
            Raise(at, deserved, qualifying);
            return;
        }

        if (deserved.Rank == level.Rank)
        {
            Keep(at, qualifying);
            return;
        }

        if (Standing.Lock == TierLock.Floor)
        {
            // Nothing falls under the lock; what it holds up is evaluated when it ends.
            Standing = Standing with { DueAt = Standing.LockedUntil ?? rules.DueAfter(Standing, at), KeptUntil = null };
            return;
        }

        if (Standing.KeptUntil is null && rules.KeptUntil(at) is { } kept)
        {
            Standing = Standing with { KeptUntil = kept, DueAt = kept };
            Note(at, TierCause.GraceBegun, level, qualifying, level.Threshold, kept);
            return;
        }

        var below = rules.Below(level, qualifying);
        Enter(below, at);
        Note(at, TierCause.Missed, level, qualifying, level.Threshold);
    }

    private void Raise(Instant at, Tier to, Points qualifying)
    {
        var from = Level;
        Enter(to, at);
        Note(at, TierCause.Reached, from, qualifying, to.Threshold);
    }

    private void Keep(Instant at, Points qualifying)
    {
        var wasInGrace = Standing.KeptUntil is not null;
        Standing = Standing with { KeptUntil = null, DueAt = Level.Rank == 0 ? null : rules.DueAfter(Standing, at) };
        if (wasInGrace)
        {
            Note(at, TierCause.GraceKept, Level, qualifying, Level.Threshold);
        }
    }

    private void Enter(Tier level, Instant at)
    {
        Standing = Standing with { Tier = level.Id, Since = at, HeldAt = null, KeptUntil = null };
        Standing = Standing with { DueAt = level.Rank == 0 ? null : rules.DueAfter(Standing, at) };
    }

    private void Note(Instant at, TierCause cause, Tier from, Points qualifying, Points threshold, Instant? until = null) =>
        _steps.Add(new TierStep(at, cause, from, Level, qualifying, threshold, Standing.Lock, until ?? Standing.LockedUntil));
}
