using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Programme;

/// <summary>That a campaign paid a customer for an occasion which it pays once: enrolment, this year's birthday.</summary>
internal sealed class CampaignAward
{
    public CampaignId CampaignId { get; init; }

    public CustomerId CustomerId { get; init; }

    /// <summary>The year of the birthday; 0 for the enrolment.</summary>
    public int Occasion { get; init; }

    /// <summary>Takes note that the campaign pays the customer for the occasion; false where it has done so before.</summary>
    public static bool TryTake(Writing writing, CampaignId campaign, CustomerId customer, int occasion) =>
        writing.Connection.Prepare(
            """
            INSERT INTO CampaignAwards (CustomerId, CampaignId, Occasion) VALUES (@0, @1, @2) ON CONFLICT DO NOTHING RETURNING Occasion
            """).Run(customer.Value, campaign.Value, occasion) is not null;

    /// <summary>Credits what the campaign pays for an occasion.</summary>
    public static void Credit(Writing writing, PointsAccount account, Campaign campaign, EntryKind kind, string actor)
    {
        var entry = new LedgerEntry
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = kind,
            Points = campaign.Rate,
            CampaignId = campaign.Id,
            EffectiveAt = writing.Now,
            CreatedAt = writing.Now,
            Actor = actor,
        };
        account.Credit(entry, campaign.LockedUntil(writing.Now), writing.Settings.ValidUntil(campaign, writing.Now));
    }
}
