using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>An import’s orders and credit notes, each with what it does to its customer.</summary>
public sealed partial class ImportedOrders(ImportBook book, FaultLog faults) : ImportRowsTable<ImportDocumentRow>(faults)
{
    /// <summary>Only these; null for all.</summary>
    [Parameter]
    public ImportState? State { get; set; }

    /// <inheritdoc />
    protected override object? Shown => State;

    /// <inheritdoc />
    protected override Task<Result<Page<ImportDocumentRow>>> PageAsync(Window window, CancellationToken wanted) =>
        book.DocumentsAsync(Id, State, Text, window, Actor, wanted);
}
