using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>An import’s rows of points, each with what it does to its customer’s balance, locked points and level.</summary>
public sealed partial class PointsTable(ImportBook book, FaultLog faults) : ImportRowsTable<ImportedPointsRow>(faults)
{
    /// <summary>Which of them.</summary>
    [Parameter, EditorRequired]
    public required PointsRows Rows { get; set; }

    /// <inheritdoc />
    protected override object? Shown => Rows;

    /// <inheritdoc />
    protected override Task<Result<Page<ImportedPointsRow>>> PageAsync(Window window, CancellationToken wanted) =>
        book.PointsAsync(Id, Rows, Text, window, Actor, wanted);
}
