namespace LoyaltyConsole.Features.Profile.Spending;

/// <summary>What can be done with a reward that a customer has.</summary>
public enum RewardDeed
{
    /// <summary>Note that it was used.</summary>
    Use,

    /// <summary>Take an unused one from the account; its points go back.</summary>
    Remove,

    /// <summary>Give the points of a used one back on purpose (rule 5.3.4).</summary>
    Refund,
}
