using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>Why something happened to a customer's level. The numbers are stored; never reuse one.</summary>
public enum TierCause
{
    /// <summary>The qualifying points met a threshold (rule 5.6.2).</summary>
    Reached = 1,

    /// <summary>An evaluation found too few qualifying points (rule 5.6.2).</summary>
    Missed = 2,

    /// <summary>An evaluation found too few, and the grace period began (rule 5.6.5).</summary>
    GraceBegun = 3,

    /// <summary>The missing points came within the grace period.</summary>
    GraceKept = 4,

    /// <summary>A person changed the level or its lock (S-033).</summary>
    ByHand = 5,

    /// <summary>The lock's end date had come (rule 5.6.6).</summary>
    LockLapsed = 6,
}

/// <summary>One line of a customer's history of levels: what happened, why, and the numbers (rule 5.6.8). Never edited.</summary>
public sealed class TierChange
{
    /// <summary>The longest internal note.</summary>
    public const int NoteLength = 2_000;

    /// <summary>The consecutive id.</summary>
    public long Id { get; internal set; }

    /// <summary>Whose level.</summary>
    public CustomerId CustomerId { get; internal set; }

    /// <summary>When it acts: an evaluation at the instant at which it was due, however late it was carried out.</summary>
    public Instant At { get; internal init; }

    /// <summary>The level before.</summary>
    public TierId FromId { get; internal init; }

    /// <summary>What that level was called.</summary>
    public required string FromName { get; init; }

    /// <summary>The level after; the same where only the lock or the grace period is meant.</summary>
    public TierId ToId { get; internal init; }

    /// <summary>What that level was called.</summary>
    public required string ToName { get; init; }

    /// <summary>Why.</summary>
    public TierCause Cause { get; internal init; }

    /// <summary>The qualifying points at that instant.</summary>
    public Points Qualifying { get; internal init; }

    /// <summary>The threshold that they met or missed.</summary>
    public Points Threshold { get; internal init; }

    /// <summary>The lock afterwards.</summary>
    public TierLock Lock { get; internal init; }

    /// <summary>Until when that lock, or a grace period that began, lasts; null for no end.</summary>
    public Instant? Until { get; internal init; }

    /// <summary>Who did it; null where the programme did.</summary>
    public string? Actor { get; internal init; }

    /// <summary>"Internal notes" (S-031).</summary>
    public string? Note { get; internal init; }

    /// <summary>The recalculation that found it; null where a booking or a person did.</summary>
    public long? RunId { get; internal init; }

    /// <summary>The key of the command, which is carried out once.</summary>
    internal Guid? CommandKey { get; init; }

    /// <summary>The hash of the command's content, by which the same key with another content is refused.</summary>
    internal byte[]? Fingerprint { get; init; }
}

/// <summary>The columns by which the history of levels can be sorted (L-010).</summary>
public enum TierChangeSort
{
    /// <summary>By when it acts.</summary>
    At,

    /// <summary>By the level before.</summary>
    From,

    /// <summary>By the level after.</summary>
    To,

    /// <summary>By why.</summary>
    Cause,

    /// <summary>By the qualifying points.</summary>
    Points,

    /// <summary>By who did it.</summary>
    Actor,
}

/// <summary>Which lines of the history are shown, and in which order.</summary>
/// <param name="Text">Part of a level's name, of a note or of who did it.</param>
/// <param name="Sort">By which column.</param>
/// <param name="Descending">In which direction.</param>
public sealed record TierChangeQuery(string? Text = null, TierChangeSort Sort = TierChangeSort.At, bool Descending = true);

/// <summary>That a level's entry rewards were given to a customer, which happens once in a qualifying cycle (rule 5.6.7).</summary>
internal sealed class TierGrant
{
    public CustomerId CustomerId { get; init; }

    public TierId TierId { get; init; }

    /// <summary>The number of the cycle, counted from enrolment or by calendar.</summary>
    public int Cycle { get; init; }

    public Instant At { get; init; }

    public Points Points { get; init; }
}

/// <summary>A recalculation that looked at somebody.</summary>
internal sealed class TierRun
{
    public long Id { get; set; }

    /// <summary>The instant from which the next one goes on.</summary>
    public Instant At { get; init; }

    /// <summary>When it had looked at everybody; null while it runs, or where it was ended.</summary>
    public Instant? EndedAt { get; set; }

    /// <summary>The rules that it went by; where they have changed since, the next one looks at everybody.</summary>
    public required string Rules { get; init; }

    /// <summary>The last that looked at everybody; null where there was none.</summary>
    public static TierRun? Last(Reads reads) => reads.Query(
        "SELECT At, Rules FROM TierRuns WHERE EndedAt IS NOT NULL ORDER BY Id DESC LIMIT 1",
        row => new TierRun { At = Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), Rules = row.GetString(1) }).SingleOrDefault();

    /// <summary>Whether it went by these rules.</summary>
    public bool IsBy(TierRules rules) => string.Equals(Rules, rules.Stamp, StringComparison.Ordinal);
}
