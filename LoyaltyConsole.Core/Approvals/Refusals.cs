using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Approvals;

// In the order in which they are checked.

/// <summary>The person may do it alone.</summary>
public sealed record NoApprovalNeeded : Refusal;

/// <summary>There is no such request.</summary>
/// <param name="Id">Which one was asked for.</param>
public sealed record ApprovalRequestNotFound(ApprovalRequestId Id) : Refusal;

/// <summary>It waits no more: it was decided on, or taken back.</summary>
/// <param name="Id">Which one.</param>
/// <param name="By">Who decided.</param>
public sealed record ApprovalRequestDecided(ApprovalRequestId Id, string By) : Refusal;

/// <summary>Nobody decides on what they submitted themselves (X6).</summary>
public sealed record OwnApprovalRequest : Refusal;

/// <summary>Only whoever submitted a request takes it back.</summary>
public sealed record NotYourApprovalRequest : Refusal;

/// <summary>The customer's account or level is not what whoever approves has seen.</summary>
public sealed record ApprovalAccountChanged : Refusal;
