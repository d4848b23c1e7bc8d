using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Core.Customers.Privacy;

// In the order in which they are checked.

/// <summary>What was typed is neither the customer's id nor their e-mail address.</summary>
public sealed record ErasureNotConfirmed(CustomerId Customer) : Refusal;

/// <summary>A coupon code waits to be used; its points are neither spent nor back (rule 5.3).</summary>
public sealed record ErasureAwaitsCoupon : Refusal;

/// <summary>An import that is not finished names the customer, or may (rule 5.8.5).</summary>
public sealed record ErasureAwaitsImport(ImportId Import) : Refusal;
