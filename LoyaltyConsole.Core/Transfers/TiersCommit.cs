using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// Carries out what an import of levels accepted, as a change by hand of each customer, and takes it back where nothing has
/// happened to the level since (X1).
/// </summary>
internal sealed class TiersCommit(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
    : RowCommit<TiersCommit.Row>(store, import, actor, report)
{
    private OwnAccounts? _own;

    protected override string Table => "ImportedTiers";

    protected override ImportCounts Start(ImportCounts rehearsed) => rehearsed;

    protected override ImportCounts Tally(DbConnection connection) => ImportTally.OfTiers(connection, Import.Id, new ImportCounts());

    protected override string InWords(ImportCounts counts) =>
        $"{counts.Raised} customers to a higher level, {counts.Lowered} to a lower one, {counts.TiersLocked} locked, {counts.TiersUnlocked} unlocked";

    protected override List<Row> Next(Writing writing, ImportState state, long behind, int most) => ((Reads)writing.Connection).Query(
        """
        SELECT Line, CustomerId, Named, Tier, Locks, LocksUntil, Note, TierBefore, LockBefore, LockedUntilBefore, SinceBefore, DueBefore, KeptUntilBefore,
            HeldBefore, LockedByBefore, LockReasonBefore, ChangeId
        FROM ImportedTiers WHERE ImportId = @0 AND Line > @1 AND State = @2 ORDER BY Line LIMIT @3
        """,
        row => new Row(row.GetInt64(0), new CustomerId(row.GetInt64(1)))
        {
            Named = row.TextOrNull(2),
            Demand = new TierDemand(
                row.LongOrNull(3) is { } tier ? new TierId(tier) : null, row.LongOrNull(4) is { } locks ? locks != 0 : null, row.LongOrNull(5).ToInstant()),
            Note = row.TextOrNull(6),
            Before = new Standing(
                row.LongOrNull(7) is { } before ? new TierId(before) : null, (TierLock)row.GetInt32(8), row.LongOrNull(9).ToInstant(), row.LongOrNull(10).ToInstant(),
                row.LongOrNull(11).ToInstant(), row.LongOrNull(12).ToInstant(), row.LongOrNull(13) is { } held ? new Points(held) : null,
                row.TextOrNull(14), row.TextOrNull(15)),
            ChangeId = row.LongOrNull(16) ?? 0,
        },
        Import.Id.Value, behind, (int)state, most);

    protected override Task<ImportCounts> CommitAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, Actor);
        var courses = Courses(writing, rows);
        return Task.FromResult(rows.Aggregate(counts, (sum, row) => Commit(writing, row, courses.GetValueOrDefault(row.Customer), sum)));
    }

    protected override Task<ImportCounts> UndoAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, Actor);
        var courses = Courses(writing, rows);
        return Task.FromResult(rows.Aggregate(counts, (sum, row) => Mark(writing, row, Undo(writing, row, courses.GetValueOrDefault(row.Customer)), sum)));
    }

    private static Dictionary<CustomerId, TierCourse> Courses(Writing writing, List<Row> rows) => TierReader
        .Courses(writing.Connection, writing.Tiers, [.. rows.Select(row => row.Customer)], writing.Now)
        .ToDictionary(course => course.Standing.Customer);

    private ImportCounts Commit(Writing writing, Row row, TierCourse? course, ImportCounts counts)
    {
        if (_own!.Includes(writing.Connection, row.Customer))
        {
            return Leave(writing, row, new ImportProblem(ImportReason.OwnAccount, null, row.Named), counts);
        }

        if (course is null)
        {
            return Leave(writing, row, new ImportProblem(ImportReason.CustomerDeleted, null, row.Named), counts);
        }

        var stored = course.Standing;
        course.CatchUp(writing.Now);
        if (TierMove.Of(course, writing.Tiers, row.Demand, row.Named, writing.Now, out var ordered) is { } problem)
        {
            return Leave(writing, row, problem, counts);
        }

        // What time has done by now is written before what the file says.
        TierWriter.Write(writing, writing.Tiers, stored, course, run: null);
        var (before, after) = (course.Standing, CustomerTiers.Following(course, ordered!, writing.Now).Standing);
        writing.Connection.Prepare(
            """
            UPDATE ImportedTiers SET State = 4, Cells = NULL, TierBefore = @2, TierAfter = @3, LockBefore = @4, LockAfter = @5, LockedUntilBefore = @6,
                LockedUntilAfter = @7, SinceBefore = @8, DueBefore = @9, KeptUntilBefore = @10, HeldBefore = @11,
                (LockedByBefore, LockReasonBefore) = (SELECT TierLockedBy, TierLockReason FROM Customers WHERE Id = @12)
            WHERE ImportId = @0 AND Line = @1
            """).Run(
            Import.Id.Value, row.Line, before.Tier.Value, after.Tier.Value, (int)before.Lock, (int)after.Lock, Stored(before.LockedUntil), Stored(after.LockedUntil),
            Stored(before.Since), Stored(before.DueAt), Stored(before.KeptUntil), before.HeldAt?.Hundredths, row.Customer.Value);
        CustomerTiers.Change(writing, course, ordered!, Order(row, ordered!, row.Note), Actor, fingerprint: null);
        writing.Connection.Prepare("UPDATE ImportedTiers SET ChangeId = @2 WHERE ImportId = @0 AND Line = @1")
            .Run(Import.Id.Value, row.Line, CustomerTiers.Version(writing.Connection, row.Customer));
        return counts with { Committed = counts.Committed + 1 };
    }

    // Why the row is kept; null where it was taken back.
    private ImportProblem? Undo(Writing writing, Row row, TierCourse? course)
    {
        if (course is null)
        {
            return new ImportProblem(ImportReason.CustomerGone, null, null);
        }

        if (_own!.Includes(writing.Connection, row.Customer))
        {
            return new ImportProblem(ImportReason.OwnAccount, null, row.Named);
        }

        var stored = course.Standing;
        course.CatchUp(writing.Now);
        TierWriter.Write(writing, writing.Tiers, stored, course, run: null);
        if (Since(writing, row, course) is { } since)
        {
            return since;
        }

        if (row.Before.Tier is not { } tier || writing.Tiers.Levels.All(level => level.Id != tier))
        {
            return new ImportProblem(ImportReason.TierGone, null, course.Level.Name);
        }

        CustomerTiers.Change(writing, course, Restored(writing, course, row.Before with { Tier = tier }), Order(row, course.Standing with { Tier = tier }, $"Undo import {Import.Id}"), Actor, fingerprint: null);
        writing.Connection.Prepare("UPDATE Customers SET TierLockedBy = @1, TierLockReason = @2 WHERE Id = @0 AND TierLock <> 0")
            .Run(row.Customer.Value, row.Before.LockedBy, row.Before.LockReason);
        return null;
    }

    // The end of a lock that the file set is no change that anybody would miss.
    private static ImportProblem? Since(Writing writing, Row row, TierCourse course) => ((Reads)writing.Connection).Query(
        "SELECT Actor FROM TierChanges WHERE CustomerId = @0 AND Id > @1 AND Cause <> 6 ORDER BY Cause = 5 DESC, Id DESC LIMIT 1",
        found => found.TextOrNull(0) is { } somebody
            ? new ImportProblem(ImportReason.TierChangedSince, somebody, course.Level.Name)
            : new ImportProblem(ImportReason.TierMovedSince, null, course.Level.Name),
        row.Customer.Value, row.ChangeId).SingleOrDefault();

    // What came due while the file's level stood is evaluated now, not as if it had never stood.
    private static TierStanding Restored(Writing writing, TierCourse course, Standing before)
    {
        var (now, rules) = (writing.Now, writing.Tiers);
        var isOver = before.Lock != TierLock.None && before.LockedUntil <= now;
        var standing = course.Standing with
        {
            Tier = before.Tier!.Value,
            Since = before.Since ?? course.Standing.Since,
            DueAt = before.DueAt,
            KeptUntil = before.KeptUntil,
            HeldAt = before.HeldAt,
            Lock = isOver ? TierLock.None : before.Lock,
            LockedUntil = isOver ? null : before.LockedUntil,
        };
        return standing.Lock != TierLock.Full && (standing.DueAt < now || rules.Rises(standing, course.QualifyingAt(now))) ? standing with { DueAt = now } : standing;
    }

    private static TierOrder Order(Row row, TierStanding to, string? note) => new(Guid.Empty, row.Customer, 0, to.Tier) { Note = note };

    private static long? Stored(Instant? instant) => instant?.ToUnixTimeMilliseconds();

    /// <summary>Where a customer stood before the row was carried out.</summary>
    internal sealed record Standing(
        TierId? Tier, TierLock Lock, Instant? LockedUntil, Instant? Since, Instant? DueAt, Instant? KeptUntil, Points? HeldAt, string? LockedBy, string? LockReason);

    internal sealed record Row(long Line, CustomerId Customer) : BookedRow(Line)
    {
        public string? Named { get; init; }

        public TierDemand Demand { get; init; }

        public string? Note { get; init; }

        public required Standing Before { get; init; }

        public long ChangeId { get; init; }
    }
}
