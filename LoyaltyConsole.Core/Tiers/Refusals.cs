namespace LoyaltyConsole.Core.Tiers;

// In the order in which a change of a customer's level is checked.

/// <summary>Something happened to the level since the operator looked at it.</summary>
/// <param name="Now">The level now.</param>
public sealed record TierChangedMeanwhile(string Now) : Refusal;

/// <summary>There is no such level.</summary>
public sealed record TierNotFound : Refusal;

/// <summary>A lock ends today or later.</summary>
public sealed record TierLockInThePast : Refusal;

/// <summary>Neither the level nor its lock would change.</summary>
public sealed record TierUnchanged : Refusal;

// In the order in which a change of the levels themselves is checked.

/// <summary>Somebody changed the level since the operator opened it.</summary>
public sealed record TierEditedMeanwhile : Refusal;

/// <summary>A level has a name.</summary>
public sealed record TierNameMissing : Refusal;

/// <summary>Another level has that name.</summary>
public sealed record TierNameTaken(string Name) : Refusal;

/// <summary>Only the base level begins at nothing.</summary>
public sealed record TierThresholdMissing : Refusal;

/// <summary>Another level begins there.</summary>
public sealed record TierThresholdTaken(Points Threshold, string Name) : Refusal;

/// <summary>Entry points, and the months for which they are valid, are above zero or left out.</summary>
public sealed record TierEntryNotPositive : Refusal;

/// <summary>More levels than a programme can have.</summary>
public sealed record TooManyTiers(int Most) : Refusal;

/// <summary>The base level is where everybody starts; it stays (rule 5.6.8).</summary>
public sealed record BaseTierStays(string Name) : Refusal;

/// <summary>A level with customers on it stays.</summary>
public sealed record TierInUse(string Name, long Customers) : Refusal;
