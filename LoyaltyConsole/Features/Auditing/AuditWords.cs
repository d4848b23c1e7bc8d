using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Auditing;

/// <summary>The audit trail in words.</summary>
internal static class AuditWords
{
    private const string Between = "; ";

    /// <summary>What a deed is called; its name where it has no words.</summary>
    public static string Deed(this IStringLocalizer<AuditTexts> texts, string deed) =>
        texts[$"Deed_{deed}"] is { ResourceNotFound: false, Value: var words } ? words : deed;

    /// <summary>What was before and after; of a list of things only those that changed.</summary>
    public static (string? Before, string? After) Changes(string? before, string? after)
    {
        var (were, are) = (before?.Split(Between) ?? [], after?.Split(Between) ?? []);
        if (were.Length != are.Length || were.Length < 2)
        {
            return (before, after);
        }

        var changed = were.Zip(are).Where(pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).ToList();
        return changed.Count == 0
            ? (before, after)
            : (string.Join(Between, changed.Select(pair => pair.First)), string.Join(Between, changed.Select(pair => pair.Second)));
    }
}
