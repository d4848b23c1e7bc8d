namespace LoyaltyConsole.Core.Transfers;

/// <summary>Why a cell is not the value that its field asks for.</summary>
public enum CellFault
{
    /// <summary>It is.</summary>
    None,

    /// <summary>Nothing, or only blanks; whether that is a fault depends on the field.</summary>
    Empty,

    /// <summary>A comma in a number, which could be thousands or decimals: write 1250.5 (5.10.1, T13).</summary>
    CommaInNumber,

    /// <summary>No number.</summary>
    NotANumber,

    /// <summary>More decimals than the field keeps.</summary>
    TooManyDecimals,

    /// <summary>A number beyond what can be kept.</summary>
    OutOfRange,

    /// <summary>A fraction where a whole number is asked for.</summary>
    NotWhole,

    /// <summary>An id such as 1.2E+10, whose digits a spreadsheet has thrown away.</summary>
    IdLostDigits,

    /// <summary>Longer than the field.</summary>
    TooLong,

    /// <summary>No date in the column's format.</summary>
    NotADate,

    /// <summary>A date that no calendar has, such as 30 February.</summary>
    NoSuchDate,
}
