namespace LoyaltyConsole.Core.Transfers;

/// <summary>Finds the delimiter: the one by which the most lines have as many cells as the header.</summary>
internal static class DelimiterGuess
{
    private const int Lines = 60;

    private static readonly CsvDelimiter[] _candidates =
        [CsvDelimiter.Comma, CsvDelimiter.Semicolon, CsvDelimiter.Tab, CsvDelimiter.Pipe];

    /// <param name="sample">The start of the text, at best ending with a whole line.</param>
    public static CsvDelimiter Of(string sample)
    {
        if (Hint(sample) is { } named)
        {
            return named;
        }

        var best = (Delimiter: CsvDelimiter.Comma, Cells: 1, Agreeing: 0.0);
        foreach (var candidate in _candidates)
        {
            var counts = Counts(sample, candidate.Character());
            if (counts.Count == 0 || counts[0] < 2)
            {
                continue;
            }

            var agreeing = (double)counts.Count(count => count == counts[0]) / counts.Count;
            if (best.Cells == 1 || agreeing > best.Agreeing || (agreeing >= best.Agreeing && counts[0] > best.Cells))
            {
                best = (candidate, counts[0], agreeing);
            }
        }

        return best.Cells == 1 && IsPadded(sample) ? CsvDelimiter.Blank : best.Delimiter;
    }

    // Excel writes "sep=;" as a first line of its own.
    private static CsvDelimiter? Hint(string sample) =>
        sample.Length > 5 && sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && sample[5] is '\r' or '\n'
            ? CsvDelimiters.Named(sample[4].ToString())
            : null;

    private static List<int> Counts(string sample, char delimiter)
    {
        var counts = new List<int>();
        var cells = 1;
        var quoted = false;
        var empty = true;
        for (var i = 0; i < sample.Length && counts.Count < Lines; i++)
        {
            var character = sample[i];
            if (character == '"' && (quoted || i == 0 || sample[i - 1] == delimiter || sample[i - 1] is '\r' or '\n'))
            {
                quoted = !quoted || (i + 1 < sample.Length && sample[i + 1] == '"' && sample[++i] == '"');
                empty = false;
            }
            else if (!quoted && character is '\r' or '\n')
            {
                if (!empty)
                {
                    counts.Add(cells);
                }

                cells = 1;
                empty = true;
            }
            else
            {
                cells += !quoted && character == delimiter ? 1 : 0;
                empty = false;
            }
        }

        // A cut last line counts only when it is the only one.
        if (counts.Count == 0 && !empty)
        {
            counts.Add(cells);
        }

        return counts;
    }

    // Names of one column may hold single blanks; padding shows as runs of blanks or as blanks before the first cell.
    private static bool IsPadded(string sample)
    {
        var lines = sample.Split(['\r', '\n'], Lines + 1, StringSplitOptions.RemoveEmptyEntries);
        var cells = 0;
        var padded = 0;
        var seen = Math.Max(1, Math.Min(lines.Length - 1, Lines));
        for (var i = 0; i < Math.Min(seen, lines.Length); i++)
        {
            var count = lines[i].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length;
            if (count < 2 || (i > 0 && count != cells))
            {
                return false;
            }

            cells = count;
            padded += lines[i][0] == ' ' || lines[i].Contains("  ", StringComparison.Ordinal) ? 1 : 0;
        }

        return padded * 2 > seen;
    }
}
