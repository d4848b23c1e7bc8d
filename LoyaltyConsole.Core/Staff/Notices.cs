using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Staff;

/// <summary>What waits for somebody.</summary>
public enum NoticeKind
{
    /// <summary>Merge requests on which nobody has decided (L-081).</summary>
    MergeRequests,

    /// <summary>Orders and credit notes for which nobody could be found.</summary>
    UnmatchedDocuments,

    /// <summary>Jobs whose last run failed.</summary>
    FailedJobs,

    /// <summary>Approved merges that could not be carried out (rule 5.7).</summary>
    FailedMerges,

    /// <summary>Messages that could not be delivered.</summary>
    DeadLetters,

    /// <summary>Connections through which nobody is told at present (E-058).</summary>
    FailingConnections,

    /// <summary>Customers whom a mailing service or a shop refuses.</summary>
    RefusedContacts,

    /// <summary>What colleagues do not do alone, and nobody has decided on (X6).</summary>
    Approvals,
}

/// <summary>Something that waits for a person.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Since">When the oldest of them came.</param>
/// <param name="Latest">When the latest of them came.</param>
public sealed record Notice(NoticeKind Kind, long Count, Instant Since, Instant Latest);

/// <summary>
/// Tells a person what waits for them (L-081). It is read from where it waits, so that it is gone as soon as anybody has
/// dealt with it.
/// </summary>
public sealed class Notices
{
    private readonly LoyaltyStore _store;

    internal Notices(LoyaltyStore store) => _store = store;

    /// <summary>What waits for somebody with these capabilities; their own requests wait for somebody else.</summary>
    public Task<IReadOnlyList<Notice>> ListAsync(Actor actor, CancellationToken cancellationToken) => _store.ReadAsync<IReadOnlyList<Notice>>(
        connection =>
        [
            .. Kinds.Where(kind => _store.Refuses(actor, kind.Needs, FeatureOf(kind.Kind)) is null).SelectMany(kind => connection.Query(
                kind.Sql,
                row => new Notice(
                    kind.Kind, row.GetInt64(0), Instant.FromUnixTimeMilliseconds(row.LongOrNull(1) ?? 0), Instant.FromUnixTimeMilliseconds(row.LongOrNull(2) ?? 0)),
                ("@actor", actor.Key), ("@failed", (int)JobRunState.Failed))).Where(notice => notice.Count > 0),
        ],
        cancellationToken);

    private static Feature? FeatureOf(NoticeKind kind) => kind switch
    {
        NoticeKind.MergeRequests or NoticeKind.FailedMerges => Feature.Merging,
        NoticeKind.FailingConnections or NoticeKind.RefusedContacts => Feature.Connections,
        _ => null,
    };

    private static readonly (NoticeKind Kind, Capability Needs, string Sql)[] Kinds =
    [
        (NoticeKind.MergeRequests, Capability.ApproveMerges,
            "SELECT COUNT(*), MIN(CreatedAt), MAX(CreatedAt) FROM MergeRequests WHERE Status = 1 AND RunsAt IS NULL AND (SubmitterKey IS NULL OR SubmitterKey <> @actor)"),
        (NoticeKind.FailedMerges, Capability.ApproveMerges, "SELECT COUNT(*), MIN(DecidedAt), MAX(DecidedAt) FROM MergeRequests WHERE Status = 4"),
        (NoticeKind.Approvals, Capability.ApproveChanges,
            "SELECT COUNT(*), MIN(CreatedAt), MAX(CreatedAt) FROM ApprovalRequests WHERE Status = 1 AND ActorKey <> @actor"),
        (NoticeKind.UnmatchedDocuments, Capability.RecordOrders,
            "SELECT COUNT(*), MIN(ReceivedAt), MAX(ReceivedAt) FROM UnmatchedDocuments WHERE State = 1"),
        (NoticeKind.FailedJobs, Capability.RunJobs,
            "SELECT COUNT(*), MIN(EndedAt), MAX(EndedAt) FROM JobRuns WHERE Id IN (SELECT MAX(Id) FROM JobRuns GROUP BY Job) AND State = @failed"),
        (NoticeKind.DeadLetters, Capability.RunJobs,
            "SELECT COUNT(*), MIN(CreatedAt), MAX(CreatedAt) FROM Messages WHERE State = 3"),
        (NoticeKind.FailingConnections, Capability.ManageIntegrations,
            "SELECT COUNT(*), MIN(FailingSince), MAX(FailingSince) FROM Connections WHERE State = 1 AND FailingSince IS NOT NULL"),
        (NoticeKind.RefusedContacts, Capability.ManageIntegrations,
            """
            SELECT COUNT(*), MIN(k.NextAttemptAt), MAX(k.NextAttemptAt) FROM Connections n JOIN ConnectionContacts k ON k.ConnectionId = n.Id AND k.State = 2
            WHERE n.State <> 3
            """),
    ];
}
