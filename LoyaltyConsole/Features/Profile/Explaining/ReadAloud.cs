using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Profile.Explaining;

/// <summary>Says why a figure is the number that it is, as one would say it on the phone (X3).</summary>
public sealed class ReadAloud(
    IStringLocalizer<WhyTexts> texts, IStringLocalizer<ProfileTexts> profile, IStringLocalizer<LedgerTexts> words, Display display)
{
    /// <summary>The sentences in the reader's language.</summary>
    /// <param name="why">What is to be said.</param>
    /// <param name="isNow">Whether it is about this moment.</param>
    public string Of(Explanation why, bool isNow)
    {
        var tense = why.IsForeseen ? Tense.Foreseen : isNow ? Tense.Now : Tense.Then;
        return string.Join(' ', Sentences(why, tense).Where(sentence => sentence.Length > 0));
    }

    private IEnumerable<string> Sentences(Explanation why, Tense tense)
    {
        yield return Figure(why, tense);
        switch (why.Figure)
        {
            case Core.Ledger.Figure.Redeemable:
                yield return SoFar(why, tense);
                yield return Less(why);
                yield return Unlocks(why, tense);
                yield return Soon(why, tense);
                yield return Owes(why, tense);
                break;
            case Core.Ledger.Figure.Total:
                yield return Parts(why, tense);
                yield return SoFar(why, tense);
                yield return Less(why);
                yield return Owes(why, tense);
                break;
            case Core.Ledger.Figure.Locked:
                yield return Origin(why);
                yield return UnlockList(why, tense);
                break;
            case Core.Ledger.Figure.Expiring:
                yield return Listed("Say_That", [.. why.Dates.Select(date => Text("Say_Until", Number(date.Points), display.LastDay(date.At))), .. Rest(why)]);
                break;
            case Core.Ledger.Figure.Expired:
                yield return Listed("Say_That", Clauses(why, TermKind.Credited));
                break;
            case Core.Ledger.Figure.Collected:
                yield return Net(why);
                break;
            case Core.Ledger.Figure.Debt:
                yield return Listed("Say_That", Clauses(why, TermKind.Owed));
                yield return Listed("Say_Less", Clauses(why, TermKind.RepaidDebt, TermKind.GivenBack));
                yield return tense == Tense.Now && why.Points > Points.Zero ? Text("Say_RepayFirst") : "";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(why));
        }
    }

    private string Figure(Explanation why, Tense tense)
    {
        var nothing = texts[$"Say_No{why.Figure}_{tense}"];
        return why.Points.IsZero && !nothing.ResourceNotFound
            ? nothing
            : Text($"Say_{why.Figure}_{tense}", Amount(why.Points), display.LongDate(why.Figures.At));
    }

    private string SoFar(Explanation why, Tense tense)
    {
        var credited = why.Terms.Where(term => term.Kind == TermKind.Credited).ToList();
        var perfect = tense == Tense.Then ? Tense.Then : Tense.Now;
        return credited switch
        {
            [] => "",
            [{ Entry: EntryKind.OrderBase }] => Text($"Say_SoFarOrders_{perfect}", Clause(credited[0], why)),
            _ => Text(
                $"Say_SoFar_{perfect}", Amount(credited.Aggregate(Points.Zero, (sum, term) => sum + term.Points)), Joined(Clauses(why, TermKind.Credited))),
        };
    }

    private string Less(Explanation why) =>
        Listed("Say_Less", Clauses(why, TermKind.Taken, TermKind.Unallocated, TermKind.RepaidDebt, TermKind.GivenBack));

    private string Net(Explanation why)
    {
        var taken = Clauses(why, TermKind.Taken);
        var credited = Clauses(why, TermKind.Credited);
        return taken.Count == 0 || credited.Count == 0
            ? Listed("Say_That", [.. credited, .. taken])
            : Text("Say_Net", Joined(credited), Joined(taken));
    }

    private string Origin(Explanation why) =>
        Listed(why.Terms.Any(term => term.Kind != TermKind.Credited) ? "Say_LeftOf" : "Say_That", Clauses(why, TermKind.Credited));

    private string Parts(Explanation why, Tense tense) => tense != Tense.Now || why.Figures.Locked.IsZero
        ? ""
        : Text("Say_Parts", Number(why.Figures.Redeemable), Number(why.Figures.Locked));

    private string Unlocks(Explanation why, Tense tense) => (tense, why.Dates) switch
    {
        (Tense.Then, _) or (_, []) => "",
        (_, [var only]) => Text("Say_Unlock", Number(only.Points), display.LongDate(only.At)),
        (_, [var first, ..]) => Text("Say_Unlocks", Number(why.Figures.Locked), display.LongDate(first.At), Number(first.Points)),
    };

    private string UnlockList(Explanation why, Tense tense) => tense == Tense.Then
        ? ""
        : Listed("Say_UnlockList", [.. why.Dates.Select(date => Text("Say_FromDate", Number(date.Points), display.LongDate(date.At))), .. Rest(why)]);

    private string Soon(Explanation why, Tense tense) =>
        tense == Tense.Now && why.Figures.ExpiringIn30Days > Points.Zero ? Text("Say_Soon", Number(why.Figures.ExpiringIn30Days)) : "";

    private string Owes(Explanation why, Tense tense) =>
        tense == Tense.Now && why.Figures.Debt > Points.Zero ? Text("Say_Owes", Amount(why.Figures.Debt)) : "";

    private IEnumerable<string> Rest(Explanation why) => why.HasMoreDates ? [Text("Say_Rest")] : [];

    private List<string> Clauses(Explanation why, params TermKind[] kinds) =>
        [.. kinds.SelectMany(kind => why.Terms.Where(term => term.Kind == kind)).Select(term => Clause(term, why))];

    // The most particular words that there are: for the kind of entry, and for one or many.
    private string Clause(Term term, Explanation why)
    {
        var one = term.Count == 1 ? "_One" : "";
        var key = (why.Figure, term.Kind) switch
        {
            (Core.Ledger.Figure.Debt, TermKind.RepaidDebt) => "Say_Repaid",
            (Core.Ledger.Figure.Debt, TermKind.GivenBack) => "Say_Forgiven",
            _ => $"Say_{term.Kind}",
        };
        var isAhead = why.IsForeseen && term is { Kind: TermKind.Taken, Entry: EntryKind.Expiry } && term.Last > why.Now;
        string[] candidates = isAhead
            ? [$"{key}_{term.Entry}_Foreseen"]
            : [$"{key}_{term.Entry}{one}", $"{key}_{term.Entry}", $"{key}{one}", key];
        var found = candidates.Select(candidate => texts[candidate]).First(text => !text.ResourceNotFound);
        var points = term.Points < Points.Zero ? -term.Points : term.Points;
        return Text(
            found.Name, Number(points), display.Count(term.Count),
            term.Entry == EntryKind.Expiry ? display.LastDay(term.Last) : display.LongDate(term.Last),
            term.Entry is { } entry ? words.Word(entry) : "");
    }

    private string Listed(string key, List<string> clauses) => clauses.Count == 0 ? "" : Text(key, Joined(clauses));

    private string Joined(List<string> clauses) => clauses.Count == 1
        ? clauses[0]
        : string.Join(", ", clauses.Take(clauses.Count - 1)) + texts["And"] + clauses[^1];

    private string Amount(Points points) => PointsWords.Of(points, display, profile);

    private string Number(Points points) => display.Points(points);

    private string Text(string key, params object[] values) => texts[key, values];

    private enum Tense
    {
        Now,
        Then,
        Foreseen,
    }
}
