using System.Globalization;
using System.Reflection;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The programme's settings as a form shows and changes them; none acts on what is already booked (rule 5.1.9).</summary>
public sealed record ProgrammeRules
{
    /// <summary>What the programme calls itself.</summary>
    public string Name { get; init; } = "";

    /// <summary>The unit's English name for one.</summary>
    public string UnitEn { get; init; } = "";

    /// <summary>The unit's English name for several.</summary>
    public string UnitsEn { get; init; } = "";

    /// <summary>The unit's German name for one.</summary>
    public string UnitDe { get; init; } = "";

    /// <summary>The unit's German name for several.</summary>
    public string UnitsDe { get; init; } = "";

    /// <summary>How many stamps fill a card, 2 to 1,000; null where the programme has no cards.</summary>
    public int? StampsPerCard { get; init; }

    /// <summary>How many decimals points have, 0 to 2 (D2).</summary>
    public int Decimals { get; init; }

    /// <summary>The IANA zone in which days begin and end (rule 5.5.1).</summary>
    public string ZoneId { get; init; } = "";

    /// <summary>The ISO 4217 currency of orders that name none.</summary>
    public string Currency { get; init; } = "";

    /// <summary>The calling code of phone numbers in national spelling.</summary>
    public string CallingCode { get; init; } = "";

    /// <summary>The language, en or de, in which customers are written to who have none of their own.</summary>
    public string Language { get; init; } = SpokenLanguage.English;

    /// <summary>Whether a manual deduction may go beyond the balance (rule 5.1.6).</summary>
    public bool AllowsNegativeBalance { get; init; }

    /// <summary>"Manual deductions unallocated" (D6).</summary>
    public bool ManualDebitsUnallocated { get; init; }

    /// <summary>How far a credit note may go (rule 5.4.5).</summary>
    public ReturnsPolicy ReturnsPolicy { get; init; }

    /// <summary>Minutes after which an unused coupon code is void, 1 to 1,440 (L-069).</summary>
    public int ReservationMinutes { get; init; }

    /// <summary>Minutes during which one may undo one's own act, 0 to 1,440 (X9).</summary>
    public int UndoMinutes { get; init; }

    /// <summary>Minutes between the approval of a merge and the merge, 0 to 10,080 (rule 5.7).</summary>
    public int MergeDelayMinutes { get; init; }

    /// <summary>Whether staff spend a customer's points only with a code that the customer was sent (R-030).</summary>
    public bool SpendingNeedsCode { get; init; }

    /// <summary>Months over which qualifying points count, 1 to 120 (rule 5.6.3).</summary>
    public int TierMonths { get; init; }

    /// <summary>From when a level's period counts (rule 5.6.3).</summary>
    public TierPeriod TierPeriod { get; init; }

    /// <summary>How far down an evaluation goes (rule 5.6.4).</summary>
    public TierDescent TierDescent { get; init; }

    /// <summary>Days between an evaluation and the drop, 0 to 366 (rule 5.6.5).</summary>
    public int TierGraceDays { get; init; }

    /// <summary>Whether locked points qualify (rule 5.2.4).</summary>
    public bool LockedPointsQualify { get; init; }

    /// <summary>Whether goodwill qualifies (rule 5.6.1).</summary>
    public bool GoodwillQualifies { get; init; }

    /// <summary>The settings as they are.</summary>
    public static ProgrammeRules Of(ProgrammeSettings settings) => new()
    {
        Name = settings.Name,
        UnitEn = settings.UnitEn,
        UnitsEn = settings.UnitsEn,
        UnitDe = settings.UnitDe,
        UnitsDe = settings.UnitsDe,
        StampsPerCard = settings.StampsPerCard,
        Decimals = settings.Decimals,
        ZoneId = settings.ZoneId,
        Currency = settings.Currency,
        CallingCode = settings.CallingCode,
        Language = settings.Language,
        AllowsNegativeBalance = settings.AllowsNegativeBalance,
        ManualDebitsUnallocated = settings.ManualDebitsUnallocated,
        ReturnsPolicy = settings.ReturnsPolicy,
        ReservationMinutes = settings.ReservationMinutes,
        UndoMinutes = settings.UndoMinutes,
        MergeDelayMinutes = settings.MergeDelayMinutes,
        SpendingNeedsCode = settings.SpendingNeedsCode,
        TierMonths = settings.TierMonths,
        TierPeriod = settings.TierPeriod,
        TierDescent = settings.TierDescent,
        TierGraceDays = settings.TierGraceDays,
        LockedPointsQualify = settings.LockedPointsQualify,
        GoodwillQualifies = settings.GoodwillQualifies,
    };

    /// <summary>The names of the settings in which these differ from others.</summary>
    public IReadOnlyList<string> DiffersIn(ProgrammeRules others) => [.. Differences(others).Select(property => property.Name)];

    /// <summary>What was changed here since it was seen, carried over to the settings as somebody else has made them meanwhile.</summary>
    /// <param name="seen">The settings before both changes.</param>
    /// <param name="now">The settings as they are.</param>
    public ProgrammeRules CarriedOver(ProgrammeRules seen, ProgrammeRules now)
    {
        var carried = now with { };
        foreach (var property in Differences(seen))
        {
            property.SetValue(carried, property.GetValue(this));
        }

        return carried;
    }

    /// <summary>The first thing that is wrong with them; null where nothing is.</summary>
    internal Refusal? Flaw()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            return new ProgrammeNameMissing();
        }

        if (Name.Length > 200)
        {
            return new TextTooLong(200);
        }

        string[] units = [UnitEn, UnitsEn, UnitDe, UnitsDe];
        if (units.Any(string.IsNullOrWhiteSpace))
        {
            return new UnitNameMissing();
        }

        if (units.Any(unit => unit.Length > ProgrammeSettings.UnitLength))
        {
            return new TextTooLong(ProgrammeSettings.UnitLength);
        }

        if (Outside(nameof(StampsPerCard), StampsPerCard ?? 2, 2, 1_000) is { } stamps)
        {
            return stamps;
        }

        if (Outside(nameof(Decimals), Decimals, 0, 2) is { } decimals)
        {
            return decimals;
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(ZoneId) is null)
        {
            return new ZoneUnknown(ZoneId);
        }

        if (Currency.Length != 3 || !Currency.All(char.IsAsciiLetterUpper))
        {
            return new CurrencyUnknown(Currency);
        }

        if (CallingCode.Length is 0 or > 4 || CallingCode[0] == '0' || !CallingCode.All(char.IsAsciiDigit))
        {
            return new CallingCodeUnknown(CallingCode);
        }

        if (!SpokenLanguage.All.Contains(Language, StringComparer.Ordinal))
        {
            return new LanguageUnknown(Language);
        }

        return Outside(nameof(ReservationMinutes), ReservationMinutes, 1, 1_440)
            ?? Outside(nameof(UndoMinutes), UndoMinutes, 0, 1_440)
            ?? Outside(nameof(MergeDelayMinutes), MergeDelayMinutes, 0, 10_080)
            ?? Outside(nameof(TierMonths), TierMonths, 1, 120)
            ?? Outside(nameof(TierGraceDays), TierGraceDays, 0, 366);
    }

    internal void WriteTo(ProgrammeSettings settings)
    {
        settings.Name = Name.Trim();
        settings.UnitEn = UnitEn.Trim();
        settings.UnitsEn = UnitsEn.Trim();
        settings.UnitDe = UnitDe.Trim();
        settings.UnitsDe = UnitsDe.Trim();
        settings.StampsPerCard = StampsPerCard;
        settings.Decimals = Decimals;
        settings.ZoneId = ZoneId;
        settings.Currency = Currency;
        settings.CallingCode = CallingCode;
        settings.Language = Language;
        settings.AllowsNegativeBalance = AllowsNegativeBalance;
        settings.ManualDebitsUnallocated = ManualDebitsUnallocated;
        settings.ReturnsPolicy = ReturnsPolicy;
        settings.ReservationMinutes = ReservationMinutes;
        settings.UndoMinutes = UndoMinutes;
        settings.MergeDelayMinutes = MergeDelayMinutes;
        settings.SpendingNeedsCode = SpendingNeedsCode;
        settings.TierMonths = TierMonths;
        settings.TierPeriod = TierPeriod;
        settings.TierDescent = TierDescent;
        settings.TierGraceDays = TierGraceDays;
        settings.LockedPointsQualify = LockedPointsQualify;
        settings.GoodwillQualifies = GoodwillQualifies;
    }

    /// <summary>What differs from others, in words for the audit trail.</summary>
    internal string Differing(ProgrammeRules others) => string.Join("; ", Differences(others)
        .Select(property => string.Create(CultureInfo.InvariantCulture, $"{property.Name} {property.GetValue(this) ?? "none"}")));

    private IEnumerable<PropertyInfo> Differences(ProgrammeRules others) => typeof(ProgrammeRules).GetProperties()
        .Where(property => property.CanWrite && !Equals(property.GetValue(this), property.GetValue(others)));

    private static SettingOutOfRange? Outside(string setting, int value, int least, int most) =>
        value < least || value > most ? new SettingOutOfRange(setting, least, most) : null;
}

// In the order in which they are checked.

/// <summary>The programme needs a name.</summary>
public sealed record ProgrammeNameMissing : Refusal;

/// <summary>The unit needs its names in both languages.</summary>
public sealed record UnitNameMissing : Refusal;

/// <summary>A number lies outside of what makes sense.</summary>
/// <param name="Setting">Which setting.</param>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
public sealed record SettingOutOfRange(string Setting, int Least, int Most) : Refusal;

/// <summary>There is no such time zone.</summary>
public sealed record ZoneUnknown(string ZoneId) : Refusal;

/// <summary>A currency has three capital letters.</summary>
public sealed record CurrencyUnknown(string Currency) : Refusal;

/// <summary>A calling code has one to four digits.</summary>
public sealed record CallingCodeUnknown(string CallingCode) : Refusal;

/// <summary>Points with that many decimals are booked already, and could no longer be shown.</summary>
public sealed record DecimalsInUse(int Wanted) : Refusal;

/// <summary>Somebody changed the settings since the form was opened.</summary>
public sealed record SettingsChanged : Refusal;
