namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The rows of an import that were not accepted, as the same CSV with a reason behind the last column, to be corrected
/// and imported again (X1).
/// </summary>
public sealed class ErrorFile : IDisposable
{
    /// <summary>The name of the last column.</summary>
    public const string ReasonColumn = "reason";

    private readonly CsvText _csv;
    private readonly int _columns;
    private readonly int _columnsRead;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="delimiter">The imported file's own.</param>
    /// <param name="header">The imported file's own; a reason column of an earlier error file is written anew.</param>
    public ErrorFile(Stream stream, CsvDelimiter delimiter, IReadOnlyList<string> header)
    {
        _csv = new CsvText(stream, delimiter);
        var again = header.Count > 0 && string.Equals(header[^1], ReasonColumn, StringComparison.OrdinalIgnoreCase);
        _columnsRead = header.Count;
        _columns = again ? header.Count - 1 : header.Count;
        for (var i = 0; i < _columns; i++)
        {
            _csv.AsRead(header[i]);
        }

        _csv.Text(ReasonColumn);
        _csv.EndRow();
    }

    /// <summary>
    /// Writes a row. One with too few cells is filled up; what a row has beyond the header stands behind the reason, so
    /// that nothing is lost and the row stays wrong until somebody has looked at it.
    /// </summary>
    /// <param name="cells">The row's cells as they were read.</param>
    /// <param name="reason">Why, as a sentence in the operator's language.</param>
    public void Write(IReadOnlyList<string> cells, string reason)
    {
        for (var i = 0; i < _columns; i++)
        {
            _csv.AsRead(i < cells.Count ? cells[i] : string.Empty);
        }

        _csv.Text(reason);
        for (var i = _columnsRead; i < cells.Count; i++)
        {
            _csv.AsRead(cells[i]);
        }

        _csv.EndRow();
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _csv.FlushAsync(cancellationToken);

    /// <summary>Hands the rest to the stream, which stays open.</summary>
    public void Dispose() => _csv.Dispose();
}
