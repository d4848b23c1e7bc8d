namespace LoyaltyConsole.Core.Merging;

// In the order in which they are checked.

/// <summary>Both accounts are one account.</summary>
public sealed record MergeWithItself : Refusal;

/// <summary>There is no such request.</summary>
/// <param name="Id">Which one was asked for.</param>
public sealed record MergeRequestNotFound(MergeRequestId Id) : Refusal;

/// <summary>Somebody has decided on the request already.</summary>
/// <param name="Id">Which one.</param>
/// <param name="By">Who decided.</param>
public sealed record MergeRequestDecided(MergeRequestId Id, string By) : Refusal;

/// <summary>The request is approved and waits to be carried out.</summary>
/// <param name="Id">Which one.</param>
/// <param name="By">Who approved it.</param>
public sealed record MergeIsScheduled(MergeRequestId Id, string By) : Refusal;

/// <summary>The request does not wait to be carried out: it never was approved, is merged, or somebody cancelled it.</summary>
/// <param name="Id">Which one.</param>
public sealed record MergeNotScheduled(MergeRequestId Id) : Refusal;

/// <summary>Nobody approves what they entered themselves (rule 5.7).</summary>
public sealed record OwnMergeRequest : Refusal;

/// <summary>One of the accounts was changed since the operator saw it.</summary>
public sealed record MergeAccountsChanged : Refusal;

/// <summary>A redemption of one of the accounts waits for its coupon code (rule 5.7).</summary>
/// <param name="Minutes">After how many minutes, begun ones included, it has settled at the latest.</param>
public sealed record MergeWaitsForRedemption(int Minutes) : Refusal;

/// <summary>The accounts look like two people, and the second e-mail address has not confirmed (L-091).</summary>
public sealed record MergeNotConfirmed : Refusal;
