using NodaTime;

namespace LoyaltyConsole.Core.Programme;

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

    /// <summary>Whether a manual deduction may go beyond the balance and create debt (rule 5.1.6, T12).</summary>
    public bool AllowsNegativeBalance { get; set; }

    /// <summary>Whether this is the made-up programme, whose demo sign-ins are printed at the start.</summary>
    public bool IsDemo { get; set; }

    /// <summary>The programme's clock rules.</summary>
    public ProgrammeTime Time => _time ??= new ProgrammeTime(DateTimeZoneProviders.Tzdb[ZoneId]);

    private ProgrammeTime? _time;
}
