using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Approvals;

/// <summary>The consecutive id of an approval request.</summary>
public readonly record struct ApprovalRequestId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What somebody wants to do. The numbers are stored; never reuse one.</summary>
public enum ApprovalDeed
{
    /// <summary>A manual credit or deduction.</summary>
    AdjustPoints = 1,

    /// <summary>The reversal of an entry.</summary>
    ReverseEntry = 2,

    /// <summary>A campaign's points, granted by hand.</summary>
    GrantCampaign = 3,

    /// <summary>Points spent on a reward.</summary>
    SpendReward = 4,

    /// <summary>Another level, or another lock of it.</summary>
    ChangeTier = 5,
}

/// <summary>Why it is not done alone (X6). The numbers are stored; never reuse one.</summary>
public enum ApprovalCause
{
    /// <summary>The account looks like the person's own.</summary>
    OwnAccount = 1,

    /// <summary>It exceeds what the person may in one entry.</summary>
    EntryLimit = 2,

    /// <summary>It exceeds what the person may in one day.</summary>
    DayLimit = 3,
}

/// <summary>What has become of an approval request. The numbers are stored; never reuse one.</summary>
public enum ApprovalStatus
{
    /// <summary>Nobody has decided yet.</summary>
    Waiting = 1,

    /// <summary>Somebody else approved it, and it was done.</summary>
    Approved = 2,

    /// <summary>Somebody turned it down.</summary>
    Rejected = 3,

    /// <summary>Whoever submitted it took it back.</summary>
    Withdrawn = 4,

    /// <summary>The customer was deleted before anybody decided.</summary>
    Void = 5,
}

/// <summary>Something that a person does not do alone, waiting for somebody else (X6).</summary>
public sealed class ApprovalRequest
{
    /// <summary>The longest remark.</summary>
    public const int RemarksLength = 2_000;

    /// <summary>The id.</summary>
    public ApprovalRequestId Id { get; internal init; }

    /// <summary>What is to be done.</summary>
    public ApprovalDeed Deed { get; internal init; }

    /// <summary>To whom.</summary>
    public CustomerId CustomerId { get; internal init; }

    /// <summary>What it would have done to the balance when it was submitted.</summary>
    public Points Points { get; internal init; }

    /// <summary>Why it is not done alone.</summary>
    public ApprovalCause Cause { get; internal init; }

    /// <summary>What has become of it.</summary>
    public ApprovalStatus Status { get; internal set; }

    /// <summary>Who wants to do it.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was submitted.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>When it was decided on; null while it waits.</summary>
    public Instant? DecidedAt { get; internal set; }

    /// <summary>Who decided; null while it waits.</summary>
    public string? DecidedBy { get; internal set; }

    /// <summary>What whoever decided remarks.</summary>
    public string? Remarks { get; internal set; }

    // Names change and collide; who may not approve it does not.
    internal string ActorKey { get; init; } = "";

    /// <summary>The command as its dialog put it, in JSON.</summary>
    internal string Content { get; init; } = "{}";

    internal Guid CommandKey { get; init; }

    /// <summary>The key of the command that decided.</summary>
    internal Guid? DecisionKey { get; set; }

    /// <summary>Whether it is a person's own, who then does not decide on it.</summary>
    public bool IsOf(Actor actor) => string.Equals(ActorKey, actor.Key, StringComparison.Ordinal);
}

internal sealed class ApprovalRequestTable : IEntityTypeConfiguration<ApprovalRequest>
{
    public void Configure(EntityTypeBuilder<ApprovalRequest> builder)
    {
        builder.ToTable("ApprovalRequests", table => table.HasCheckConstraint(
            "CK_ApprovalRequests_are_decided_by_somebody", "Status BETWEEN 1 AND 5 AND (Status NOT IN (2, 3) OR DecidedBy IS NOT NULL)"));
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.HasOne<Customer>().WithMany().HasForeignKey(request => request.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(request => request.Actor).HasMaxLength(200);
        builder.Property(request => request.ActorKey).HasMaxLength(200);
        builder.Property(request => request.DecidedBy).HasMaxLength(200);
        builder.Property(request => request.Remarks).HasMaxLength(ApprovalRequest.RemarksLength);
        builder.Property(request => request.Content);
        builder.Property(request => request.DecisionKey);
        builder.HasIndex(request => request.CommandKey).IsUnique();
        builder.HasIndex(request => new { request.Status, request.Id });
        builder.HasIndex(request => new { request.CustomerId, request.Status });
        builder.HasIndex(request => new { request.ActorKey, request.Id });
    }
}

/// <summary>What a dialog submits for approval: one of the commands that may wait.</summary>
public sealed class ApprovalOrder
{
    private ApprovalOrder(Guid key, ApprovalDeed deed, Capability needs, object content) =>
        (Key, Deed, Needs, Content) = (key, deed, needs, content);

    internal Guid Key { get; }

    internal ApprovalDeed Deed { get; }

    internal Capability Needs { get; }

    internal object Content { get; }

    /// <summary>A manual credit or deduction.</summary>
    public static ApprovalOrder Of(Adjustment adjustment) => new(adjustment.Key, ApprovalDeed.AdjustPoints, Capability.AdjustPoints, adjustment);

    /// <summary>The reversal of an entry.</summary>
    public static ApprovalOrder Of(EntryReversal reversal) => new(reversal.Key, ApprovalDeed.ReverseEntry, Capability.ReverseEntries, reversal);

    /// <summary>A campaign's points, granted by hand.</summary>
    public static ApprovalOrder Of(CampaignGrant grant) => new(grant.Key, ApprovalDeed.GrantCampaign, Capability.GrantCampaigns, grant);

    /// <summary>Points spent on a reward.</summary>
    public static ApprovalOrder Of(RewardSpend spend) => new(spend.Key, ApprovalDeed.SpendReward, Capability.RedeemPoints, spend);

    /// <summary>Another level, or another lock of it.</summary>
    public static ApprovalOrder Of(TierOrder order) => new(order.Key, ApprovalDeed.ChangeTier, Capability.ChangeTier, order);
}
