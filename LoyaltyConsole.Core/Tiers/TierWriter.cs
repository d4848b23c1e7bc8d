using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>Writes what became of a level: the customer's standing, the history, and what is given on entry.</summary>
internal static class TierWriter
{
    /// <summary>Writes what a course did by itself; nothing where it did nothing.</summary>
    /// <returns>Whether a level, a lock or a grace period changed.</returns>
    public static bool Write(Writing writing, TierRules rules, TierStanding before, TierCourse course, long? run, PointsAccount? account = null)
    {
        if (course.Standing != before)
        {
            Stand(writing, before, course.Standing);
        }

        if (course.Steps.Count == 0)
        {
            return false;
        }

        foreach (var step in course.Steps)
        {
            Insert(writing, Change(step, course.Standing.Customer, run));
        }

        writing.Touch(course.Standing.Customer);
        foreach (var step in course.Steps.Where(step => step.Cause == TierCause.Reached))
        {
            TierEntry.Give(writing, rules, course.Standing, step.From, step.To, account);
        }

        return true;
    }

    /// <summary>Writes where a customer stands.</summary>
    public static void Stand(Writing writing, TierStanding before, TierStanding after)
    {
        var (customer, connection) = (after.Customer.Value, writing.Connection);
        if (after.Tier == before.Tier && after.Lock == before.Lock && after.LockedUntil == before.LockedUntil && after.Since == before.Since)
        {
            // The usual end of an evaluation, which keeps the level: as few indexes as possible are touched.
            connection.Prepare("UPDATE Customers SET TierDueAt = @1, TierKeptUntil = @2, TierHeldAt = @3, TierEvaluatedAt = @4 WHERE Id = @0")
                .Run(customer, Stored(after.DueAt), Stored(after.KeptUntil), after.HeldAt?.Hundredths, Stored(after.LastEvaluatedAt));
            return;
        }

        connection.Prepare(
            """
            UPDATE Customers SET TierId = @1, TierSince = @2, TierDueAt = @3, TierKeptUntil = @4, TierHeldAt = @5, TierLock = @6, TierLockedUntil = @7,
                TierEvaluatedAt = @8,
                TierLockedBy = CASE WHEN @6 = 0 THEN NULL ELSE TierLockedBy END, TierLockReason = CASE WHEN @6 = 0 THEN NULL ELSE TierLockReason END
            WHERE Id = @0
            """).Run(
            customer, after.Tier.Value, Stored(after.Since), Stored(after.DueAt), Stored(after.KeptUntil), after.HeldAt?.Hundredths,
            (int)after.Lock, Stored(after.LockedUntil), Stored(after.LastEvaluatedAt));
    }

    /// <summary>Appends to the history, and gives the line its id.</summary>
    public static void Insert(Writing writing, TierChange change) => change.Id = (long)writing.Connection.Prepare(
        """
        INSERT INTO TierChanges (CustomerId, At, FromId, FromName, ToId, ToName, Cause, Qualifying, Threshold, Lock, Until, Actor, Note,
            RunId, CommandKey, Fingerprint)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15)
        RETURNING Id
        """).Run(
        change.CustomerId.Value, Stored(change.At), change.FromId.Value, change.FromName, change.ToId.Value, change.ToName, (int)change.Cause,
        change.Qualifying.Hundredths, change.Threshold.Hundredths, (int)change.Lock, Stored(change.Until), change.Actor, change.Note,
        change.RunId, change.CommandKey?.ToString().ToUpperInvariant(), change.Fingerprint)!;

    private static TierChange Change(TierStep step, CustomerId customer, long? run) => new()
    {
        CustomerId = customer,
        At = step.At,
        FromId = step.From.Id,
        FromName = step.From.Name,
        ToId = step.To.Id,
        ToName = step.To.Name,
        Cause = step.Cause,
        Qualifying = step.Qualifying,
        Threshold = step.Threshold,
        Lock = step.Lock,
        Until = step.Until,
        RunId = run,
    };

    private static long? Stored(Instant? instant) => instant?.ToUnixTimeMilliseconds();
}
