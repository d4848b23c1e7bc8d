using LoyaltyConsole.Core.Customers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a staged file of customers: what it says, and what it changes, or changed, of whom.</summary>
internal sealed class ImportedCustomers : ImportedRow
{
    /// <summary>Whether the row creates, or created, its customer.</summary>
    public bool IsNew { get; init; }

    /// <summary>Each field with its value, as JSON.</summary>
    public string? Given { get; init; }

    /// <summary>Each field that is, or was, changed, with its value before and after, as JSON; nothing of somebody new, of whom it is what is given.</summary>
    public string? Changes { get; init; }
}

internal sealed class ImportedCustomersTable() : ImportedRowTable<ImportedCustomers>("ImportedCustomers")
{
    public override void Configure(EntityTypeBuilder<ImportedCustomers> builder)
    {
        base.Configure(builder);

        IndexCustomers(builder);
    }
}
