namespace LoyaltyConsole.Core.Transfers;

// In the order in which opening and reading a file checks.

/// <summary>There is nothing in the file, or nothing but blanks.</summary>
public sealed record FileIsEmpty() : Refusal;

/// <summary>The file is no text but a workbook, an archive, a picture or the like.</summary>
/// <param name="LooksLike">
/// What its first bytes say it is, for instance <c>zip/xlsx</c>; <c>binary</c> when they do not.
/// </param>
public sealed record FileIsBinary(string LooksLike) : Refusal;

/// <summary>The gzip ends too early or is damaged, or is several put one behind the other.</summary>
public sealed record FileIsDamaged() : Refusal;

/// <summary>The text is larger than is read.</summary>
/// <param name="LimitBytes">The most bytes after decompression.</param>
public sealed record FileTooLarge(long LimitBytes) : Refusal;

/// <summary>The bytes are not text in the encoding that was named.</summary>
/// <param name="Encoding">The encoding, by its IANA name.</param>
public sealed record EncodingDoesNotFit(string Encoding) : Refusal;

/// <summary>A quote was opened and does not close within what one record may hold.</summary>
/// <param name="Line">The line, counted from 1, on which the quote was opened.</param>
public sealed record QuoteNeverClosed(long Line) : Refusal;

/// <summary>One record is longer than is read.</summary>
/// <param name="Line">The line, counted from 1, on which the record starts.</param>
/// <param name="LimitBytes">The most bytes of a record.</param>
public sealed record LineTooLong(long Line, int LimitBytes) : Refusal;

/// <summary>The header names more columns than are read.</summary>
/// <param name="Columns">The columns of the header.</param>
/// <param name="Limit">The most columns.</param>
public sealed record TooManyColumns(int Columns, int Limit) : Refusal;

/// <summary>The first line holds data where the names of the columns should stand.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Cell">The first cell that is no name.</param>
public sealed record FileHasNoHeader(long Line, string Cell) : Refusal;

/// <summary>A column has no name.</summary>
/// <param name="Column">The column, counted from 1.</param>
public sealed record ColumnWithoutName(int Column) : Refusal;

/// <summary>Two columns have the same name, so that a mapping could mean either.</summary>
/// <param name="Name">The name, as the file writes it.</param>
public sealed record ColumnNamedTwice(string Name) : Refusal;
