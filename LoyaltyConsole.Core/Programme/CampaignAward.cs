using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Programme;

/// <summary>That a campaign paid a customer for an occasion which it pays once: enrolment, this year's birthday.</summary>
internal sealed class CampaignAward
{
    public CampaignId CampaignId { get; init; }

    public CustomerId CustomerId { get; init; }

    /// <summary>The year of the birthday; 0 for the enrolment.</summary>
    public int Occasion { get; init; }
}
