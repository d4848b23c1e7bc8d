using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a staged file of coupons: who is to get one, and which one they got.</summary>
internal sealed class ImportedCoupons : ImportedRow
{
    public CampaignId? CampaignId { get; init; }

    /// <summary>What makes the row one deed among all imports.</summary>
    public string? Identifier { get; init; }

    /// <summary>How many coupons of the campaign the customer held that could be used.</summary>
    public int HeldBefore { get; init; }

    /// <summary>The coupon that it gave.</summary>
    public CouponId? CouponId { get; init; }
}

internal sealed class ImportedCouponsTable() : ImportedRowTable<ImportedCoupons>("ImportedCoupons")
{
    public override void Configure(EntityTypeBuilder<ImportedCoupons> builder)
    {
        base.Configure(builder);

        IndexCustomers(builder);

        IndexExceptions(builder);
    }
}
