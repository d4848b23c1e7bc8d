using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>The consecutive id of a merge request (L-083).</summary>
public readonly record struct MergeRequestId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What has become of a merge request (D3). The numbers are stored; never reuse one.</summary>
public enum MergeRequestStatus
{
    /// <summary>Nobody has decided yet.</summary>
    Pending = 1,

    /// <summary>The accounts are merged.</summary>
    Approved = 2,

    /// <summary>It was turned down.</summary>
    Rejected = 3,

    /// <summary>It was approved but could not be carried out; somebody decides anew.</summary>
    Failed = 4,

    /// <summary>It was closed because one of its accounts was merged by another request (rule 5.7).</summary>
    Superseded = 5,
}

/// <summary>Somebody asks that two accounts become one (L-080 to L-088).</summary>
public sealed class MergeRequest
{
    /// <summary>The longest remark.</summary>
    public const int RemarksLength = 2_000;

    /// <summary>"ID" (L-083).</summary>
    public MergeRequestId Id { get; internal set; }

    /// <summary>"Request by": the e-mail of the account that becomes the main account (L-084).</summary>
    public string? RequestBy { get; internal set; }

    /// <summary>"Request for": the e-mail of the account to be integrated (L-085).</summary>
    public string? RequestFor { get; internal set; }

    /// <summary>The account that becomes the main account.</summary>
    public CustomerId MainId { get; internal set; }

    /// <summary>The account to be integrated into it.</summary>
    public CustomerId IntegratedId { get; internal set; }

    /// <summary>"Remarks" (L-086); null while they are still the default "New Entry" (L-087).</summary>
    public string? Remarks { get; internal set; }

    /// <summary>What has become of it (L-088, D3).</summary>
    public MergeRequestStatus Status { get; internal set; }

    /// <summary>When the second e-mail address confirmed it; null while it has not (L-091).</summary>
    public Instant? ConfirmedAt { get; internal set; }

    /// <summary>The shop it came through; null where staff entered it.</summary>
    public IntegrationId? IntegrationId { get; internal init; }

    /// <summary>Who submitted it.</summary>
    public required string Actor { get; init; }

    // Names change and collide; who may not approve it does not. Null where a shop submitted it.
    internal string? SubmitterKey { get; init; }

    /// <summary>When it was submitted.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>When it was decided on; null while it is open.</summary>
    public Instant? DecidedAt { get; internal set; }

    /// <summary>Who decided; null while it is open.</summary>
    public string? DecidedBy { get; internal set; }

    /// <summary>Who approved it, where it waits to be carried out or has waited; null otherwise.</summary>
    public string? ApprovedBy { get; internal set; }

    /// <summary>When that was.</summary>
    public Instant? ApprovedAt { get; internal set; }

    /// <summary>When it is carried out unless somebody cancels that; null where it does not wait for it (rule 5.7).</summary>
    public Instant? RunsAt { get; internal set; }

    /// <summary>The name of the refusal for which it could not be carried out; null where it could.</summary>
    public string? Failure { get; internal set; }

    /// <summary>Whether it is approved and waits to be carried out.</summary>
    public bool IsWaiting => Status == MergeRequestStatus.Pending && RunsAt is not null;

    /// <summary>What was agreed on, as JSON without personal data, for the time when it is carried out.</summary>
    internal string? Agreed { get; set; }

    // Kept when the approval is cancelled, so that its repetition approves nothing anew.
    internal Guid? ApprovalKey { get; set; }

    /// <summary>What the merge moved, as JSON without personal data; null where there was none.</summary>
    internal string? Manifest { get; set; }

    /// <summary>The key of the command that decided.</summary>
    internal Guid? DecisionKey { get; set; }

    /// <summary>The key of the command that submitted it.</summary>
    internal Guid CommandKey { get; init; }
}

internal sealed class MergeRequestTable : IEntityTypeConfiguration<MergeRequest>
{
    public void Configure(EntityTypeBuilder<MergeRequest> builder)
    {
        builder.ToTable("MergeRequests", table =>
        {
            table.HasCheckConstraint("CK_MergeRequests_are_open_or_decided", "Status BETWEEN 1 AND 5");
            table.HasCheckConstraint("CK_MergeRequests_name_two_accounts", "MainId <> IntegratedId");
        });
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.HasOne<Customer>().WithMany().HasForeignKey(request => request.MainId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Customer>().WithMany().HasForeignKey(request => request.IntegratedId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Integration>().WithMany().HasForeignKey(request => request.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(request => request.RequestBy).HasMaxLength(Customer.ShortLength);
        builder.Property(request => request.RequestFor).HasMaxLength(Customer.ShortLength);
        builder.Property(request => request.Remarks).HasMaxLength(MergeRequest.RemarksLength);
        builder.Property(request => request.Actor).HasMaxLength(200);
        builder.Property(request => request.SubmitterKey).HasMaxLength(200);
        builder.Property(request => request.DecidedBy).HasMaxLength(200);
        builder.Property(request => request.ApprovedBy).HasMaxLength(200);
        builder.Property(request => request.Failure).HasMaxLength(200);
        builder.Ignore(request => request.IsWaiting);
        builder.Property(request => request.Agreed);
        builder.Property(request => request.ApprovalKey);
        builder.Property(request => request.Manifest);
        builder.Property(request => request.DecisionKey);
        builder.Property(request => request.CommandKey);
        builder.HasIndex(request => request.CommandKey).IsUnique();

        // The same two accounts have one open request.
        builder.HasIndex(request => new { request.MainId, request.IntegratedId }).IsUnique().HasFilter("Status = 1");
        builder.HasIndex(request => request.IntegratedId);
    }
}
