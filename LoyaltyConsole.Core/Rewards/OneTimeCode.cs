using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Rewards;

/// <summary>The consecutive id of a one-time code.</summary>
public readonly record struct OneTimeCodeId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What has become of a one-time code. The numbers are stored; never reuse one.</summary>
public enum OneTimeCodeState
{
    /// <summary>It waits to be said to the agent.</summary>
    Waiting = 1,

    /// <summary>Points were spent with it.</summary>
    Used = 2,

    /// <summary>Too many wrong ones were typed, or another one was sent.</summary>
    Void = 3,

    /// <summary>Its time is over.</summary>
    Expired = 4,
}

/// <summary>A code that a customer was sent, so that they can spend points over the phone. What it says is made when it is needed, and lies nowhere.</summary>
internal sealed class OneTimeCode
{
    public OneTimeCodeId Id { get; init; }

    public CustomerId CustomerId { get; set; }

    /// <summary>Drawn by lot; with the programme's secret it makes the code.</summary>
    public required byte[] Salt { get; init; }

    public Instant CreatedAt { get; init; }

    public Instant ExpiresAt { get; init; }

    public OneTimeCodeState State { get; set; }

    /// <summary>How many wrong ones were typed.</summary>
    public int Tries { get; set; }

    /// <summary>When it was used, or became void.</summary>
    public Instant? SettledAt { get; set; }

    /// <summary>What was spent with it; null for a deed that waits for a colleague.</summary>
    public LedgerEntryId? EntryId { get; set; }

    /// <summary>Who had it sent.</summary>
    public required string Actor { get; init; }

    public Guid CommandKey { get; init; }
}

internal sealed class OneTimeCodeTable : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.ToTable("OneTimeCodes", table =>
        {
            table.HasCheckConstraint("CK_OneTimeCodes_wait_or_are_settled", "State BETWEEN 1 AND 4");
            table.HasCheckConstraint("CK_OneTimeCodes_spend_when_they_are_used", "EntryId IS NULL OR State = 2");
        });
        builder.HasKey(code => code.Id);
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.HasOne<Customer>().WithMany().HasForeignKey(code => code.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(code => code.Actor).HasMaxLength(200);
        builder.HasIndex(code => code.CommandKey).IsUnique();

        // A customer has one open code, however many ask for one at once.
        builder.HasIndex(code => code.CustomerId, "IX_OneTimeCodes_Open").IsUnique().HasFilter("State = 1");
        builder.HasIndex(code => new { code.CustomerId, code.CreatedAt });
    }
}
