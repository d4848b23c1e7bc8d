using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Tests.Model;

/// <summary>What holds a level against automatic change (rule 5.6.6).</summary>
internal enum ModelLock
{
    None,
    Full,
    Floor,
}

/// <summary>The levels' rules; those that a history begins with hold to its end.</summary>
internal sealed record ModelTierRules
{
    /// <summary>The levels from the lowest, which everybody starts at, with the qualifying points that they take.</summary>
    public static readonly IReadOnlyList<(string Name, decimal Threshold)> Levels = [("Member", 0m), ("Silver", 150m), ("Gold", 400m), ("Platinum", 900m)];

    public int Months { get; init; } = 12;

    public bool FallsAsFarAsDeserved { get; init; }

    public int GraceDays { get; init; }

    public bool GoodwillQualifies { get; init; }

    public bool LockedPointsQualify { get; init; }
}

/// <summary>Points that qualify from an instant on; negative where staff took some.</summary>
internal readonly record struct ModelQualifying(Instant At, decimal Points);

/// <summary>Something that happened to a level.</summary>
internal sealed record ModelTierStep(Instant At, string From, string To, string Cause);

/// <summary>
/// One customer's level (rule 5.6): it rises at once, and falls only when its period is over, one instant after the other.
/// </summary>
internal sealed class ModelTiers(ModelTierRules rules, DateTimeZone zone, Func<IEnumerable<ModelQualifying>> qualifying)
{
    private readonly List<ModelTierStep> _steps = [];
    private int _level;
    private Instant? _kept;
    private decimal _held = -1;

    public Instant Since { get; set; }

    public Instant? Due { get; private set; }

    public Instant? KeptUntil => _kept;

    public ModelLock Lock { get; private set; }

    public Instant? LockUntil { get; private set; }

    public string Level => ModelTierRules.Levels[_level].Name;

    public IReadOnlyList<ModelTierStep> Steps => _steps;

    /// <summary>What was earned from the local day so many months ago on, whatever became of it (rules 5.6.1 and 5.6.3).</summary>
    public decimal QualifyingAt(Instant at)
    {
        var since = zone.AtStartOfDay(at.InZone(zone).Date.PlusMonths(-rules.Months)).ToInstant();
        return qualifying().Where(part => part.At >= since && part.At <= at).Sum(part => part.Points);
    }

    /// <summary>The instants at which time alone can move the level.</summary>
    public IEnumerable<Instant> Ahead(Instant now) => new[] { Due, _kept, LockUntil }.OfType<Instant>()
        .Concat(qualifying().Select(part => part.At))
        .Concat(qualifying().Where(part => part.Points < 0).SelectMany(part => Leaving(part.At)))
        .Where(instant => instant > now);

    /// <summary>What has come due happens, then whoever qualifies rises, several levels at once if so (rule 5.6.2).</summary>
    public void Look(Instant now)
    {
        if (Lock != ModelLock.None && LockUntil <= now)
        {
            Note(now, _level, "LockLapsed");
            (Lock, LockUntil) = (ModelLock.None, null);
        }

        if (Lock == ModelLock.Full)
        {
            return;
        }

        if (_kept <= now || (_kept is null && Due <= now))
        {
            Evaluate(now);
        }

        Rise(now);
    }

    /// <summary>A person sets the level, or only its lock (S-028 to S-033).</summary>
    public ModelAnswer Change(int to, ModelLock strength, LocalDate? last, Instant now)
    {
        var until = strength == ModelLock.None || last is null ? (Instant?)null : EndOf(last.Value);
        if (until <= now)
        {
            return nameof(TierLockInThePast);
        }

        if (to == _level && strength == Lock && until == LockUntil)
        {
            return nameof(TierUnchanged);
        }

        Note(now, to, "ByHand");
        if (to != _level)
        {
            Enter(to, now);

            // Whoever deserves more than a person gave has it until the next evaluation, even on the lowest level.
            _held = QualifyingAt(now);
            Due = Deserved(_held) == 0 ? Due : EndOf(now.InZone(zone).Date.PlusMonths(rules.Months));
        }

        (Lock, LockUntil) = (strength, until);
        Look(now);
        return 0m;
    }

    private void Evaluate(Instant now)
    {
        _held = -1;

        if (Deserved(QualifyingAt(now)) > _level)
        {
            // Rises, which is more than to keep it.
            return;
        }

        // Nobody falls below the lowest, not even with more taken by staff than was earned.
        if (_level == 0 || QualifyingAt(now) >= ModelTierRules.Levels[_level].Threshold)
        {
            Keep(now);
            return;
        }

        if (Lock == ModelLock.Floor)
        {
            // What the lock holds up is evaluated when it ends (rule 5.6.6); no missing points have come.
            _kept = null;
            Keep(now);
            Due = LockUntil ?? Due;
            return;
        }

        Miss(now);
    }

    private void Miss(Instant now)
    {
        if (_kept is null && rules.GraceDays > 0)
        {
            // Whole days: an evaluation at midnight belongs to the day that ends.
            _kept = EndOf((now - Duration.FromMilliseconds(1)).InZone(zone).Date.PlusDays(rules.GraceDays));
            Note(now, _level, "GraceBegun");
            return;
        }

        var deserved = Deserved(QualifyingAt(now));
        var to = rules.FallsAsFarAsDeserved ? deserved : _level - 1;
        Note(now, to, "Missed");
        Enter(to, now);
    }

    // The period goes on from the day on which the level was reached, however long ago that is.
    private void Keep(Instant now)
    {
        if (_kept is not null)
        {
            Note(now, _level, "GraceKept");
        }

        _kept = null;
        Due = _level == 0 ? null : Due;
        for (var periods = 1; Due <= now; periods++)
        {
            Due = EndOf(Since.InZone(zone).Date.PlusMonths(periods * rules.Months));
        }
    }

    private void Rise(Instant now)
    {
        var points = QualifyingAt(now);
        var deserved = Deserved(points);
        if (deserved > _level && ModelTierRules.Levels[deserved].Threshold > _held)
        {
            Note(now, deserved, "Reached");
            Enter(deserved, now);
            return;
        }

        if (_kept is not null && points >= ModelTierRules.Levels[_level].Threshold)
        {
            Keep(now);
        }
    }

    private void Enter(int level, Instant now)
    {
        (_level, Since, _kept, _held) = (level, now, null, -1);
        Due = level == 0 ? null : EndOf(now.InZone(zone).Date.PlusMonths(rules.Months));
    }

    private void Note(Instant at, int to, string cause) => _steps.Add(new ModelTierStep(at, Level, ModelTierRules.Levels[to].Name, cause));

    private static int Deserved(decimal points) =>
        Enumerable.Range(0, ModelTierRules.Levels.Count).Last(level => level == 0 || ModelTierRules.Levels[level].Threshold <= points);

    private Instant EndOf(LocalDate day) => zone.AtStartOfDay(day.PlusDays(1)).ToInstant();

    // A month that is shorter than another makes several days possible for the same date so many months ago.
    private IEnumerable<Instant> Leaving(Instant at) => Enumerable.Range(1, 4)
        .Select(days => zone.AtStartOfDay(at.InZone(zone).Date.PlusMonths(rules.Months).PlusDays(days)).ToInstant());
}
