using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>Walks once through what a customer did, and notes which journey was entered when, and which they are in now.</summary>
internal sealed class JourneyCourse(ProgrammeTime time, Instant now)
{
    // No month is shorter, so whoever ordered within so many days has not lapsed, and no calendar has to be asked.
    private static readonly Duration Surely = Duration.FromDays(28 * CustomerJourneys.LapsedMonths);

    private static readonly Duration RunningOut = Duration.FromDays(CustomerJourneys.RunningOutDays);

    private readonly Dictionary<JourneyKind, List<JourneyEntry>> _entries = [];
    private readonly HashSet<JourneyKind> _inside = [];

    /// <summary>The journeys that were entered, in no order.</summary>
    /// <param name="takesPart">Whether the customer is in the programme; whoever has left it is in no journey.</param>
    public IEnumerable<Journey> Told(bool takesPart) => _entries.Select(journey => new Journey(
        journey.Key, journey.Value.Count, journey.Value[^1].At, takesPart && _inside.Contains(journey.Key),
        [.. journey.Value.AsEnumerable().Reverse().Take(CustomerJourneys.EntriesTold)]));

    /// <summary>Orders, the earliest first, beside when the customer joined and came back.</summary>
    public void Buy(Instant enrolledAt, IReadOnlyList<Instant> rejoined, IReadOnlyList<(Instant At, OrderId Id)> orders)
    {
        Enter(JourneyKind.Welcome, new JourneyEntry(enrolledAt, JourneyCause.Enrolled));
        foreach (var at in rejoined)
        {
            Enter(JourneyKind.Welcome, new JourneyEntry(at, JourneyCause.Rejoined));
        }

        if (rejoined.Count == 0 ? orders.Count == 0 : orders.Count == 0 || orders[^1].At < rejoined[^1])
        {
            _inside.Add(JourneyKind.Welcome);
        }

        JourneyKind? stage = null;
        Instant? last = null;
        foreach (var (at, id) in orders)
        {
            var lapsed = last is { } before && LapseOf(before) is { } lapse && lapse <= at ? lapse : (Instant?)null;
            if (lapsed is { } since)
            {
                Enter(JourneyKind.Lapsed, new JourneyEntry(since, JourneyCause.NoOrder, Other: last));
            }

            (JourneyKind Stage, JourneyCause? Cause) entered = (stage, lapsed) switch
            {
                (null, _) => (JourneyKind.FirstPurchase, JourneyCause.FirstOrder),
                (_, not null) => (JourneyKind.WonBack, JourneyCause.OrderAfterLapse),
                (JourneyKind.FirstPurchase, _) => (JourneyKind.RepeatBuyer, JourneyCause.SecondOrder),
                (JourneyKind.WonBack, _) => (JourneyKind.RepeatBuyer, JourneyCause.SecondOrderSinceWonBack),
                _ => (JourneyKind.RepeatBuyer, null),
            };
            stage = entered.Stage;
            if (entered.Cause is { } cause)
            {
                Enter(entered.Stage, new JourneyEntry(at, cause, id, lapsed is null ? null : last));
            }

            last = at;

            // The calendar is asked only where it matters.
            Instant? LapseOf(Instant before) => at - before < Surely ? null : Lapse(before);
        }

        if (last is { } latest && Lapse(latest) is var end && end <= now)
        {
            Enter(JourneyKind.Lapsed, new JourneyEntry(end, JourneyCause.NoOrder, Other: latest));
            stage = JourneyKind.Lapsed;
        }

        if (stage is { } current)
        {
            _inside.Add(current);
        }
    }

    /// <summary>A rise in level, the earliest first.</summary>
    public void Rise(Instant at, string level, bool byHand) =>
        Enter(JourneyKind.LevelReached, new JourneyEntry(at, byHand ? JourneyCause.LevelGiven : JourneyCause.LevelReached, Level: level));

    /// <summary>Whether the customer is above the base level.</summary>
    public void StandAboveBase() => _inside.Add(JourneyKind.LevelReached);

    /// <summary>Points that were there to their end, or are there now, by that end, the earliest first. Times that overlap are one.</summary>
    public void RunOut(IEnumerable<(Instant EarnedAt, Instant ValidUntil)> lots)
    {
        Instant? until = null;
        foreach (var (begins, ends) in lots.Select(lot => (Begins: Instant.Max(lot.EarnedAt, lot.ValidUntil - RunningOut), Ends: lot.ValidUntil))
            .Where(lot => lot.Begins <= now).OrderBy(lot => lot.Begins))
        {
            if (until is null || begins >= until)
            {
                Enter(JourneyKind.PointsRunningOut, new JourneyEntry(begins, JourneyCause.PointsEnd, Other: ends));
            }

            until = until is { } known ? Instant.Max(known, ends) : ends;
        }

        if (until > now)
        {
            _inside.Add(JourneyKind.PointsRunningOut);
        }
    }

    /// <summary>The birthdays since the customer joined; one on 29 February is on the 28th of a common year.</summary>
    public void Celebrate(LocalDate birthday, Instant enrolledAt)
    {
        var (joined, today) = (time.Today(enrolledAt), time.Today(now));
        for (var year = joined.Year; year <= today.Year; year++)
        {
            var day = birthday.PlusYears(year - birthday.Year);
            if (day >= joined && day <= today && day > birthday)
            {
                Enter(JourneyKind.Birthday, new JourneyEntry(time.StartOf(day), JourneyCause.Birthday));
            }

            if (day == today && day > birthday)
            {
                _inside.Add(JourneyKind.Birthday);
            }
        }
    }

    // At the end of the local day, as everything that lasts for months.
    private Instant Lapse(Instant order) => time.ValidUntil(order, CustomerJourneys.LapsedMonths);

    private void Enter(JourneyKind kind, JourneyEntry entry)
    {
        if (!_entries.TryGetValue(kind, out var entries))
        {
            _entries[kind] = entries = [];
        }

        entries.Add(entry);
    }
}
