namespace LoyaltyConsole.Core.Tiers;

/// <summary>What holds a customer's level against automatic change (rule 5.6.6). The numbers are stored.</summary>
public enum TierLock
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>No automatic change either way (E-050).</summary>
    Full = 1,

    /// <summary>It may rise, but never falls.</summary>
    Floor = 2,
}
