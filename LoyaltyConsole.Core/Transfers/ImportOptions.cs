using System.Text.Json;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What the points of a row mean. The numbers are stored.</summary>
public enum PointsMode
{
    /// <summary>They are credited, or deducted where they are negative.</summary>
    Add = 1,

    /// <summary>They are the balance that the customer is to have.</summary>
    Reset = 2,
}

/// <summary>How a file is to be read.</summary>
public sealed record ImportOptions
{
    /// <summary>What it holds.</summary>
    public ImportKind Kind { get; init; }

    /// <summary>The integration that stands for files whose integration nobody names.</summary>
    public const string DefaultIntegration = "File import";

    /// <summary>The mapping as <c>Column=field,…</c>; null where the columns map by themselves.</summary>
    public string? Map { get; init; }

    /// <summary>
    /// The integration that customers and orders belong to; null for <see cref="DefaultIntegration"/>, and for points to look
    /// for a Ref ID in all of them.
    /// </summary>
    public string? Integration { get; init; }

    /// <summary>References that begin with it are credit notes.</summary>
    public string? CreditNotePrefix { get; init; }

    /// <summary>
    /// The file has no order number of its own, and each row is an order. Its reference is made from the customer, the
    /// date and the amount, and its number among rows that are alike in all three: the same file again, or a longer one,
    /// names the same orders alike.
    /// </summary>
    public bool EachRowIsAnOrder { get; init; }

    /// <summary>What the points of rows mean that do not say it themselves.</summary>
    public PointsMode Mode { get; init; } = PointsMode.Add;

    /// <summary>The kind of reason of points; it decides whether they qualify for levels (rule 5.6.1).</summary>
    public ReasonKind Reason { get; init; } = ReasonKind.Reward;

    /// <summary>What stands between two cells; null detects it.</summary>
    public CsvDelimiter? Delimiter { get; init; }

    /// <summary>The encoding's name; null detects it.</summary>
    public string? Encoding { get; init; }

    /// <summary>The date format's name; null detects it.</summary>
    public string? DateFormat { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this);

    internal static ImportOptions FromJson(string json) => JsonSerializer.Deserialize<ImportOptions>(json)!;
}

/// <summary>What a look into a file shows before it is imported.</summary>
/// <param name="Dialect">How it is written.</param>
/// <param name="Header">Its columns.</param>
/// <param name="Mapping">The mapping that was given or is proposed; null where nothing maps by itself.</param>
/// <param name="FirstRows">Its first rows.</param>
public sealed record FilePreview(
    CsvDialect Dialect, IReadOnlyList<string> Header, ColumnMapping? Mapping, IReadOnlyList<IReadOnlyList<string>> FirstRows)
{
    /// <summary>The saved mapping that is proposed; null where the columns map by themselves.</summary>
    public SavedMapping? Saved { get; init; }
}
