using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Customers;

internal sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("Customers", table =>
        {
            table.HasCheckConstraint("CK_Customers_are_active_inactive_or_deleted", "Status IN (1, 2, 3)");
            table.HasCheckConstraint("CK_Customers_keep_bounded_names", "Name IS NULL OR length(Name) <= 1000");
        });
        builder.HasKey(customer => customer.Id);
        builder.HasOne<Integration>().WithMany().HasForeignKey(customer => customer.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Tier>().WithMany().HasForeignKey(customer => customer.TierId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(customer => customer.RefId).HasMaxLength(Customer.ShortLength);
        builder.Property(customer => customer.Name).HasMaxLength(Customer.NameLength);
        builder.Property(customer => customer.FirstName).HasMaxLength(Customer.PartLength);
        builder.Property(customer => customer.LastName).HasMaxLength(Customer.PartLength);
        builder.Property(customer => customer.Company).HasMaxLength(Customer.PartLength);
        builder.Property(customer => customer.Salutation).HasMaxLength(Customer.PartLength);
        builder.Property(customer => customer.Group).HasColumnName("CustomerGroup").HasMaxLength(Customer.PartLength);
        builder.Property(customer => customer.CardNumber).HasMaxLength(Customer.PartLength);
        builder.Property(customer => customer.Email).HasMaxLength(Customer.ShortLength);
        builder.Property(customer => customer.Phone).HasMaxLength(Customer.ShortLength);
        builder.Property(customer => customer.Language).HasMaxLength(2);
        builder.Ignore(customer => customer.NameParts);
        builder.Property(customer => customer.RegistrationKey);
        builder.Property(customer => customer.NameKey);
        builder.Property(customer => customer.LastNameKey);
        builder.Property(customer => customer.EmailKey);
        builder.Property(customer => customer.PhoneDigits);

        // A reference is one customer in its system.
        builder.HasIndex(customer => new { customer.IntegrationId, customer.RefId }).IsUnique().HasFilter("RefId IS NOT NULL");

        // Files name customers by it.
        builder.HasIndex(customer => customer.CardNumber).HasFilter("CardNumber IS NOT NULL");

        // A command registers once.
        builder.HasIndex(customer => customer.RegistrationKey).IsUnique().HasFilter("RegistrationKey IS NOT NULL");

        // One for each sortable column; each ends in the id, so that pages are stable.
        builder.HasIndex(customer => customer.RefId);
        builder.HasIndex(customer => new { customer.IntegrationId, customer.NameKey });
        builder.HasIndex(customer => new { customer.IsRegistered, customer.NameKey });
        builder.HasIndex(customer => customer.NameKey);
        builder.HasIndex(customer => customer.LastNameKey);
        builder.HasIndex(customer => customer.EmailKey);
        builder.HasIndex(customer => customer.PhoneDigits);
        builder.HasIndex(customer => customer.EnrolledAt);
        builder.HasIndex(customer => customer.ModifiedAt);
        builder.HasIndex(customer => customer.Birthday);
        builder.HasIndex(customer => customer.Gender);
        builder.HasIndex(customer => customer.IsLocked);
        builder.HasIndex(customer => customer.Status);
        builder.HasIndex(customer => customer.TierId);

        // Without a reference to the row, which would make the table anew for no gain: nobody is ever deleted from it.
        builder.Property(customer => customer.MergedInto);

        builder.Property(customer => customer.TierHeldAt);
        builder.Property(customer => customer.TierEvaluatedAt);
        builder.Property(customer => customer.TierLockedBy).HasMaxLength(200);
        builder.Property(customer => customer.TierLockReason).HasMaxLength(TierChange.NoteLength);

        // Whose level is evaluated next; nobody's is under a full lock, until that ends.
        builder.HasIndex(customer => customer.TierDueAt).HasFilter("TierDueAt IS NOT NULL AND TierLock <> 1");
        builder.HasIndex(customer => customer.TierLockedUntil).HasFilter("TierLockedUntil IS NOT NULL");
    }
}
