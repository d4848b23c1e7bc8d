using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>An import’s rows of levels, each with level and lock before and after.</summary>
public sealed partial class TiersTable(ImportBook book, FaultLog faults) : ImportRowsTable<ImportedTierRow>(faults)
{
    /// <summary>Which of them.</summary>
    [Parameter]
    public PointsRows Rows { get; set; }

    /// <inheritdoc />
    protected override object? Shown => Rows;

    /// <inheritdoc />
    protected override Task<Result<Page<ImportedTierRow>>> PageAsync(Window window, CancellationToken wanted) =>
        book.TiersAsync(Id, Rows, Text, window, Actor, wanted);
}
