using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Features.Notifications;

/// <summary>Where what waits is dealt with, and its symbol.</summary>
internal static class NoticeWords
{
    /// <summary>The page.</summary>
    public static string PathOf(NoticeKind kind) => kind switch
    {
        NoticeKind.MergeRequests => "/merge-requests?kind=open",
        NoticeKind.Approvals => "/approvals?kind=open",
        NoticeKind.UnmatchedDocuments => "/orders/unmatched",
        NoticeKind.FailedJobs => "/jobs",
        NoticeKind.FailedMerges => "/merge-requests?kind=open",
        NoticeKind.DeadLetters => "/messages?kind=failed",
        NoticeKind.FailingConnections or NoticeKind.RefusedContacts => "/integrations/connections",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The symbol.</summary>
    public static string IconOf(NoticeKind kind) => kind switch
    {
        NoticeKind.MergeRequests => "merge",
        NoticeKind.Approvals => "approval",
        NoticeKind.UnmatchedDocuments => "receipt_long",
        NoticeKind.FailedJobs => "error",
        NoticeKind.FailedMerges => "merge",
        NoticeKind.DeadLetters => "unsubscribe",
        NoticeKind.FailingConnections => "link_off",
        NoticeKind.RefusedContacts => "person_off",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
