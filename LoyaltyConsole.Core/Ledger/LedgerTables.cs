using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Ledger;

internal sealed class LedgerEntryTable : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("LedgerEntries", table =>
        {
            table.HasCheckConstraint("CK_LedgerEntries_move_something", "Points <> 0");
            table.HasCheckConstraint(
                "CK_LedgerEntries_credit_or_deduct_as_their_kind_says",
                "(Kind IN (1, 2, 3, 4, 5, 10, 11, 12, 13, 14) AND Points > 0) OR (Kind IN (6, 7, 8, 9) AND Points < 0) OR Kind = 15");
            table.HasCheckConstraint("CK_LedgerEntries_move_a_bounded_amount", "Points BETWEEN -100000000000 AND 100000000000");
            table.HasCheckConstraint("CK_LedgerEntries_are_active_or_discarded", "Status IN (1, 2)");
            table.HasCheckConstraint("CK_LedgerEntries_owe_only_by_deduction", "IsDebt = 0 OR Points < 0");
            table.HasCheckConstraint("CK_LedgerEntries_leave_lots_alone_only_by_hand", "IsUnallocated = 0 OR (Kind = 6 AND IsDebt = 0)");
            table.HasCheckConstraint("CK_LedgerEntries_name_what_they_correct", "CorrectsId IS NOT NULL OR Kind NOT IN (14, 15)");
            table.HasCheckConstraint("CK_LedgerEntries_say_what_they_take_back", "(Kind = 9) = (TakesBack IS NOT NULL)");
            table.HasCheckConstraint("CK_LedgerEntries_name_the_lot_that_expired", "(Kind = 8) = (LotId IS NOT NULL)");
        });
        builder.HasKey(entry => entry.Id);
        builder.HasOne<Customer>().WithMany().HasForeignKey(entry => entry.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Order>().WithMany().HasForeignKey(entry => entry.OrderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(entry => entry.CorrectsId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(entry => entry.ExpiredLot);
        builder.Ignore(entry => entry.Lines);
        builder.Ignore(entry => entry.Cause);
        builder.Ignore(entry => entry.ReservedUntil);
        builder.Ignore(entry => entry.OrderRefId);
        builder.Property(entry => entry.Actor).HasMaxLength(200);
        builder.Property(entry => entry.CouponCode).HasMaxLength(50);
        builder.Property(entry => entry.InternalReason).HasMaxLength(LedgerEntry.TextLength);
        builder.Property(entry => entry.CustomerText).HasMaxLength(LedgerEntry.TextLength);

        // Covers sums over a customer's history at an instant, and the history's order.
        builder.HasIndex(entry => new { entry.CustomerId, entry.EffectiveAt, entry.Kind, entry.Points, entry.Status });

        // An order's points by source, and what its credit notes took back.
        builder.HasIndex(entry => new { entry.OrderId, entry.Kind, entry.Points });

        // A command books once.
        builder.HasIndex(entry => entry.CommandKey).IsUnique().HasFilter("CommandKey IS NOT NULL");

        // A lot runs out once, so that a second run of the job or a crash in it is harmless; what is given back to it
        // later expires each time with what gave it back.
        builder.HasIndex(entry => new { entry.LotId, entry.EffectiveAt }).IsUnique().HasFilter("LotId IS NOT NULL AND CorrectsId IS NULL");

        // An entry is reversed once; a redemption may be given back in several parts.
        builder.HasIndex(entry => entry.CorrectsId).HasFilter("CorrectsId IS NOT NULL");
        builder.HasIndex(entry => entry.CorrectsId, "IX_LedgerEntries_Reversed").IsUnique().HasFilter("Kind = 15 AND IsDebt = 0");

        builder.HasIndex(entry => entry.ImportId).HasFilter("ImportId IS NOT NULL");
        builder.HasIndex(entry => entry.CouponCode).HasFilter("CouponCode IS NOT NULL");
        builder.HasIndex(entry => entry.CustomerId, "IX_LedgerEntries_Debts").HasFilter("IsDebt = 1 OR IsUnallocated = 1");

        // Manual deductions, some of which lower the qualifying points.
        builder.HasIndex(entry => new { entry.CustomerId, entry.EffectiveAt, entry.Reason, entry.Points }, "IX_LedgerEntries_Deductions")
            .HasFilter("Kind = 6");
    }
}

internal sealed class LotTable : IEntityTypeConfiguration<Lot>
{
    public void Configure(EntityTypeBuilder<Lot> builder)
    {
        builder.ToTable("Lots", table =>
        {
            table.HasCheckConstraint("CK_Lots_keep_between_nothing_and_all", "Remaining BETWEEN 0 AND Amount");
            table.HasCheckConstraint("CK_Lots_give_back_at_most_what_was_credited", "TakenBack BETWEEN 0 AND Amount");
            table.HasCheckConstraint("CK_Lots_expire_at_most_what_was_credited", "Expired BETWEEN 0 AND Amount");
            table.HasCheckConstraint(
                "CK_Lots_unlock_before_they_run_out", "LockedUntil IS NULL OR ValidUntil IS NULL OR LockedUntil < ValidUntil");
        });

        // Clustered by customer (WITHOUT ROWID in the migration), because lots are read a customer at a time.
        builder.HasKey(lot => new { lot.CustomerId, lot.EntryId });
        builder.HasOne<LedgerEntry>().WithOne().HasForeignKey<Lot>(lot => lot.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(lot => lot.EntryId).ValueGeneratedNever();
        builder.Ignore(lot => lot.NewEntry);

        // What runs out next: the expiry job and the list's "expiring soon". With what is left of it, though the filter says so much
        // already: without it SQLite looks each lot up in the table.
        builder.HasIndex(lot => new { lot.ValidUntil, lot.CustomerId, lot.Remaining }).HasFilter("Remaining > 0 AND ValidUntil IS NOT NULL");

        // What has unlocked since, and qualifies from then on.
        builder.HasIndex(lot => new { lot.LockedUntil, lot.CustomerId }).HasFilter("LockedUntil IS NOT NULL");
    }
}

internal sealed class AllocationTable : IEntityTypeConfiguration<Allocation>
{
    public void Configure(EntityTypeBuilder<Allocation> builder)
    {
        builder.ToTable("Allocations", table =>
            table.HasCheckConstraint("CK_Allocations_move_something", "Points <> 0"));
        builder.HasKey(allocation => allocation.Id);
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(allocation => allocation.DebitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(allocation => allocation.LotId).OnDelete(DeleteBehavior.Restrict);

        // What a spend took, and what was taken from a lot: the two questions of an explanation.
        builder.HasIndex(allocation => new { allocation.DebitId, allocation.LotId, allocation.Points });
        builder.HasIndex(allocation => new { allocation.LotId, allocation.EffectiveAt, allocation.Points });
    }
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts", table =>
        {
            table.HasCheckConstraint("CK_Accounts_redeem_nothing_while_in_debt", "Debt = 0 OR Redeemable = 0");
            table.HasCheckConstraint("CK_Accounts_balance_is_total_less_debt", "Balance = Locked + Redeemable - Debt");
            table.HasCheckConstraint("CK_Accounts_hold_no_negative_figure", "Locked >= 0 AND Redeemable >= 0 AND Debt >= 0 AND Expired >= 0");
        });
        builder.HasKey(account => account.CustomerId);
        builder.HasOne<Customer>().WithOne().HasForeignKey<Account>(account => account.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(account => account.CustomerId).ValueGeneratedNever();

        // Sorting and filtering the overview by balance.
        builder.HasIndex(account => new { account.Balance, account.CustomerId });

        // Which rows have gone stale by time alone.
        builder.HasIndex(account => account.NextChangeAt).HasFilter("NextChangeAt IS NOT NULL");
    }
}

internal sealed class CouponRedemptionTable : IEntityTypeConfiguration<CouponRedemption>
{
    public void Configure(EntityTypeBuilder<CouponRedemption> builder)
    {
        builder.ToTable("Redemptions", table =>
        {
            table.HasCheckConstraint("CK_Redemptions_are_reserved_or_settled", "State IN (1, 2, 3, 4)");
            table.HasCheckConstraint("CK_Redemptions_wait_until_an_instant", "State <> 1 OR ReservedUntil IS NOT NULL");
        });
        builder.HasKey(redemption => redemption.EntryId);
        builder.Property(redemption => redemption.EntryId).ValueGeneratedNever();
        builder.HasOne<LedgerEntry>().WithOne().HasForeignKey<CouponRedemption>(redemption => redemption.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(redemption => redemption.CouponCode).HasMaxLength(50);
        builder.Property(redemption => redemption.OrderRefId).HasMaxLength(320);
        builder.HasIndex(redemption => redemption.CouponCode).IsUnique().HasFilter("CouponCode IS NOT NULL");
        builder.HasIndex(redemption => redemption.CustomerId);

        // What waits: a customer's own, when the account is read.
        builder.HasIndex(redemption => redemption.CustomerId, "IX_Redemptions_Reserved").HasFilter("State = 1");

        // What was spent on an order, and what waits for the order to be sent.
        builder.HasIndex(redemption => redemption.OrderId).HasFilter("OrderId IS NOT NULL");
        builder.HasIndex(redemption => new { redemption.IntegrationId, redemption.OrderRefId }).HasFilter("OrderRefId IS NOT NULL");
    }
}

internal sealed class CommandTable : IEntityTypeConfiguration<Command>
{
    public void Configure(EntityTypeBuilder<Command> builder)
    {
        builder.ToTable("Commands");
        builder.HasKey(command => command.Key);
        builder.Property(command => command.Key).ValueGeneratedNever();
    }
}
