using System.Globalization;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>The levels, and the settings by which they are reached, kept and lost (rule 5.6).</summary>
/// <param name="settings">The programme's settings.</param>
/// <param name="levels">All levels from the lowest.</param>
internal sealed class TierRules(ProgrammeSettings settings, IReadOnlyList<Tier> levels)
{
    private static readonly LocalDate CalendarBegins = new(2000, 1, 1);

    // The last answers: a recalculation asks the same of thousands.
    private (Instant Of, Instant Since) _window;
    private (LocalDate Begins, Instant At, Instant End) _period;

    public IReadOnlyList<Tier> Levels => levels;

    /// <summary>Whether locked points qualify before they unlock (rule 5.2.4).</summary>
    public bool LockedPointsQualify => settings.LockedPointsQualify;

    /// <summary>The kinds of reason whose manual entries qualify, as SQL lists them (rule 5.6.1).</summary>
    public string QualifyingReasons => string.Join(", ", Enum.GetValues<ReasonKind>().Where(Qualifies).Select(reason => (int)reason));

    public ProgrammeSettings Settings => settings;

    /// <summary>Whatever, when it changes, may let somebody qualify who was not looked at since.</summary>
    public string Stamp => string.Create(
        CultureInfo.InvariantCulture,
        $"{settings.TierMonths} {settings.LockedPointsQualify} {settings.GoodwillQualifies} {string.Join(' ', levels.Select(level => $"{level.Id.Value}:{level.Threshold}"))}");

    /// <summary>All levels from the lowest.</summary>
    public static List<Tier> Read(Reads reads) => reads.Query(
        "SELECT Id, Name, Rank, Threshold, EntryPoints, EntryMonths, Version FROM Tiers ORDER BY Rank",
        row => new Tier
        {
            Id = new TierId(row.GetInt64(0)),
            Name = row.GetString(1),
            Rank = row.GetInt32(2),
            Threshold = new Points(row.GetInt64(3)),
            EntryPoints = new Points(row.GetInt64(4)),
            EntryMonths = (int?)row.LongOrNull(5),
            Version = row.GetInt32(6),
        });

    public Tier Of(TierId id) => levels.First(level => level.Id == id);

    /// <summary>The next level above; null at the top.</summary>
    public Tier? Above(Tier level) => levels.FirstOrDefault(other => other.Rank > level.Rank);

    /// <summary>The level that so many qualifying points reach.</summary>
    public Tier Deserved(Points qualifying) => levels.Last(level => level.Threshold <= qualifying || level.Rank == 0);

    /// <summary>Whether so many qualifying points raise a customer: above the level, and above what a person who set it saw (rule 5.6.6).</summary>
    public bool Rises(TierStanding standing, Points qualifying)
    {
        var deserved = Deserved(qualifying).Rank;
        return deserved > Of(standing.Tier).Rank && (standing.HeldAt is not { } held || deserved > Deserved(held).Rank);
    }

    /// <summary>Where a customer goes who missed the level (rule 5.6.4).</summary>
    public Tier Below(Tier level, Points qualifying) => settings.TierDescent switch
    {
        TierDescent.OneDown => levels.Last(other => other.Rank < level.Rank),
        TierDescent.BalanceBased => Deserved(qualifying),
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    /// <summary>The first instant whose points still qualify at the given one: the start of the local day so many months before.</summary>
    public Instant Since(Instant at)
    {
        if (_window.Of != at || _window.Since == default)
        {
            _window = (at, settings.Time.StartOf(settings.Time.Today(at).PlusMonths(-settings.TierMonths)));
        }

        return _window.Since;
    }

    /// <summary>Whether a manual entry for such a reason qualifies (rule 5.6.1).</summary>
    public bool Qualifies(ReasonKind reason) => reason switch
    {
        ReasonKind.Reward or ReasonKind.CorrectionOfEarning => true,
        ReasonKind.Goodwill => settings.GoodwillQualifies,
        ReasonKind.ReturnOfRedemption or ReasonKind.ManualExpiry => false,
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>
    /// The instants after one and up to another at which time alone may let somebody qualify: points unlock, or a
    /// deduction leaves the window.
    /// </summary>
    public IEnumerable<Instant> Moves(IEnumerable<QualifyingPoints> points, Instant after, Instant until) => points
        .Where(part => part.Unlocks || part.Points < Points.Zero)
        .Select(part => part.Points < Points.Zero ? LeavesAt(part.At) : part.At)
        .Where(at => at > after && at <= until);

    /// <summary>The end of the first period of a level after the instant (rule 5.6.3).</summary>
    public Instant DueAfter(TierStanding standing, Instant at)
    {
        var time = settings.Time;
        var begins = settings.TierPeriod switch
        {
            TierPeriod.TierStart => time.Today(standing.Since),
            TierPeriod.ProgrammeJoin => time.Today(standing.EnrolledAt),

            // The end of the day before it: periods by calendar end at midnight on their first day.
            TierPeriod.Calendar => CalendarBegins,
            _ => throw new ArgumentOutOfRangeException(nameof(standing)),
        };
        if (_period.Begins != begins || _period.At != at || _period.End == default)
        {
            _period = (begins, at, EndOfPeriod(begins, at));
        }

        return _period.End;
    }

    private Instant EndOfPeriod(LocalDate begins, Instant at)
    {
        var time = settings.Time;
        for (var period = Math.Max(1, Periods(begins, time.Today(at)) - 1); ; period++)
        {
            // Counted from the beginning each time, so that the 31st does not wear down to the 28th.
            var day = begins.PlusMonths(period * settings.TierMonths);
            var end = settings.TierPeriod == TierPeriod.Calendar ? time.StartOf(day) : time.EndOf(day);
            if (end > at)
            {
                return end;
            }
        }
    }

    /// <summary>Until when a level is kept that was missed at the instant; null where there is no grace (rule 5.6.5).</summary>
    public Instant? KeptUntil(Instant missedAt) => settings.TierGraceDays == 0
        ? null
        : settings.Time.EndOf(settings.Time.Today(missedAt - Duration.FromMilliseconds(1)).PlusDays(settings.TierGraceDays));

    /// <summary>When a lock ends whose last day is given; null for never.</summary>
    public Instant? LockedUntil(LocalDate? lastDay) => lastDay is { } day ? settings.Time.EndOf(day) : null;

    /// <summary>Where a customer stands whose level or lock a person changes (rule 5.6.6).</summary>
    public TierStanding Ordered(TierStanding standing, TierId to, TierLock @lock, Instant? until, Points qualifying, Instant now)
    {
        var locked = standing with { Lock = @lock, LockedUntil = until };
        if (to == standing.Tier)
        {
            // What came due under a lock that is taken away or loosened is evaluated as of now, and whoever came to deserve
            // more under it rises now.
            var isDue = standing.DueAt < now || (standing.Lock == TierLock.Full && Rises(standing, qualifying));
            return @lock != TierLock.Full && standing.Lock != TierLock.None && isDue ? locked with { DueAt = now } : locked;
        }

        // The base level is evaluated too where the points deserve more than a person gave.
        var moved = locked with { Tier = to, Since = now, KeptUntil = null, HeldAt = qualifying };
        return moved with { DueAt = to == Tier.Base && Deserved(qualifying).Rank == 0 ? null : DueAfter(moved, now) };
    }

    /// <summary>The number of the qualifying cycle, within which a level's entry rewards are given once (rule 5.6.7).</summary>
    public int Cycle(TierStanding standing, Instant at) => Periods(
        settings.TierPeriod == TierPeriod.Calendar ? CalendarBegins : settings.Time.Today(standing.EnrolledAt),
        settings.Time.Today(at));

    // The first instant whose window begins after the given one.
    private Instant LeavesAt(Instant at)
    {
        var (time, months) = (settings.Time, settings.TierMonths);
        var day = time.Today(at);
        var leaves = day.PlusMonths(months).PlusDays(1);
        while (leaves.PlusMonths(-months) <= day)
        {
            leaves = leaves.PlusDays(1);
        }

        return time.StartOf(leaves);
    }

    private int Periods(LocalDate from, LocalDate to) =>
        (int)Math.Floor(Period.Between(from, to, PeriodUnits.Months).Months / (double)settings.TierMonths);
}
