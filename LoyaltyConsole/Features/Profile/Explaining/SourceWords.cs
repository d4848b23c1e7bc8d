using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LoyaltyConsole.Features.Profile.Explaining;

/// <summary>What credits and movements are called where a figure is explained.</summary>
public sealed class SourceWords(IStringLocalizer<WhyTexts> texts, IStringLocalizer<LedgerTexts> words, Display display)
{
    /// <summary>A credit, for instance "Order 70114" or "Manual credit".</summary>
    public string Credit(Source source) => source.OrderRef is { } order ? texts["Order", order] : words.Word(source.Kind);

    /// <summary>What took from credits, for instance "Coupon LOY-7K2M-4Q" or "Credit note GS-2209".</summary>
    public string Movement(Source source) => source switch
    {
        { CouponCode: { } coupon } => texts["Coupon", coupon],
        { Kind: EntryKind.Clawback, OrderRef: { } note } => texts["CreditNote", note],
        { Kind: EntryKind.Expiry } => texts["Expired"],
        { Reason: { } reason } => $"{words.Word(source.Kind)}: {words.Word(reason)}",
        _ => words.Word(source.Kind),
    };

    /// <summary>The same, with how long it waits for its coupon code.</summary>
    public string Movement(Source source, Instant? reservedUntil) => reservedUntil is null
        ? Movement(source)
        : texts["ReservedUntil", Movement(source), display.DateTime(reservedUntil)];

    /// <summary>What took from one credit, or gave back to it.</summary>
    public string Use(LotUsed use) => use switch
    {
        { IsDebt: true } => texts["RepaidDebt", Movement(use.Source)],
        _ when use.Points < Core.Points.Zero => texts["GivenBack", Movement(use.Source)],
        _ => Movement(use.Source, use.ReservedUntil),
    };

    /// <summary>A term of the sum, for instance "from 3 orders" or "expired".</summary>
    public string Term(Term term)
    {
        string[] keys = [$"Term_{term.Kind}_{term.Entry}{(term.Count == 1 ? "_One" : "")}", $"Term_{term.Kind}_{term.Entry}", $"Term_{term.Kind}"];
        return keys.Select(key => texts[key, term.Count]).FirstOrDefault(text => !text.ResourceNotFound)?.Value
            ?? (term.Entry is { } entry ? words.Word(entry) : "");
    }
}
