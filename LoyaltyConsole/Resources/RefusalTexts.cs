using System.Globalization;
using LoyaltyConsole.Core;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LoyaltyConsole.Resources;

/// <summary>One sentence for each refusal, found by the record's name; its values are the record's in their order.</summary>
public sealed class RefusalTexts;

/// <summary>Turns refusals into sentences.</summary>
public static class RefusalSentence
{
    /// <summary>The sentence in the reader's language.</summary>
    public static string Sentence(this IStringLocalizer<RefusalTexts> texts, Refusal refusal)
    {
        var type = refusal.GetType();

        // A record's first constructor is the positional one, and each parameter has a property of its name.
        var values = type.GetConstructors()[0].GetParameters()
            .Select(parameter => InWords(texts, type.GetProperty(parameter.Name!)?.GetValue(refusal)));
        return texts[type.Name, [.. values]];
    }

    private static object InWords(IStringLocalizer texts, object? value) => value switch
    {
        null => "",
        Points points => points.Value.ToString("#,##0.##", CultureInfo.CurrentCulture),
        long count => count.ToString("#,##0", CultureInfo.CurrentCulture),
        LocalTime time => time.ToString("HH:mm", CultureInfo.CurrentCulture),
        Enum choice => texts[$"{choice.GetType().Name}_{choice}"].Value,
        _ => value,
    };
}
