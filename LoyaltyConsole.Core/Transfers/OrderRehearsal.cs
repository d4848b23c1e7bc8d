using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The second step of an import: what each order would do, worked out by the same rules that book it, on accounts in
/// memory. Nothing touches the ledger.
/// </summary>
internal sealed class OrderRehearsal(
    LoyaltyStore store, ProgrammeSettings settings, IClock clock, Import import, Action<ImportProgress> report)
{
    private const int DocumentsInOneStep = 2_000;

    private int _customersCreated;
    private int _orders;
    private int _creditNotes;
    private int _entries;
    private Points _earned;
    private Points _takenBack;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StatusAsync(ImportStatus.Staging, ImportStatus.Rehearsing);
        var campaigns = await store.ReadAsync(connection => EarlierTerms.OverTime(connection), cancellationToken);
        var posting = new OrderPosting(settings, campaigns);
        var total = await store.ReadAsync(
            connection => connection.Number("SELECT COUNT(*) FROM ImportDocuments WHERE ImportId = @0 AND State = 1", ("@0", import.Id.Value)),
            cancellationToken);

        // A customer's orders are rehearsed one after the other, in the order of time; customers do not touch each other.
        var done = 0;
        var after = "";
        while (true)
        {
            var from = after;
            var results = await store.ReadAsync(connection => Rehearse(connection, posting, ref from), cancellationToken);
            if (results.Count == 0)
            {
                break;
            }

            after = from;
            await store.WriteStepAsync<Done>(writing => Task.FromResult<Result<Done>>(Keep(writing, results)));
            done += results.Count;
            report(new ImportProgress(import.Id, ImportStatus.Rehearsing, (double)done / Math.Max(1, total), Counted()));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await StatusAsync(ImportStatus.Rehearsing, ImportStatus.Rehearsed);
    }

    // Whole customers at a time, beginning behind the last one, until there is enough for a step. The plus signs keep
    // SQLite to the index by customer; the one by state would be walked whole for each customer.
    private List<Rehearsed> Rehearse(DbConnection connection, OrderPosting posting, ref string after)
    {
        var results = new List<Rehearsed>();
        while (results.Count < DocumentsInOneStep)
        {
            var customer = connection.Query(
                "SELECT MIN(CustomerKey) FROM ImportDocuments WHERE ImportId = @0 AND CustomerKey > @1 AND +State = 1",
                row => row.TextOrNull(0), ("@0", import.Id.Value), ("@1", after))[0];
            if (customer is null)
            {
                break;
            }

            after = customer;
            var documents = connection.Query(
                $"SELECT {ImportedOrder.Columns} FROM ImportDocuments WHERE ImportId = @0 AND CustomerKey = @1 AND +State = 1 ORDER BY PlacedAt, Number",
                ImportedOrder.Of, ("@0", import.Id.Value), ("@1", customer));
            results.AddRange(RehearseCustomer(connection, posting, documents));
        }

        return results;
    }

    private List<Rehearsed> RehearseCustomer(DbConnection connection, OrderPosting posting, List<ImportedOrder> documents)
    {
        var match = CustomerMatch.Find(connection, import.IntegrationId, documents[0]);
        if (match.Problem is { } problem)
        {
            return [.. documents.Select(document => new Rehearsed(document, ImportState.Rejected, problem, null, default, default, default))];
        }

        var now = clock.GetCurrentInstant().TruncatedToMilliseconds();
        var account = match.Id is { } id ? AccountReader.Read(connection, id, withSpentLots: true) : new PointsAccount(default);
        account.AdvanceTo(now, now);
        var results = new List<Rehearsed>();
        var orders = new Dictionary<string, Order>(StringComparer.Ordinal);
        var returned = new Dictionary<OrderId, long>();
        var recorded = 0;
        foreach (var document in documents)
        {
            if (OrderMatch.Find(connection, import.IntegrationId, document, match.Id) is { } known)
            {
                results.Add(new Rehearsed(document, known.State, known.Problem, match.Id, default, default, default));
                continue;
            }

            // Ids that no order has, so that a credit note of the same file finds its order's points.
            var order = document.AsOrder(import, new CustomerId(match.Id?.Value ?? 0), null, now);
            order.Id = new OrderId(-document.Number);
            var original = OriginalOf(connection, document, orders, match.Id);
            if (document.OriginalOrderRef is { } wanted && original is null)
            {
                results.Add(new Rehearsed(
                    document, ImportState.Rejected, new ImportProblem(ImportReason.OriginalOrderNotFound, null, wanted), match.Id, default, default, default));
                continue;
            }

            var before = account.FiguresAt(now).Balance;
            var entriesBefore = account.NewEntries.Count;
            var booked = Book(posting, account, order, original, match.Earns, returned, connection, now);
            if (!booked.Succeeded(out var points, out _))
            {
                results.Add(new Rehearsed(
                    document, ImportState.Rejected, new ImportProblem(ImportReason.TooManyPoints, null, null), match.Id, default, before, before));
                continue;
            }

            orders[document.OrderRef] = order;
            recorded++;
            _orders += document.Type is OrderType.Order ? 1 : 0;
            _creditNotes += document.Type is OrderType.CreditNote ? 1 : 0;
            _entries += account.NewEntries.Count - entriesBefore;
            _earned += Points.Max(points, Points.Zero);
            _takenBack -= Points.Min(points, Points.Zero);
            results.Add(new Rehearsed(document, ImportState.Accepted, null, match.Id, points, before, account.FiguresAt(now).Balance));
        }

        _customersCreated += match.Id is null && recorded > 0 ? 1 : 0;
        return results;
    }

    private Result<Points> Book(
        OrderPosting posting, PointsAccount account, Order order, Order? original, bool earns, Dictionary<OrderId, long> returned,
        DbConnection connection, Instant now)
    {
        if (order.Type is OrderType.Order)
        {
            var positions = posting.NeedsPositions(order.PlacedAt) ? ImportedOrder.PositionsOf(connection, import.Id, -order.Id.Value) : [];
            return posting.TooMuch(order, positions) ? new TooManyPoints(Points.MostInOneEntry)
                : earns ? posting.Earn(account, order, positions, "", now)
                : Points.Zero;
        }

        if (original is null)
        {
            return -posting.TakeBackUnlinked(account, order, "", now);
        }

        if (!returned.TryGetValue(original.Id, out var before))
        {
            before = connection.Number("SELECT COALESCE(-SUM(GoodsTotal), 0) FROM Orders WHERE OriginalOrderId = @0", ("@0", original.Id.Value));
        }

        returned[original.Id] = before - order.GoodsTotal;
        return -posting.TakeBack(account, order, original, new Returned(before - order.GoodsTotal), "", now);
    }

    private Order? OriginalOf(DbConnection connection, ImportedOrder document, Dictionary<string, Order> orders, CustomerId? customer) =>
        document.OriginalOrderRef is not { } reference ? null
        : orders.TryGetValue(reference, out var inFile) && inFile.Type is OrderType.Order ? inFile
        : customer is { } id ? OrderMatch.Original(connection, import.IntegrationId, reference, id)
        : null;

    private Done Keep(Writing writing, List<Rehearsed> results)
    {
        ImportLife.Expect(writing, import.Id, ImportStatus.Rehearsing);
        var update = writing.Connection.Prepare(
            """
            UPDATE ImportDocuments SET State = @2, Reason = @3, ReasonDetail = @4, CustomerId = @5, Points = @6, BalanceBefore = @7,
                BalanceAfter = @8 WHERE ImportId = @0 AND Number = @1
            """);
        foreach (var result in results)
        {
            update.Run(
                import.Id.Value, result.Document.Number, (int)result.State, (int?)result.Problem?.Reason, result.Problem?.Detail,
                result.Customer?.Value, result.Points.Hundredths, result.Before.Hundredths, result.After.Hundredths);
        }

        return default;
    }

    private ImportCounts Counted() => new()
    {
        CustomersCreated = _customersCreated,
        Orders = _orders,
        CreditNotes = _creditNotes,
        Entries = _entries,
        PointsEarned = _earned,
        PointsTakenBack = _takenBack,
    };

    private async Task StatusAsync(ImportStatus from, ImportStatus status) => await store.WriteStepAsync<Done>(async writing =>
    {
        ImportLife.Expect(writing, import.Id, from);
        var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
        kept.Status = status;
        kept.Counts = ImportTally.OfRows(writing.Connection.Database, import.Id, Counted());
        return default(Done);
    });

    private sealed record Rehearsed(
        ImportedOrder Document, ImportState State, ImportProblem? Problem, CustomerId? Customer, Points Points, Points Before, Points After);
}

/// <summary>Counts what became of a staged file's rows.</summary>
internal static class ImportTally
{
    /// <summary>What became of the rows of a file of points; reads all of them.</summary>
    public static ImportCounts OfPoints(DbConnection connection, ImportId import, ImportCounts counts) => Of("ImportedPoints", connection, import, counts);

    /// <summary>What became of the rows of a file of customers; reads all of them.</summary>
    public static ImportCounts OfCustomers(DbConnection connection, ImportId import, ImportCounts counts)
    {
        var created = (int)connection.Number(
            "SELECT COUNT(*) FROM ImportedCustomers WHERE ImportId = @0 AND IsNew = 1 AND State NOT IN (2, 3)", ("@0", import.Value));
        var tally = Of("ImportedCustomers", connection, import, counts);
        return tally with { CustomersCreated = created, Customers = tally.Accepted - created };
    }

    /// <summary>What became of the rows of a file of levels; reads all of them.</summary>
    public static ImportCounts OfTiers(DbConnection connection, ImportId import, ImportCounts counts)
    {
        var (raised, lowered, locked, unlocked) = connection.Query(
            """
            SELECT COUNT(*) FILTER (WHERE a.Rank > b.Rank), COUNT(*) FILTER (WHERE a.Rank < b.Rank),
                COUNT(*) FILTER (WHERE t.LockAfter <> 0 AND (t.LockAfter <> t.LockBefore OR t.LockedUntilAfter IS DISTINCT FROM t.LockedUntilBefore)),
                COUNT(*) FILTER (WHERE t.LockAfter = 0 AND t.LockBefore <> 0)
            FROM ImportedTiers t LEFT JOIN Tiers b ON b.Id = t.TierBefore LEFT JOIN Tiers a ON a.Id = t.TierAfter
            WHERE t.ImportId = @0 AND t.State NOT IN (2, 3)
            """,
            row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), ("@0", import.Value)).Single();
        var tally = Of("ImportedTiers", connection, import, counts);
        return tally with { Customers = tally.Accepted, Raised = raised, Lowered = lowered, TiersLocked = locked, TiersUnlocked = unlocked };
    }

    /// <summary>What became of the rows of a file of coupons; reads all of them.</summary>
    public static ImportCounts OfCoupons(DbConnection connection, ImportId import, ImportCounts counts)
    {
        var customers = (int)connection.Number(
            "SELECT COUNT(DISTINCT CustomerId) FROM ImportedCoupons WHERE ImportId = @0 AND State NOT IN (2, 3)", ("@0", import.Value));
        return Of("ImportedCoupons", connection, import, counts) with { Customers = customers };
    }

    // In one pass: a million rows that are put into groups are sorted first, in memory.
    private static ImportCounts Of(string table, DbConnection connection, ImportId import, ImportCounts counts)
    {
        ImportReason[] recorded = [ImportReason.AlreadyRecorded, ImportReason.TierUnchanged, ImportReason.CouponGivenBefore];
        var (rows, skipped, already, rejected) = connection.Query(
            $"""
            SELECT COUNT(*), COUNT(*) FILTER (WHERE State = 2), COUNT(*) FILTER (WHERE State = 2 AND Reason IN ({string.Join(", ", recorded.Select(reason => (int)reason))})),
                COUNT(*) FILTER (WHERE State = 3)
            FROM {table} WHERE ImportId = @0
            """,
            row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)), ("@0", import.Value)).Single();
        return counts with { Rows = rows, Accepted = rows - skipped - rejected, Skipped = skipped, AlreadyRecorded = already, Rejected = rejected };
    }

    public static ImportCounts OfRows(DbConnection connection, ImportId import, ImportCounts counts)
    {
        var (lone, bad) = connection.Query(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE Reason <> 1) FROM ImportRows WHERE ImportId = @0 AND Document = 0",
            row => (row.GetInt32(0), row.GetInt32(1)), ("@0", import.Value)).Single();
        var (rows, accepted, skipped, recorded, rejected) = connection.Query(
            """
            SELECT COALESCE(SUM(Rows), 0), COALESCE(SUM(CASE WHEN State IN (1, 4) THEN Rows END), 0),
                   COALESCE(SUM(CASE WHEN State = 2 THEN Rows END), 0), COALESCE(SUM(CASE WHEN State = 2 AND Reason = 2 THEN Rows END), 0),
                   COALESCE(SUM(CASE WHEN State = 3 THEN Rows END), 0)
            FROM ImportDocuments WHERE ImportId = @0
            """,
            row => (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)), ("@0", import.Value)).Single();
        return counts with
        {
            Rows = rows + lone,
            Accepted = accepted,
            Rejected = rejected + bad,
            Skipped = skipped + lone - bad,
            AlreadyRecorded = recorded,
        };
    }
}
