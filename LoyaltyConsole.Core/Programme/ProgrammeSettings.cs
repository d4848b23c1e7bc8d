using LoyaltyConsole.Core.Outbox;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>How far a credit note may go when the points are spent already (rule 5.4.5). The numbers are stored.</summary>
public enum ReturnsPolicy
{
    /// <summary>Only what is still locked of the order's own points.</summary>
    OnlyPending = 1,

    /// <summary>What the balance holds, never debt.</summary>
    WithinBalance = 2,

    /// <summary>Everything; what is missing becomes debt.</summary>
    Unlimited = 3,
}

/// <summary>From when a level's period counts, after which it is evaluated (rule 5.6.3). The numbers are stored.</summary>
public enum TierPeriod
{
    /// <summary>From the day on which the level was reached or kept.</summary>
    TierStart = 1,

    /// <summary>From the anniversary of joining the programme.</summary>
    ProgrammeJoin = 2,

    /// <summary>By calendar, from 1 January.</summary>
    Calendar = 3,
}

/// <summary>How far down an evaluation goes (rule 5.6.4). The numbers are stored.</summary>
public enum TierDescent
{
    /// <summary>One level at a time.</summary>
    OneDown = 1,

    /// <summary>To the level that the qualifying points deserve.</summary>
    BalanceBased = 2,
}

/// <summary>The programme's settings as they are now; none of them acts on what is already booked (rule 5.1.9).</summary>
public sealed class ProgrammeSettings
{
    /// <summary>The only row of its table.</summary>
    internal const int OnlyId = 1;

    internal int Id { get; private set; } = OnlyId;

    /// <summary>What the programme calls itself.</summary>
    public required string Name { get; set; }

    /// <summary>How many decimals points have, 0 to 2 (D2).</summary>
    public int Decimals { get; set; }

    /// <summary>The IANA zone in which days begin and end (rule 5.5.1).</summary>
    public required string ZoneId { get; set; }

    /// <summary>The ISO 4217 currency of orders that name none.</summary>
    public required string Currency { get; set; }

    /// <summary>The calling code that a phone number in national spelling belongs to, for instance 49.</summary>
    public required string CallingCode { get; set; }

    /// <summary>The language, en or de, in which customers are written to who have none of their own.</summary>
    public string Language { get; set; } = SpokenLanguage.English;

    /// <summary>Whether a manual deduction may go beyond the balance and create debt (rule 5.1.6, T12).</summary>
    public bool AllowsNegativeBalance { get; set; }

    /// <summary>The longest name of the unit.</summary>
    public const int UnitLength = 40;

    /// <summary>The unit's English name for one.</summary>
    public string UnitEn { get; set; } = "point";

    /// <summary>The unit's English name for several.</summary>
    public string UnitsEn { get; set; } = "points";

    /// <summary>The unit's German name for one.</summary>
    public string UnitDe { get; set; } = "Punkt";

    /// <summary>The unit's German name for several.</summary>
    public string UnitsDe { get; set; } = "Punkte";

    /// <summary>How many stamps fill a card; null where the programme has no cards.</summary>
    public int? StampsPerCard { get; set; }

    /// <summary>How far a credit note may go (rule 5.4.5).</summary>
    public ReturnsPolicy ReturnsPolicy { get; set; } = ReturnsPolicy.Unlimited;

    /// <summary>"Manual deductions unallocated": they touch no lot until one expires (D6, rule 5.1.7).</summary>
    public bool ManualDebitsUnallocated { get; set; }

    /// <summary>Minutes after which a coupon code that was not used is void (L-069).</summary>
    public int ReservationMinutes { get; set; } = 15;

    /// <summary>Months over which qualifying points count, and after which a level is evaluated (rule 5.6.3).</summary>
    public int TierMonths { get; set; } = 12;

    /// <summary>From when a level's period counts (rule 5.6.3).</summary>
    public TierPeriod TierPeriod { get; set; } = TierPeriod.TierStart;

    /// <summary>How far down an evaluation goes (rule 5.6.4).</summary>
    public TierDescent TierDescent { get; set; } = TierDescent.OneDown;

    /// <summary>Days between an evaluation and the drop that it brings (rule 5.6.5).</summary>
    public int TierGraceDays { get; set; }

    /// <summary>Whether locked points qualify before they unlock (rule 5.2.4).</summary>
    public bool LockedPointsQualify { get; set; }

    /// <summary>Whether goodwill qualifies (rule 5.6.1).</summary>
    public bool GoodwillQualifies { get; set; }

    /// <summary>Minutes during which one may undo one's own last act (X9); 0 for never.</summary>
    public int UndoMinutes { get; set; } = 10;

    /// <summary>Minutes between the approval of a merge and the merge, in which it can be cancelled (rule 5.7); 0 for at once.</summary>
    public int MergeDelayMinutes { get; set; }

    /// <summary>Whether staff spend a customer's points only with a code that the customer was sent .</summary>
    public bool SpendingNeedsCode { get; set; }

    /// <summary>Whether this is the made-up programme, whose demo sign-ins are printed at the start.</summary>
    public bool IsDemo { get; set; }

    /// <summary>From which guests' PINs are made (E-051); null until the database is prepared.</summary>
    internal byte[]? PinSecret { get; set; }

    /// <summary>Whether points of that many decimals are booked (D2). What was booked before keeps its own.</summary>
    public bool Books(Points points) => points == Points.Rounded(points.Value, Decimals);

    /// <summary>The programme's clock rules.</summary>
    public ProgrammeTime Time => _time ??= new ProgrammeTime(DateTimeZoneProviders.Tzdb[ZoneId]);

    /// <summary>When what a campaign pays at an instant runs out; null for never.</summary>
    internal Instant? ValidUntil(Campaign campaign, Instant at) =>
        campaign.ValidityMonths is { } months ? Time.ValidUntil(at, months) : null;

    private ProgrammeTime? _time;
}
