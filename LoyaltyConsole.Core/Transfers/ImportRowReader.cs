using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What reading a row is, whatever it holds: cells into values, and the first of its problems.</summary>
internal abstract class ImportRowReader(ColumnMapping mapping)
{
    /// <summary>What is wrong with the row that is being read; null for nothing so far.</summary>
    protected ImportProblem? Problem { get; set; }

    /// <summary>The cells of a staged row, as they were in the file.</summary>
    public static IReadOnlyList<string> CellsOf(string kept) =>
        kept.StartsWith('\u001F') ? kept[1..].Split('\u001F') : JsonSerializer.Deserialize<string[]>(kept)!;

    // Joined where that is unambiguous, because half a million rows as JSON take seconds.
    protected static string Cells(CsvRecord row)
    {
        var cells = row.ToArray();
        return Array.Exists(cells, cell => cell.Contains('\u001F', StringComparison.Ordinal))
            ? JsonSerializer.Serialize(cells)
            : "\u001F" + string.Join('\u001F', cells);
    }

    protected bool IsFlawed(CsvRecord row, [NotNullWhen(true)] out ImportProblem? flaw)
    {
        Problem = flaw = row.Flaw is RowFlaw.None ? null : new ImportProblem(Reason(row.Flaw), null, null);
        return flaw is not null;
    }

    protected decimal? Amount(CsvRecord row, int? column, int decimals = 4)
    {
        if (column is not { } index)
        {
            return null;
        }

        var fault = CellValues.Amount(row[index], decimals, out var amount);
        if (fault is CellFault.None)
        {
            return amount;
        }

        Fault(row, index, fault);
        return null;
    }

    protected string? Id(CsvRecord row, int? column, int longest)
    {
        if (column is not { } index)
        {
            return null;
        }

        var fault = CellValues.Id(row[index], longest, out var id);
        Fault(row, index, fault);
        return Kept(row, index, id);
    }

    protected LocalDate? Date(CsvRecord row, int column, DateFormat format)
    {
        var fault = DateFormats.Read(row[column], format, out var moment);
        Fault(row, column, fault);
        return fault is CellFault.None ? moment.Local.Date : null;
    }

    protected bool? YesOrNo(CsvRecord row, int column)
    {
        switch (row[column].Trim().ToString().ToUpperInvariant())
        {
            case "YES" or "TRUE" or "1" or "Y" or "JA" or "J" or "WAHR" or "ENABLED": return true;
            case "NO" or "FALSE" or "0" or "N" or "NEIN" or "FALSCH" or "DISABLED": return false;
            default:
                Problem ??= new ImportProblem(ImportReason.NotYesOrNo, Column(column), Shown(row, column));
                return null;
        }
    }

    protected string? Text(CsvRecord row, int? column, int longest)
    {
        if (column is not { } index)
        {
            return null;
        }

        var fault = CellValues.Text(row[index], longest, out var text);
        Fault(row, index, fault);
        return Kept(row, index, text);
    }

    // Most cells are kept as they stand; their text is then shared between the rows that repeat it.
    private static string? Kept(CsvRecord row, int column, ReadOnlySpan<char> value) =>
        value.IsEmpty ? null : value.Length == row[column].Length ? row.Text(column) : value.ToString();

    protected void Fault(CsvRecord row, int column, CellFault fault)
    {
        if (fault is not (CellFault.None or CellFault.Empty))
        {
            Problem ??= new ImportProblem(Reason(fault), Column(column), Shown(row, column));
        }
    }

    protected string? Column(int? column) => column is { } index ? mapping.Header[index] : null;

    protected static string Shown(CsvRecord row, int column) => row[column].Length > 60 ? $"{row[column][..60]}…" : row[column].ToString();

    private static ImportReason Reason(RowFlaw flaw) => flaw switch
    {
        RowFlaw.StrayQuote => ImportReason.StrayQuote,
        RowFlaw.TextAfterQuote => ImportReason.TextAfterQuote,
        RowFlaw.TooFewCells => ImportReason.TooFewCells,
        RowFlaw.TooManyCells => ImportReason.TooManyCells,
        RowFlaw.CellTooLong => ImportReason.CellTooLong,
        _ => throw new ArgumentOutOfRangeException(nameof(flaw)),
    };

    private static ImportReason Reason(CellFault fault) => fault switch
    {
        CellFault.CommaInNumber => ImportReason.CommaInNumber,
        CellFault.NotANumber or CellFault.NotWhole => ImportReason.NotANumber,
        CellFault.TooManyDecimals => ImportReason.TooManyDecimals,
        CellFault.OutOfRange => ImportReason.OutOfRange,
        CellFault.IdLostDigits => ImportReason.IdLostDigits,
        CellFault.TooLong => ImportReason.ValueTooLong,
        CellFault.NotADate => ImportReason.NotADate,
        CellFault.NoSuchDate => ImportReason.NoSuchDate,
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
