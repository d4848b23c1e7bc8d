using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Orders;

internal sealed class OrderTable : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.ToTable("Orders", table =>
        {
            table.HasCheckConstraint("CK_Orders_are_orders_or_credit_notes", "Type IN (1, 2)");
            table.HasCheckConstraint("CK_Orders_take_back_only_as_credit_notes", "OriginalOrderId IS NULL OR Type = 2");
        });
        builder.HasKey(order => order.Id);
        builder.HasOne<Customer>().WithMany().HasForeignKey(order => order.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Integration>().WithMany().HasForeignKey(order => order.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Order>().WithMany().HasForeignKey(order => order.OriginalOrderId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(order => order.RefId).HasMaxLength(Order.RefLength);
        builder.Property(order => order.Currency).HasMaxLength(3);
        builder.Property(order => order.TerminalId).HasMaxLength(Order.TerminalLength);
        builder.Property(order => order.Fingerprint);
        builder.ComplexProperty(order => order.Billing);
        builder.ComplexProperty(order => order.Delivery);
        builder.Ignore(order => order.Total);
        builder.Ignore(order => order.ActsAt);

        // The same order sent twice is one order (rule 5.4.10).
        builder.HasIndex(order => new { order.IntegrationId, order.RefId, order.Type }).IsUnique();

        // A customer's orders, the newest first, with what the key figures sum up.
        builder.HasIndex(order => new { order.CustomerId, order.PlacedAt, order.Type, order.GoodsTotal, order.Shipping, order.Currency });

        builder.HasIndex(order => order.OriginalOrderId).HasFilter("OriginalOrderId IS NOT NULL");
        builder.HasIndex(order => order.RefId);

        // All orders, the latest first, of one integration or of all.
        builder.HasIndex(order => order.PlacedAt);
        builder.HasIndex(order => new { order.IntegrationId, order.PlacedAt });
    }
}

internal sealed class OrderPositionTable : IEntityTypeConfiguration<OrderPosition>
{
    public void Configure(EntityTypeBuilder<OrderPosition> builder)
    {
        // Clustered by order (WITHOUT ROWID in the migration), because positions are read an order at a time.
        builder.ToTable("OrderPositions");
        builder.HasKey(position => new { position.OrderId, position.Line });
        builder.HasOne<Order>().WithMany().HasForeignKey(position => position.OrderId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(position => position.OrderId);
        builder.Property(position => position.Line).ValueGeneratedNever();
        builder.Ignore(position => position.Value);
        builder.Property(position => position.Sku).HasMaxLength(OrderPosition.CodeLength);
        builder.Property(position => position.Variant).HasMaxLength(OrderPosition.CodeLength);
        builder.Property(position => position.Name).HasMaxLength(OrderPosition.NameLength);
        builder.Property(position => position.Category).HasMaxLength(OrderPosition.CategoryLength);
    }
}

internal sealed class PositionEarningTable : IEntityTypeConfiguration<PositionEarning>
{
    public void Configure(EntityTypeBuilder<PositionEarning> builder)
    {
        builder.ToTable("PositionEarnings");
        builder.HasKey(earning => new { earning.EntryId, earning.Line });
        builder.Property(earning => earning.EntryId).ValueGeneratedNever();
        builder.Property(earning => earning.Line).ValueGeneratedNever();
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(earning => earning.EntryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UnmatchedDocumentTable : IEntityTypeConfiguration<UnmatchedDocument>
{
    public void Configure(EntityTypeBuilder<UnmatchedDocument> builder)
    {
        builder.ToTable("UnmatchedDocuments", table =>
            table.HasCheckConstraint("CK_UnmatchedDocuments_wait_or_are_settled", "State IN (1, 2, 3)"));
        builder.HasKey(document => document.Id);
        builder.HasOne<Integration>().WithMany().HasForeignKey(document => document.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(document => document.RefId).HasMaxLength(320);
        builder.Property(document => document.Sought).HasMaxLength(320);
        builder.Property(document => document.SettledReason).HasMaxLength(UnmatchedOrders.ReasonLength);

        // The same document sent again waits once.
        builder.HasIndex(document => new { document.IntegrationId, document.RefId, document.Type }).IsUnique();
        builder.HasIndex(document => document.Id, "IX_UnmatchedDocuments_Waiting").HasFilter("State = 1");
    }
}
