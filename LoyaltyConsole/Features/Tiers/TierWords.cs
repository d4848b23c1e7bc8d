using System.Globalization;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LoyaltyConsole.Features.Tiers;

/// <summary>Levels in sentences.</summary>
public sealed class TierWords(Display display, IStringLocalizer<TierTexts> texts)
{
    // More would not be read; the sentence says how many there are.
    private const int NamedCredits = 2;

    /// <summary>What will become of a level, for instance "Silver on 1 Jan 2026 unless 120 more; lock ends 30 Jun 2026." (X10).</summary>
    public string Forecast(TierView view)
    {
        var parts = string.Join("; ", Parts(view));
        return parts.Length == 0 ? texts["Steady"] : $"{char.ToUpper(parts[0], CultureInfo.CurrentCulture)}{parts[1..]}.";
    }

    /// <summary>Why something happened, for instance "Too few points at the evaluation".</summary>
    public string Cause(TierChange change) => change switch
    {
        { Cause: TierCause.ByHand } when change.FromId == change.ToId => Lock(change.Lock, change.Until),
        { Cause: TierCause.ByHand, Lock: not TierLock.None } => $"{texts["Cause_ByHand"]}; {Lock(change.Lock, change.Until)}",
        { Cause: TierCause.GraceBegun } => texts["Cause_GraceBegun", Day(change.Until)],
        _ => texts[$"Cause_{change.Cause}"],
    };

    /// <summary>A lock in words.</summary>
    public string Lock(TierLock strength, Instant? until) => strength switch
    {
        TierLock.None => texts["Lock_None"],
        _ => until is null ? texts[$"Lock_{strength}"] : texts[$"Lock_{strength}_Until", Day(until)],
    };

    /// <summary>The last day before an end.</summary>
    public string Day(Instant? end) => display.Date(end - Duration.FromMilliseconds(1));

    private IEnumerable<string> Parts(TierView view)
    {
        var forecast = view.Forecast;
        switch (forecast.Outlook)
        {
            case { } falls when falls.To.Rank < view.Level.Rank:
                yield return texts["Falls", falls.To.Name, display.Date(falls.At), display.Points(falls.Missing)];
                break;
            case { } rises when rises.To.Rank > view.Level.Rank:
                yield return texts["Rises", rises.To.Name, display.Date(rises.At)];
                break;
            case { } stays when stays.Qualifying >= stays.Threshold:
                yield return texts["Stays", stays.To.Name, display.Date(stays.At), display.Points(stays.Qualifying), display.Points(stays.Threshold)];
                break;
            default:
                break;
        }

        if (view.KeptUntil is not null)
        {
            yield return texts["InGrace", Day(view.KeptUntil)];
        }

        if (view.Lock != TierLock.None)
        {
            yield return view.LockedUntil is null ? texts[$"Lock_{view.Lock}"] : texts["LockEnds", Day(view.LockedUntil)];
        }

        if (forecast.IsHeld && view.DueAt is not null)
        {
            yield return texts["Held", display.Date(view.DueAt)];
        }

        foreach (var pending in forecast.Pending.Take(NamedCredits))
        {
            yield return texts["Pending", display.Points(pending.Points), display.Date(pending.At)];
        }

        if (forecast.Pending.Count > NamedCredits)
        {
            var more = forecast.Pending.Count - NamedCredits;
            yield return texts[more == 1 ? "OneMorePending" : "MorePending", display.Count(more)];
        }
    }
}
