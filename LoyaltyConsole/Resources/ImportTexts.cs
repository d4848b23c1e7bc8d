using System.Globalization;
using System.Resources;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Resources;

/// <summary>The texts of the pages of imports, and why a row stays out.</summary>
public sealed class ImportTexts;

/// <summary>Turns the reason for which a row stays out into a sentence that says what to do.</summary>
public static class ImportSentence
{
    private static readonly ResourceManager Texts = new(typeof(ImportTexts));

    /// <summary>The sentence in the language of a culture; needs no screen and no services.</summary>
    public static string Of(ImportProblem problem, CultureInfo culture)
    {
        var name = $"Reason_{problem.Reason}";
        var sentence = Texts.GetString(name, culture) ?? throw new InvalidOperationException($"There is no text {name}.");
        return string.Format(culture, sentence, problem.Column, problem.Value);
    }
}
