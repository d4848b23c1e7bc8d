using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>An import’s rows of coupons, each with what the customer holds before and after.</summary>
public sealed partial class CouponRowsTable(ImportBook book, FaultLog faults) : ImportRowsTable<ImportedCouponRow>(faults)
{
    /// <summary>Only these; null for all.</summary>
    [Parameter]
    public ImportState? State { get; set; }

    /// <inheritdoc />
    protected override object? Shown => State;

    /// <inheritdoc />
    protected override Task<Result<Page<ImportedCouponRow>>> PageAsync(Window window, CancellationToken wanted) =>
        book.CouponsAsync(Id, State, Text, window, Actor, wanted);
}
