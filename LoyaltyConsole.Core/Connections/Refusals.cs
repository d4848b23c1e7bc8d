namespace LoyaltyConsole.Core.Connections;

// In the order in which they are checked.

/// <summary>The connection has no name.</summary>
public sealed record ConnectionNameMissing : Refusal;

/// <summary>The address is none that can be called: https, without a user's name in it.</summary>
public sealed record ConnectionAddressUnusable : Refusal;

/// <summary>The service wants to know into which list.</summary>
public sealed record ConnectionListMissing : Refusal;

/// <summary>The id of the list is none of that service.</summary>
public sealed record ConnectionListUnusable : Refusal;

/// <summary>The service wants a key.</summary>
public sealed record ConnectionKeyMissing : Refusal;

/// <summary>The key has characters that no key has.</summary>
public sealed record ConnectionKeyUnusable : Refusal;

/// <summary>What a webhook is signed with can be guessed.</summary>
/// <param name="Shortest">The fewest characters.</param>
public sealed record SigningSecretShort(int Shortest) : Refusal;

/// <summary>There is no such connection, or it was deleted.</summary>
public sealed record ConnectionNotFound : Refusal;

/// <summary>The connection is paused; let it go on first.</summary>
public sealed record ConnectionPaused : Refusal;

/// <summary>That customer is not refused by this connection.</summary>
public sealed record ContactNotRefused : Refusal;
