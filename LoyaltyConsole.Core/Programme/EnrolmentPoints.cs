using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Programme;

/// <summary>Points for joining the programme, inside the deed that registers a customer.</summary>
internal static class EnrolmentPoints
{
    /// <summary>Pays what the enrolment campaigns in force pay, each once a customer.</summary>
    /// <param name="writing">The deed; the customer and their account are written already.</param>
    /// <param name="customer">Who has joined.</param>
    /// <param name="actor">Who books it.</param>
    public static void Pay(Writing writing, CustomerId customer, string actor)
    {
        var campaigns = writing.Db.Campaigns.AsNoTracking()
            .Where(campaign => campaign.Kind == CampaignKind.Enrolment)
            .OrderBy(campaign => campaign.Id)
            .ToList()
            .Where(campaign => campaign.IsInForceAt(writing.Now) && CampaignAward.TryTake(writing, campaign.Id, customer, occasion: 0))
            .ToList();
        if (campaigns.Count == 0)
        {
            return;
        }

        var account = AccountReader.Read(writing.Connection, customer);
        account.AdvanceTo(writing.Now, writing.Now);
        foreach (var campaign in campaigns)
        {
            CampaignAward.Credit(writing, account, campaign, EntryKind.Enrolment, actor);
        }

        writing.Ledger.Append(account, writing.Now);
        writing.Touch(customer);
    }
}
