using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Merging;

/// <summary>
/// Carries out the merges whose delay is over, in the name of whoever approved them (rule 5.7). Each is one transaction that
/// also closes its request, so that it happens once wherever the process is stopped.
/// </summary>
internal sealed class DueMerges(LoyaltyStore store, IClock clock)
{
    /// <summary>Carries out all that are due by now. What cannot be is told in the overview and by a notice, not as an error of the job.</summary>
    public async Task<JobReport> RunAsync(Action<JobReport> report, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var due = await store.ReadAsync(
            db => db.MergeRequests.Where(request => request.Status == MergeRequestStatus.Pending && request.RunsAt <= now)
                .OrderBy(request => request.RunsAt).ThenBy(request => request.Id).Select(request => request.Id).ToListAsync(cancellationToken),
            cancellationToken);
        var done = new JobReport(0, 0, 0);
        foreach (var id in due)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (merged, finding) = await AttemptAsync(id);
            done = done with
            {
                Processed = done.Processed + 1,
                Changed = done.Changed + (merged ? 1 : 0),
                Errors = done.Errors + (finding is null ? 0 : 1),
                Findings = finding is null ? done.Findings : [.. done.Findings, finding],
            };
            report(done);
        }

        return done;
    }

    // A fault with one of them keeps none of the others from being carried out; it is tried again.
    private async Task<(bool Merged, JobFinding? Finding)> AttemptAsync(MergeRequestId id)
    {
        try
        {
            return (await CarryOutAsync(id), null);
        }
        catch (SystemException broken) when (broken is not OperationCanceledException)
        {
            return (false, new JobFinding(null, $"Merge request {id}: {broken.Message}"));
        }
        catch (DbUpdateException broken)
        {
            return (false, new JobFinding(null, $"Merge request {id}: {broken.Message}"));
        }
    }

    private async Task<bool> CarryOutAsync(MergeRequestId id)
    {
        var carried = await store.WriteStepAsync<Done>(async writing =>
        {
            if (await DueAsync(writing, id) is not { } request)
            {
                return new MergeNotScheduled(id);
            }

            return (await AccountMerges.CarryOutAsync(writing, request, MergeAgreement.Read(request), ApproverOf(request))).Succeeded(out _, out var refusal)
                ? default(Done)
                : refusal;
        });
        if (carried.Succeeded(out _, out var why))
        {
            return true;
        }

        // Nothing of the attempt is kept, so the reason is written by itself; whoever is stopped in between attempts it again.
        (await store.WriteAsync<Done>(async writing =>
        {
            if (await DueAsync(writing, id) is { } request)
            {
                AccountMerges.Fail(writing, request, why, ApproverOf(request));
            }

            return default(Done);
        })).OrThrow();
        return false;
    }

    // As it is inside the deed: somebody may have cancelled it, or another process been quicker.
    private static async Task<MergeRequest?> DueAsync(Writing writing, MergeRequestId id) =>
        await writing.Db.MergeRequests.SingleAsync(request => request.Id == id) is { IsWaiting: true } request && request.RunsAt <= writing.Now ? request : null;

    // The approval is what allows it; whether they might still approve is nobody's question any more.
    private static Actor ApproverOf(MergeRequest request) => new(request.ApprovedBy!, new HashSet<Capability>());
}
