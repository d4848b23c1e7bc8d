using System.Globalization;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Something that is asked of customers.</summary>
/// <param name="Test">How it is asked of one, with {0} for the column.</param>
/// <param name="Column">The column of which it is asked; null where the test names what it needs itself.</param>
/// <param name="Ids">Whom its own index knows for it, each once.</param>
internal sealed record CustomerCondition(string Test, string? Column, string Ids)
{
    /// <summary>Between what the answers lie, where they are a list.</summary>
    public string? Within { get; init; }

    /// <summary>Whether the answer is one of a list of one.</summary>
    public bool IsOne { get; init; }

    public bool IsOfSegments { get; init; }

    /// <summary>The same as <see cref="Ids"/>, but a customer may come more than once, which is found faster.</summary>
    public string IdsAgainAndAgain { get => field ?? Ids; init; }

    /// <summary>Whether its index is slow where it knows many.</summary>
    public bool IsSlowForMany { get; init; }

    /// <summary>Whom its own index knows for the opposite; null where there is none. Every customer has an answer.</summary>
    public string? OtherIds { get; init; }

    /// <summary>In whatever way SQLite chooses.</summary>
    public string Bare => Column is null ? Test : Of(Column);

    /// <summary>Of each customer in the order of the page: by the plus SQLite does not collect them by the index instead.</summary>
    public string OnTheWay => Column is null ? Test : Of($"+{Column}");

    /// <summary>Where the page is in the order of the column itself: from the first to the last that may be meant.</summary>
    public string InItsOrder => Within is null ? Bare : $"{string.Format(CultureInfo.InvariantCulture, Within, Column)} AND {OnTheWay}";

    public string Of(string column) => string.Format(CultureInfo.InvariantCulture, Test, column);
}
