using System.Globalization;
using System.Text.RegularExpressions;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Post;

/// <summary>What a message says, in words.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
public sealed record LetterText(string Subject, string Text);

/// <summary>Puts messages into words, in the reader's language whatever the console speaks.</summary>
public sealed partial class LetterWords(IStringLocalizer<LetterTexts> texts, MailSettings settings)
{
    /// <summary>What stands for a secret where somebody only looks at what was sent.</summary>
    public const string Masked = "••••";

    /// <summary>The words of a letter.</summary>
    public LetterText Of(MessageTemplate template, string language, IReadOnlyDictionary<string, string> values)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Languages.CultureOf(language);
        try
        {
            var name = MailParts.Line(values.GetValueOrDefault("name", ""));
            var filled = new Dictionary<string, string>(values, StringComparer.Ordinal)
            {
                ["hello"] = name.Length == 0 ? texts["Hello"] : Fill(texts["HelloName"], new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name }),
                ["link"] = Link(template),
            };
            return new LetterText(Fill(texts[$"{template}_Subject"], filled), Fill(texts[$"{template}_Text"], filled));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>The words of what was sent or waits, with secrets masked.</summary>
    /// <param name="row">The message.</param>
    /// <param name="name">Who it is for; null where that is not at hand.</param>
    /// <param name="programme">What the programme is called.</param>
    public LetterText Of(MessageRow row, string? name, string programme) => Of(
        row.Template, row.Language, new Dictionary<string, string>(row.Values, StringComparer.Ordinal) { ["name"] = name ?? "", ["programme"] = programme, ["pin"] = Masked, ["code"] = Masked });

    private string Link(MessageTemplate template) => template switch
    {
        MessageTemplate.MergeRequested => settings.Console is { } console ? new Uri(console, "merge-requests").ToString() : texts["MergeRequested_Place"],
        MessageTemplate.ApprovalWaiting => settings.Console is { } console ? new Uri(console, "approvals?kind=open").ToString() : texts["ApprovalWaiting_Place"],
        MessageTemplate.Pin or MessageTemplate.OneTimeCode => "",
        _ => throw new ArgumentOutOfRangeException(nameof(template)),
    };

    // In one pass: what somebody is called may look like a place to fill in.
    private static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Place().Replace(text, place => MailParts.Line(values.GetValueOrDefault(place.Groups["name"].Value, "")));

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
