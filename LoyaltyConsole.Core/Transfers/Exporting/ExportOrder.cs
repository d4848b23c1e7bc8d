using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>What somebody wants as a file.</summary>
/// <param name="Key">The command's key, made when the dialog opened; it is also what the file's one address is made of.</param>
/// <param name="Kind">What is exported.</param>
/// <param name="Reason">Why; it stands in the audit log (target S13).</param>
public sealed record ExportOrder(Guid Key, ExportKind Kind, string Reason)
{
    /// <summary>For whom the file is written; others than our own are for customers.</summary>
    public ExportFormat Format { get; init; } = ExportFormat.Own;

    /// <summary>Which rows, as the list's address writes it, for instance <c>status=active&amp;tier=2</c>; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Which columns of our own format for customers, in their order; empty for all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>By what customers are sorted.</summary>
    public CustomerSort Sort { get; init; } = CustomerSort.Id;

    /// <summary>Whether the largest comes first.</summary>
    public bool Descending { get; init; }

    /// <summary>As of when figures are told, as far as the ledger can; null for now.</summary>
    public Instant? At { get; init; }
}

/// <summary>How much one person may take out (target S13). The console's own hands are not limited.</summary>
/// <param name="PerHour">The most exports within an hour.</param>
/// <param name="RowsPerHour">From how many rows within an hour on the next export waits.</param>
public sealed record ExportLimits(int PerHour, long RowsPerHour)
{
    /// <summary>What holds where nothing is configured.</summary>
    public static ExportLimits Default { get; } = new(20, 2_000_000);
}
