namespace LoyaltyConsole.Core.Transfers;

/// <summary>Why a single row cannot be taken as it stands; the rest of the file is read on.</summary>
public enum RowFlaw
{
    /// <summary>The row is whole.</summary>
    None,

    /// <summary>A quote stands inside a cell that is not quoted, or is not doubled.</summary>
    StrayQuote,

    /// <summary>Text follows a closing quote before the delimiter.</summary>
    TextAfterQuote,

    /// <summary>The row has fewer cells than the header.</summary>
    TooFewCells,

    /// <summary>The row has more cells than the header.</summary>
    TooManyCells,

    /// <summary>A cell is longer than <see cref="CsvLimits.CellCharacters"/>.</summary>
    CellTooLong,
}
