using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;

namespace LoyaltyConsole.Features.Imports;

/// <summary>The rows that stay out because something is wrong with them.</summary>
public sealed partial class RejectedRows(ImportBook book, FaultLog faults) : ImportRowsTable<RejectedRow>(faults)
{
    /// <inheritdoc />
    protected override Task<Result<Page<RejectedRow>>> PageAsync(Window window, CancellationToken wanted) =>
        book.RejectedAsync(Id, Text, window, Actor, wanted);
}
