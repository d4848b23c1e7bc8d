using System.Globalization;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Whether the first record names columns.</summary>
internal static class CsvHeader
{
    private const int ShownCharacters = 80;

    /// <summary>
    /// Refuses <see cref="TooManyColumns"/>, <see cref="FileHasNoHeader"/>, <see cref="ColumnWithoutName"/>,
    /// <see cref="ColumnNamedTwice"/>, in this order; null when the names are names.
    /// </summary>
    public static Refusal? Refuses(IReadOnlyList<string> names, long line, CsvLimits limits)
    {
        if (names.Count > limits.Columns)
        {
            return new TooManyColumns(names.Count, limits.Columns);
        }

        if (names.FirstOrDefault(name => IsData(name) || name.Length > limits.CellCharacters) is { } data)
        {
            return new FileHasNoHeader(line, data.Length > ShownCharacters ? data[..ShownCharacters] : data);
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length == 0)
            {
                return new ColumnWithoutName(i + 1);
            }

            if (!seen.Add(names[i]))
            {
                return new ColumnNamedTwice(names[i]);
            }
        }

        return null;
    }

    // A column called "2023" is possible, a column called after somebody's address is not; both say that the names are
    // missing far more often than not, and taking a first customer for names would lose that customer silently.
    private static bool IsData(string cell) =>
        decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out _)
        || (cell.Contains('@', StringComparison.Ordinal) && cell.Contains('.', StringComparison.Ordinal))
        || (cell.Length >= 8 && char.IsAsciiDigit(cell[0]) && DateFormats.Fitting(cell) != DateFits.None);
}
