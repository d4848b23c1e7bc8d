namespace LoyaltyConsole.Core.Transfers;

/// <summary>How much of a file is read before it is refused (design.md, part 6; targets S5).</summary>
public sealed record CsvLimits
{
    /// <summary>The limits of an ordinary import.</summary>
    public static CsvLimits Default { get; } = new();

    /// <summary>Bytes after decompression; 4 GiB, so that a small .gz cannot fill the disk.</summary>
    public long FileBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Bytes of one record as UTF-8, line breaks inside quotes included; 1 MiB.</summary>
    public int RecordBytes { get; init; } = 1024 * 1024;

    /// <summary>Columns of the header; 500.</summary>
    public int Columns { get; init; } = 500;

    /// <summary>Characters of one cell; 32,768, a little more than a spreadsheet's own limit.</summary>
    public int CellCharacters { get; init; } = 32_768;
}
