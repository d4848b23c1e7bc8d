using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Hosting;
using NodaTime;

namespace LoyaltyConsole.Components.Ui;

/// <summary>How the programme's values are shown, in the reader's culture and the programme's zone.</summary>
public sealed class Display
{
    private readonly ProgrammeBook? _programme;
    private Known? _known;

    /// <summary>Shows values by the programme's settings, by the new ones once they are changed, in open browsers too.</summary>
    public Display(ProgrammeBook programme) => _programme = programme;

    /// <summary>Shows values by these settings.</summary>
    public Display(ProgrammeSettings settings) => _known = new Known(0, settings);

    // In English the month is written out, so that nobody mistakes it for the day; its names are three letters long
    // everywhere, which "Sept" is not.
    private static (string Pattern, string LongPattern, CultureInfo Culture) Dates =>
        IsGerman
            ? ("dd.MM.yyyy", "d. MMMM yyyy", CultureInfo.CurrentCulture)
            : ("d MMM yyyy", "d MMMM yyyy", CultureInfo.InvariantCulture);

    private static bool IsGerman => string.Equals(CultureInfo.CurrentCulture.TwoLetterISOLanguageName, "de", StringComparison.Ordinal);

    /// <summary>The programme's settings.</summary>
    public ProgrammeSettings Settings
    {
        get
        {
            if (_programme is { Edition: var edition } programme && _known?.Edition != edition)
            {
                _known = new Known(edition, programme.Settings());
            }

            return _known!.Settings;
        }
    }

    /// <summary>Points, grouped, with the programme's decimals and a true minus sign.</summary>
    public string Points(Points points) => Number(points.Value, Settings.Decimals);

    /// <summary>How many full cards and further stamps a balance is; null where the programme has no cards, or less than one is full.</summary>
    public (string Cards, string Stamps)? Cards(Points points)
    {
        if (Settings.StampsPerCard is not { } size || points < Core.Points.Whole(size))
        {
            return null;
        }

        var cards = (long)decimal.Truncate(points.Value / size);
        return (Count(cards), Points(points - Core.Points.Whole(cards * size)));
    }

    /// <summary>Points with a plus sign where they are added: for buttons and effects.</summary>
    public string Change(Points points) => (points > Core.Points.Zero ? "+" : "") + Points(points);

    /// <summary>What the programme calls several of its unit, in the reader's language.</summary>
    public string Units => IsGerman ? Settings.UnitsDe : Settings.UnitsEn;

    /// <summary>What the programme calls so many of its unit.</summary>
    public string Unit(Points points) =>
        points != Core.Points.Whole(1) && points != Core.Points.Whole(-1) ? Units : IsGerman ? Settings.UnitDe : Settings.UnitEn;

    /// <summary>For instance "1 point" or "−24 points".</summary>
    public string WithUnit(Points points) => $"{Points(points)} {Unit(points)}";

    /// <summary>The same for what a campaign pays, which may be finer than what is booked.</summary>
    public string Rate(Points rate) => $"{rate.Value.ToString("#,0.##", CultureInfo.CurrentCulture)} {Unit(rate)}";

    /// <summary>Money with two decimals and its currency.</summary>
    public string Money(Money money) => $"{Number(money.Value, 2)} {money.Currency}";

    /// <summary>A share of one as whole percent: "64%", in German "64 %".</summary>
    public string Percent(decimal share) => Number(decimal.Round(share * 100, MidpointRounding.AwayFromZero), 0) + (IsGerman ? "\u00A0%" : "%");

    /// <summary>A whole number, grouped.</summary>
    public string Count(long count) => Number(count, 0);

    /// <summary>A quantity or another amount kept in ten-thousandths, without needless decimals.</summary>
    public string TenThousandths(long value) => (value / 10_000m).ToString("#,0.####", CultureInfo.CurrentCulture).Replace('-', '−');

    /// <summary>A date.</summary>
    public string Date(LocalDate? date) => date?.ToString(Dates.Pattern, Dates.Culture) ?? "";

    /// <summary>A day of every year.</summary>
    public string Date(AnnualDate? date) => date?.InYear(2000).ToString(IsGerman ? "dd.MM." : "d MMM", Dates.Culture) ?? "";

    /// <summary>The local date of an instant.</summary>
    public string Date(Instant? instant) => instant is { } value ? Date(Settings.Time.Today(value)) : "";

    /// <summary>The local date and time of an instant.</summary>
    public string DateTime(Instant? instant) =>
        instant is { } value ? Settings.Time.Local(value).ToString($"{Dates.Pattern} HH:mm", Dates.Culture) : "";

    /// <summary>The local date of an instant with the month in full, for reading aloud.</summary>
    public string LongDate(Instant instant) => Settings.Time.Today(instant).ToString(Dates.LongPattern, Dates.Culture);

    /// <summary>The last local day of what ends at the instant, with the month in full.</summary>
    public string LastDay(Instant end) => LongDate(end - Duration.Epsilon);

    /// <summary>The local date and time of an exclusive end: midnight is the 24:00 of the day before.</summary>
    public string End(Instant? instant)
    {
        if (instant is not { } value)
        {
            return "";
        }

        var local = Settings.Time.Local(value);
        return local.TimeOfDay == LocalTime.Midnight ? $"{Date(local.Date.PlusDays(-1))} 24:00" : DateTime(instant);
    }

    /// <summary>The local time of day with seconds.</summary>
    public string Time(Instant instant) => Settings.Time.Local(instant).ToString("HH:mm:ss", CultureInfo.CurrentCulture);

    private static string Number(decimal value, int decimals) =>
        value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.CurrentCulture).Replace('-', '−');

    // Which edition of the programme's settings is known.
    private sealed record Known(int Edition, ProgrammeSettings Settings);
}
