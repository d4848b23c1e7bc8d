using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>An import’s rows of customers, each with what it changes.</summary>
public sealed partial class CustomersTable(ImportBook book, FaultLog faults) : ImportRowsTable<ImportedCustomerRow>(faults)
{
    /// <summary>Only these; null for all.</summary>
    [Parameter]
    public ImportState? State { get; set; }

    /// <inheritdoc />
    protected override object? Shown => State;

    /// <inheritdoc />
    protected override Task<Result<Page<ImportedCustomerRow>>> PageAsync(Window window, CancellationToken wanted) =>
        book.CustomersAsync(Id, State, Text, window, Actor, wanted);
}
