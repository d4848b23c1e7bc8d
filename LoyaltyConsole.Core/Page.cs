namespace LoyaltyConsole.Core;

/// <summary>The rows that one page of a table shows, and how many there are in all.</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Count">How many rows match; where <paramref name="CountIsCapped"/>, at least that many.</param>
/// <param name="CountIsCapped">Whether counting stopped at the cap, so that "more than" is to be shown.</param>
public record Page<T>(IReadOnlyList<T> Rows, int Count, bool CountIsCapped = false);

/// <summary>Which part of a table is asked for.</summary>
/// <param name="Skip">How many rows stand before the page.</param>
/// <param name="Take">How many rows a page has; bounded by <see cref="Most"/>.</param>
public readonly record struct Window(int Skip, int Take)
{
    /// <summary>The largest page of any table (L-006).</summary>
    public const int Most = 100;

    /// <summary>The sizes that every table offers (L-006, L-010).</summary>
    public static IReadOnlyList<int> Sizes { get; } = [10, 25, 50, 100];

    internal Window Bounded() => new(Math.Max(0, Skip), Math.Clamp(Take, 1, Most));
}
