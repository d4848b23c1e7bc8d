using NodaTime;
using NodaTime.TimeZones;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The programme's one time zone, and the rules that turn local dates into instants.</summary>
/// <param name="zone">The zone in which the programme's days begin and end.</param>
public sealed class ProgrammeTime(DateTimeZone zone)
{
    // A gap moves forward; an overlap is settled in the customer's favour: the later instant
    // for an end, the earlier one for a lock (rule 5.5.3).
    private static readonly ZoneLocalMappingResolver Later =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnForwardShifted);

    private static readonly ZoneLocalMappingResolver Earlier =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    /// <summary>The zone in which the programme's days begin and end.</summary>
    public DateTimeZone Zone { get; } = zone;

    /// <summary>The local date and time of an instant.</summary>
    public LocalDateTime Local(Instant instant) => instant.InZone(Zone).LocalDateTime;

    /// <summary>The local date of an instant.</summary>
    public LocalDate Today(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>A local date and time as a file or a person gives it.</summary>
    public Instant At(LocalDateTime local) => local.InZone(Zone, Earlier).ToInstant();

    /// <summary>The first instant of a local day.</summary>
    public Instant StartOf(LocalDate date) => Zone.AtStartOfDay(date).ToInstant();

    /// <summary>The exclusive end of a local day: the next local midnight (rule 5.5.2).</summary>
    public Instant EndOf(LocalDate date) => StartOf(date.PlusDays(1));

    /// <summary>"Redeemable After": the chosen date at the current time of day (L-076, rule 5.5.3).</summary>
    public Instant LockedUntil(LocalDate date, Instant now) => (date + Local(now).TimeOfDay).InZone(Zone, Earlier).ToInstant();

    /// <summary>"Valid Up To": the chosen date at the current time of day (L-077, rule 5.5.3).</summary>
    public Instant ValidUntil(LocalDate date, Instant now) => (date + Local(now).TimeOfDay).InZone(Zone, Later).ToInstant();

    /// <summary>The end of the local day that lies the given months after the earning (rules 5.5.2 and 5.5.4).</summary>
    public Instant ValidUntil(Instant earnedAt, int months) => EndOf(Today(earnedAt).PlusMonths(months));
}
