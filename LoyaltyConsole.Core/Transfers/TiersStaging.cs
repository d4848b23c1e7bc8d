using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The first two steps of an import of levels: the file's rows into the database, each with whom it means and where it would
/// take them. A customer counts once in a file, so that what a row would do is known as soon as it is read.
/// </summary>
internal sealed class TiersStaging(LoyaltyStore store, ProgrammeSettings settings, IClock clock, Import import, Actor actor, Action<ImportProgress> report)
{
    private const string InsertRow =
        """
        INSERT INTO ImportedTiers (ImportId, Line, State, Reason, ReasonDetail, Named, CustomerId, Tier, Locks, LocksUntil, Note, Cells,
            TierBefore, TierAfter, LockBefore, LockAfter, LockedUntilBefore, LockedUntilAfter)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17)
        """;

    // What an earlier row said of a customer.
    private readonly Dictionary<CustomerId, TierDemand> _said = [];

    public async Task RunAsync(string path, ImportOptions options, FileReading reading, CancellationToken cancellationToken)
    {
        var rules = new TierRules(settings, await store.ReadAsync(connection => TierRules.Read(connection), cancellationToken));
        var reader = new TiersRowReader(reading.Mapping, reading.DateFormat, rules);
        var integration = options.Integration is null ? (IntegrationId?)null : import.IntegrationId;
        var now = clock.GetCurrentInstant().TruncatedToMilliseconds();
        OwnAccounts? own = null;
        await new StagedFile<TiersRow>(store, import, report).RunAsync(
            path,
            options,
            reader.Read,
            (connection, rows) =>
            {
                using var finder = new CustomerFinder(connection, settings, integration, own ??= OwnAccounts.Of(connection, settings, actor));
                finder.FindAll(rows, participants: false);
                foreach (var row in rows.Where(row => row.Problem is null))
                {
                    row.Problem = Repeated(row.Customer, row.Demand);
                }

                Look(connection, rules, rows, now);
            },
            Insert,
            cancellationToken);
        var counts = await store.ReadAsync(connection => ImportTally.OfTiers(connection, import.Id, new ImportCounts()), cancellationToken);
        await ImportLife.MoveAsync(store, import.Id, ImportStatus.Staging, ImportStatus.Rehearsed, counts);
    }

    private ImportProblem? Repeated(CustomerId? customer, TierDemand demand) => customer is not { } id || _said.TryAdd(id, demand)
        ? null
        : new ImportProblem(_said[id] == demand ? ImportReason.SaidBefore : ImportReason.SaidOtherwise, null, id.ToString());

    private static void Look(DbConnection connection, TierRules rules, List<TiersRow> rows, Instant now)
    {
        var customers = rows.Where(row => row.Problem is null).Select(row => row.Customer!.Value).ToList();
        var courses = TierReader.Courses(connection, rules, customers, now).ToDictionary(course => course.Standing.Customer);
        foreach (var row in rows.Where(row => row.Problem is null))
        {
            if (!courses.TryGetValue(row.Customer!.Value, out var course))
            {
                row.Problem = new ImportProblem(ImportReason.CustomerDeleted, null, row.Names.Shown);
                continue;
            }

            course.CatchUp(now);
            row.Before = course.Standing;
            row.Problem = TierMove.Of(course, rules, row.Demand, row.Names.Shown, now, out var ordered);
            row.After = ordered is null ? course.Standing : CustomerTiers.Following(course, ordered, now).Standing;
        }
    }

    private void Insert(Writing step, List<TiersRow> rows)
    {
        var insert = step.Connection.Prepare(InsertRow);
        foreach (var row in rows)
        {
            insert.Run(
                import.Id.Value, row.Line, (int)(row.Problem?.State ?? ImportState.Accepted), (int?)row.Problem?.Reason, row.Problem?.Detail, row.Names.Shown, row.Customer?.Value,
                row.Demand.Tier?.Value, row.Demand.Locks is { } locks ? Convert.ToInt32(locks) : null, row.Demand.LocksUntil?.ToUnixTimeMilliseconds(), row.Note, row.Cells,
                row.Before?.Tier.Value, row.After?.Tier.Value, (int)(row.Before?.Lock ?? TierLock.None), (int)(row.After?.Lock ?? TierLock.None),
                row.Before?.LockedUntil?.ToUnixTimeMilliseconds(), row.After?.LockedUntil?.ToUnixTimeMilliseconds());
        }
    }
}
