using System.Globalization;

namespace LoyaltyConsole.Core.Segments;

/// <summary>Some scores of a metric.</summary>
/// <param name="From">The lowest.</param>
/// <param name="To">The highest.</param>
public readonly record struct ScoreRange(int From, int To)
{
    internal bool Contains(int score) => score >= From && score <= To;
}

/// <summary>
/// Some of the codes that recency, frequency and money make: three digits such as 555, an asterisk for any, or three parts
/// such as 4-5/1-3/*.
/// </summary>
/// <param name="Recency">Its scores; null for any.</param>
/// <param name="Frequency">Its scores; null for any.</param>
/// <param name="Monetary">Its scores; null for any.</param>
public sealed record ScorePattern(ScoreRange? Recency, ScoreRange? Frequency, ScoreRange? Monetary)
{
    /// <summary>Whether a code is one of these.</summary>
    public bool Fits(int recency, int frequency, int monetary) =>
        Recency?.Contains(recency) != false && Frequency?.Contains(frequency) != false && Monetary?.Contains(monetary) != false;

    /// <summary>Reads a list of patterns, with spaces or commas between them.</summary>
    /// <param name="text">The list.</param>
    /// <param name="most">The highest score.</param>
    /// <param name="patterns">What it says.</param>
    /// <param name="wrong">The first that is no pattern.</param>
    public static bool TryReadAll(string text, int most, out IReadOnlyList<ScorePattern> patterns, out string wrong)
    {
        var read = new List<ScorePattern>();
        (patterns, wrong) = (read, "");
        foreach (var word in text.Split([' ', ',', ';', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(word, most) is not { } pattern)
            {
                wrong = word;
                return false;
            }

            read.Add(pattern);
        }

        return true;
    }

    /// <inheritdoc />
    public override string ToString()
    {
        ScoreRange?[] parts = [Recency, Frequency, Monetary];
        var isShort = Array.TrueForAll(parts, part => part is null || part.Value.From == part.Value.To);
        return string.Join(isShort ? "" : "/", parts.Select(InWords));
    }

    private static string InWords(ScoreRange? range) => range switch
    {
        null => "*",
        { } one when one.From == one.To => one.From.ToString(CultureInfo.InvariantCulture),
        { } more => string.Create(CultureInfo.InvariantCulture, $"{more.From}-{more.To}"),
    };

    private static ScorePattern? Read(string word, int most)
    {
        var parts = word.Contains('/', StringComparison.Ordinal) ? word.Split('/') : word.Select(letter => letter.ToString()).ToArray();
        if (parts.Length != 3)
        {
            return null;
        }

        var ranges = new ScoreRange?[3];
        for (var index = 0; index < 3; index++)
        {
            if (!TryRead(parts[index], most, out ranges[index]))
            {
                return null;
            }
        }

        return new ScorePattern(ranges[0], ranges[1], ranges[2]);
    }

    private static bool TryRead(string part, int most, out ScoreRange? range)
    {
        range = null;
        if (part is "*")
        {
            return true;
        }

        var ends = part.Split('-');
        if (ends.Length > 2 || !TryScore(ends[0], most, out var from) || !TryScore(ends[^1], most, out var to) || from > to)
        {
            return false;
        }

        range = new ScoreRange(from, to);
        return true;
    }

    private static bool TryScore(string text, int most, out int score) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out score) && score >= 1 && score <= most;
}
