namespace LoyaltyConsole.Core.Transfers;

/// <summary>Why a row or an order of a file stays out. The numbers are stored.</summary>
public enum ImportReason
{
    /// <summary>The row names no customer: skipped, never invented (contracts).</summary>
    NoCustomer = 1,

    /// <summary>The same order is recorded already: skipped (contracts).</summary>
    AlreadyRecorded = 2,

    /// <summary>See <see cref="RowFlaw.StrayQuote"/>.</summary>
    StrayQuote = 10,

    /// <summary>See <see cref="RowFlaw.TextAfterQuote"/>.</summary>
    TextAfterQuote = 11,

    /// <summary>See <see cref="RowFlaw.TooFewCells"/>.</summary>
    TooFewCells = 12,

    /// <summary>See <see cref="RowFlaw.TooManyCells"/>.</summary>
    TooManyCells = 13,

    /// <summary>See <see cref="RowFlaw.CellTooLong"/>.</summary>
    CellTooLong = 14,

    /// <summary>A cell that must not be empty is.</summary>
    CellEmpty = 20,

    /// <summary>See <see cref="CellFault.CommaInNumber"/>.</summary>
    CommaInNumber = 21,

    /// <summary>See <see cref="CellFault.NotANumber"/>.</summary>
    NotANumber = 22,

    /// <summary>See <see cref="CellFault.TooManyDecimals"/>.</summary>
    TooManyDecimals = 23,

    /// <summary>See <see cref="CellFault.OutOfRange"/>.</summary>
    OutOfRange = 24,

    /// <summary>See <see cref="CellFault.IdLostDigits"/>.</summary>
    IdLostDigits = 25,

    /// <summary>See <see cref="CellFault.TooLong"/>.</summary>
    ValueTooLong = 26,

    /// <summary>See <see cref="CellFault.NotADate"/>.</summary>
    NotADate = 27,

    /// <summary>See <see cref="CellFault.NoSuchDate"/>.</summary>
    NoSuchDate = 28,

    /// <summary>The type is neither order nor credit note.</summary>
    UnknownType = 29,

    /// <summary>A currency is three letters.</summary>
    NoCurrency = 30,

    /// <summary>The order has no date in any of its rows.</summary>
    NoDate = 40,

    /// <summary>Another row of the same order cannot be used, so its total would be wrong.</summary>
    AnotherRowRejected = 41,

    /// <summary>The rows of one order name different customers.</summary>
    TwoCustomers = 42,

    /// <summary>The rows of one order state different totals.</summary>
    TwoTotals = 43,

    /// <summary>The rows of one order have different currencies.</summary>
    TwoCurrencies = 44,

    /// <summary>Several customers have this e-mail address or phone number.</summary>
    AmbiguousCustomer = 50,

    /// <summary>The customer is deleted.</summary>
    CustomerDeleted = 51,

    /// <summary>Another order of this reference is recorded, with other content.</summary>
    OrderDiffers = 52,

    /// <summary>The order that a credit note takes back is not recorded for this customer.</summary>
    OriginalOrderNotFound = 53,

    /// <summary>The order would earn more points than one entry may move.</summary>
    TooManyPoints = 54,
}

/// <summary>Why a row stays out, and of what the reason speaks.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Column">The column, where it is one cell's fault.</param>
/// <param name="Value">The cell, or what else the reason speaks of.</param>
public sealed record ImportProblem(ImportReason Reason, string? Column, string? Value)
{
    private const char Between = '\u001F';

    internal string Detail => $"{Column}{Between}{Value}";

    internal static ImportProblem Of(ImportReason reason, string? detail)
    {
        var parts = (detail ?? "").Split(Between, 2);
        return new ImportProblem(reason, NullIfEmpty(parts[0]), parts.Length < 2 ? null : NullIfEmpty(parts[1]));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
