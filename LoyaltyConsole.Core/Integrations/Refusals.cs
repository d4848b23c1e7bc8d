namespace LoyaltyConsole.Core.Integrations;

// In the order in which they are checked.

/// <summary>The integration has no name.</summary>
public sealed record IntegrationNameMissing : Refusal;

/// <summary>A key that opens nothing is no key.</summary>
public sealed record ScopesMissing : Refusal;

/// <summary>There is no such key.</summary>
public sealed record KeyNotFound : Refusal;

/// <summary>The call's key was used before, for something else.</summary>
public sealed record IdempotencyKeyReused : Refusal;

/// <summary>The call was answered while this one waited; its answer is at hand.</summary>
public sealed record CallAnswered : Refusal;

/// <summary>No customer is known by what was given.</summary>
/// <param name="Sought">What was looked for.</param>
public sealed record CustomerUnknown(string Sought) : Refusal;

/// <summary>More than one customer is known by what was given.</summary>
/// <param name="Sought">What was looked for.</param>
public sealed record CustomerAmbiguous(string Sought) : Refusal;
