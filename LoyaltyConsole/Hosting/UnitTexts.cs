using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using LoyaltyConsole.Core.Programme;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace LoyaltyConsole.Hosting;

/// <summary>
/// The console's texts in the programme's own unit: what the manuals call points is called stamps where the programme
/// says so (S-014 to S-019). The texts themselves are written for points.
/// </summary>
internal sealed partial class UnitTexts : IStringLocalizerFactory
{
    private readonly ResourceManagerStringLocalizerFactory _texts;
    private readonly ProgrammeBook _programme;
    private Words? _words;

    public UnitTexts(IOptions<LocalizationOptions> options, ILoggerFactory logs, ProgrammeBook programme) =>
        (_texts, _programme) = (new ResourceManagerStringLocalizerFactory(options, logs), programme);

    public IStringLocalizer Create(Type resourceSource) => new Localizer(_texts.Create(resourceSource), this);

    public IStringLocalizer Create(string baseName, string location) => new Localizer(_texts.Create(baseName, location), this);

    /// <summary>The text in the unit of these settings.</summary>
    public static string InUnit(string text, ProgrammeSettings settings, bool german) => german
        ? Points().Replace(text, word => word.Value switch
        {
            "Punkt" or "Punktes" => settings.UnitDe,
            "Punkten" => settings.UnitsDe + (settings.UnitsDe[^1] is 'n' or 's' ? "" : "n"),
            _ => settings.UnitsDe,
        })
        : Points().Replace(Compound().Replace(text, word => Cased(settings.UnitEn, word.Value[0]) + word.Groups["rest"].Value), word =>
            Cased(word.Value.EndsWith('s') ? settings.UnitsEn : settings.UnitEn, word.Value[0]));

    private string InUnit(string text)
    {
        var edition = _programme.Edition;
        var words = _words is { } known && known.Edition == edition ? known : _words = new Words(edition, _programme.Settings());
        var german = string.Equals(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, Languages.German, StringComparison.Ordinal);
        return IsPoints(words.Settings, german) ? text : words.InUnit.GetOrAdd((german, text), InUnit(text, words.Settings, german));
    }

    private static bool IsPoints(ProgrammeSettings settings, bool german) => german
        ? string.Equals(settings.UnitDe, "Punkt", StringComparison.Ordinal) && string.Equals(settings.UnitsDe, "Punkte", StringComparison.Ordinal)
        : string.Equals(settings.UnitEn, "point", StringComparison.Ordinal) && string.Equals(settings.UnitsEn, "points", StringComparison.Ordinal);

    private static string Cased(string unit, char like) => char.IsUpper(like) ? char.ToUpperInvariant(unit[0]) + unit[1..] : unit;

    // "Points reason" is "Stamp reason" in the manual, in the singular.
    [GeneratedRegex(@"\b[Pp]oints(?<rest> reason| adjustment)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Compound();

    [GeneratedRegex(@"\b([Pp]oints?|Punkt(e[ns]?)?)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Points();

    // The texts in the unit of one edition of the settings.
    private sealed record Words(int Edition, ProgrammeSettings Settings)
    {
        public ConcurrentDictionary<(bool German, string Text), string> InUnit { get; } = new();
    }

    private sealed class Localizer(IStringLocalizer texts, UnitTexts unit) : IStringLocalizer
    {
        public LocalizedString this[string name] => Translated(texts[name]);

        // The values are filled in afterwards: a customer's name is no text of ours.
        public LocalizedString this[string name, params object[] arguments]
        {
            get
            {
                var text = this[name];
                return new LocalizedString(name, string.Format(CultureInfo.CurrentCulture, text.Value, arguments), text.ResourceNotFound, text.SearchedLocation);
            }
        }

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => texts.GetAllStrings(includeParentCultures).Select(Translated);

        private LocalizedString Translated(LocalizedString text) => new(text.Name, unit.InUnit(text.Value), text.ResourceNotFound, text.SearchedLocation);
    }
}
