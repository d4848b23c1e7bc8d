namespace LoyaltyConsole.Core.Transfers;

/// <summary>The row that a <see cref="CsvFile"/> stands on; valid until it reads on.</summary>
public readonly struct CsvRecord
{
    private readonly CsvFile _file;

    internal CsvRecord(CsvFile file) => _file = file;

    /// <summary>The line of the file, counted from 1, on which the row starts; quoted line breaks count as lines.</summary>
    public long Line => _file.Line;

    /// <summary>
    /// Why the row cannot be taken as it stands; its cells can be read nevertheless, to show and to return them.
    /// </summary>
    public RowFlaw Flaw => _file.Flaw;

    /// <summary>The cells of the row, which differ from the header's columns when it is flawed.</summary>
    public int Count => _file.Count;

    /// <summary>A cell without its quotes; empty beyond <see cref="Count"/>. For reading values without a string.</summary>
    public ReadOnlySpan<char> this[int column] => _file.Cell(column);

    /// <summary>A cell as a string, the same instance for values that repeat in a column. For storing.</summary>
    public string Text(int column) => _file.Text(column);

    /// <summary>All cells as strings. For showing, and for the error file.</summary>
    public string[] ToArray()
    {
        var cells = new string[Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Text(i);
        }

        return cells;
    }
}
