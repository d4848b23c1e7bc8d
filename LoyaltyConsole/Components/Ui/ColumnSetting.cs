namespace LoyaltyConsole.Components.Ui;

/// <summary>A column of a table and whether it is shown; a list of these also holds the order.</summary>
/// <param name="Key">The column's own name, the same in every language.</param>
/// <param name="IsShown">Whether it is shown.</param>
public sealed record ColumnSetting(string Key, bool IsShown)
{
    /// <summary>The list with one column moved to another place.</summary>
    public static IReadOnlyList<ColumnSetting> Moved(IReadOnlyList<ColumnSetting> columns, int from, int to)
    {
        var moved = columns.ToList();
        moved.RemoveAt(from);
        moved.Insert(Math.Clamp(to, 0, moved.Count), columns[from]);
        return moved;
    }
}
