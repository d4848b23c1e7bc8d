using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The third step of an import: books what the rehearsal accepted, in the order of time. Each small step is one
/// transaction that also says which orders are booked, so that it goes on where it was stopped.
/// </summary>
internal sealed class OrderCommit(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
{
    // People get their turn between two steps.
    private static readonly TimeSpan _longestStep = TimeSpan.FromMilliseconds(100);

    private const int DocumentsRead = 200;

    private const string InsertPositions =
        """
        INSERT INTO OrderPositions (OrderId, Line, Sku, Name, Category, Quantity, UnitPrice)
        SELECT @0, ROW_NUMBER() OVER (ORDER BY Line), Sku, ItemName, Category, Quantity, UnitPrice
        FROM ImportRows WHERE ImportId = @1 AND Document = @2
        """;

    private const string Booked =
        "UPDATE ImportDocuments SET State = 4, CustomerId = @2, OrderId = @3, Points = @4 WHERE ImportId = @0 AND Number = @1";

    private const string LeftOut =
        "UPDATE ImportDocuments SET State = @2, Reason = @3, ReasonDetail = @4 WHERE ImportId = @0 AND Number = @1";

    private IReadOnlyList<Campaign>? _campaigns;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var counts = import.Counts;
        var total = await store.ReadAsync(
            connection => connection.Number(
                "SELECT COUNT(*) FROM ImportDocuments WHERE ImportId = @0 AND State IN (1, 4)", ("@0", import.Id.Value)),
            cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var step = (await store.WriteStepAsync<Step>(async writing => await BookAsync(writing))).OrThrow();
            counts = step.Counts;
            if (step.Documents == 0)
            {
                break;
            }

            report(new ImportProgress(import.Id, ImportStatus.Committing, (double)counts.Committed / Math.Max(1, total), counts));
        }

        await TidyAsync(cancellationToken);
        await store.WriteAsync<Done>(async writing =>
        {
            var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
            kept.Status = ImportStatus.Done;
            kept.EndedAt = writing.Now;
            writing.Audit(actor, "CommitImport", null, null, $"import {kept.Id}: {counts.Orders} orders, {counts.CreditNotes} credit notes");
            return default(Done);
        });
    }

    // What the rehearsal foretold is counted anew, as it happens.
    private static ImportCounts Start(ImportCounts rehearsed) => rehearsed with
    {
        CustomersCreated = 0,
        Orders = 0,
        CreditNotes = 0,
        Entries = 0,
        PointsEarned = Points.Zero,
        PointsTakenBack = Points.Zero,
        Committed = 0,
    };

    private async Task<Result<Step>> BookAsync(Writing writing)
    {
        // The counts go on from where they stand in the store, even if another process works on the same import.
        var kept = await writing.Db.Imports.SingleAsync(kept => kept.Id == import.Id);
        var counts = kept.Status is ImportStatus.Rehearsed ? Start(kept.Counts) : kept.Counts;
        _campaigns ??= EarlierTerms.OverTime(writing.Connection);
        var posting = new OrderPosting(writing.Settings, _campaigns);
        var accounts = new Dictionary<CustomerId, PointsAccount>();
        var started = Stopwatch.StartNew();
        var documents = writing.Connection.Database.Query(
            $"SELECT {ImportedOrder.Columns} FROM ImportDocuments WHERE ImportId = @0 AND State = 1 ORDER BY PlacedAt, Number LIMIT {DocumentsRead}",
            ImportedOrder.Of, ("@0", import.Id.Value));
        var done = 0;
        foreach (var document in documents)
        {
            counts = Book(writing, posting, accounts, document, counts);
            done++;
            if (started.Elapsed > _longestStep)
            {
                break;
            }
        }

        foreach (var account in accounts.Values.Where(account => account.NewEntries.Count > 0 || account.ChangedLots.Count > 0))
        {
            counts = counts with { Entries = counts.Entries + account.NewEntries.Count };
            writing.Ledger.Append(account, writing.Now);
            writing.Touch(account.CustomerId);
        }

        kept.Status = ImportStatus.Committing;
        kept.Counts = done == 0 ? ImportTally.OfRows(writing.Connection.Database, import.Id, counts) : counts;
        return new Step(done, kept.Counts);
    }

    private ImportCounts Book(
        Writing writing, OrderPosting posting, Dictionary<CustomerId, PointsAccount> accounts, ImportedOrder document, ImportCounts counts)
    {
        // Things may have changed since the rehearsal, so everything is asked again.
        var connection = writing.Connection.Database;
        var match = CustomerMatch.Find(connection, import.IntegrationId, document);
        var known = OrderMatch.Find(connection, import.IntegrationId, document, match.Id);
        if (match.Problem is not null || known is not null)
        {
            return Leave(writing, document, known?.State ?? ImportState.Rejected, match.Problem ?? known!.Problem, counts);
        }

        var original = document.OriginalOrderRef is { } reference && match.Id is { } known_
            ? OrderMatch.Original(connection, import.IntegrationId, reference, known_)
            : null;
        if (document.OriginalOrderRef is not null && original is null)
        {
            return Leave(
                writing, document, ImportState.Rejected,
                new ImportProblem(ImportReason.OriginalOrderNotFound, null, document.OriginalOrderRef), counts);
        }

        var customer = match.Id ?? CustomerRegister.Add(writing, CustomerRegister.New(
            import.IntegrationId, document.CustomerRef, document.Name, document.Email, document.Phone,
            isRegistered: document.CustomerRef is not null, document.PlacedAt));
        if (!accounts.TryGetValue(customer, out var account))
        {
            accounts[customer] = account = AccountReader.Read(writing.Connection, customer, withSpentLots: true);
            account.AdvanceTo(writing.Now, writing.Now);
        }

        var order = document.AsOrder(import, customer, original?.Id, writing.Now);
        var positions = document.Type is OrderType.Order && posting.NeedsPositions(order.PlacedAt)
            ? ImportedOrder.PositionsOf(writing.Connection, import.Id, document.Number)
            : [];
        if (posting.TooMuch(order, positions))
        {
            return Leave(writing, document, ImportState.Rejected, new ImportProblem(ImportReason.TooManyPoints, null, null), counts);
        }

        var returned = original is null ? null : Returned.Of(writing.Connection, original, -order.GoodsTotal, []);
        OrderPosting.Write(writing, order, []);
        writing.Connection.Prepare(InsertPositions).Run(order.Id.Value, import.Id.Value, document.Number);
        var points = document.Type is OrderType.Order
            ? match.Earns ? posting.Earn(account, order, positions, actor.Name, writing.Now) : Points.Zero
            : -(original is null
                ? posting.TakeBackUnlinked(account, order, actor.Name, writing.Now)
                : posting.TakeBack(account, order, original, returned!, actor.Name, writing.Now));
        if (original is not null)
        {
            posting.GiveBack(writing.Connection, account, order, original, returned!, actor.Name, writing.Now);
        }

        writing.Connection.Prepare(Booked).Run(
            import.Id.Value, document.Number, customer.Value, order.Id.Value, points.Hundredths);
        return counts with
        {
            CustomersCreated = counts.CustomersCreated + (match.Id is null ? 1 : 0),
            Orders = counts.Orders + (document.Type is OrderType.Order ? 1 : 0),
            CreditNotes = counts.CreditNotes + (document.Type is OrderType.CreditNote ? 1 : 0),
            PointsEarned = counts.PointsEarned + Points.Max(points, Points.Zero),
            PointsTakenBack = counts.PointsTakenBack - Points.Min(points, Points.Zero),
            Committed = counts.Committed + 1,
        };
    }

    private ImportCounts Leave(Writing writing, ImportedOrder document, ImportState state, ImportProblem problem, ImportCounts counts)
    {
        writing.Connection.Prepare(LeftOut).Run(import.Id.Value, document.Number, (int)state, (int)problem.Reason, problem.Detail);
        return counts;
    }

    // What is booked stands in the orders; of the file only the rows that stay out are kept.
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        const int DocumentsInOneStep = 1_000;
        var last = await store.ReadAsync(
            connection => connection.Number("SELECT MAX(Number) FROM ImportDocuments WHERE ImportId = @0", ("@0", import.Id.Value)),
            cancellationToken);
        for (var from = 1L; from <= last; from += DocumentsInOneStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = from;
            await store.WriteStepAsync<Done>(writing =>
            {
                writing.Connection.Database.Execute(
                    """
                    DELETE FROM ImportRows WHERE ImportId = @0 AND Document BETWEEN @1 AND @2
                        AND Document IN (SELECT Number FROM ImportDocuments WHERE ImportId = @0 AND Number BETWEEN @1 AND @2 AND State <> 3)
                    """,
                    ("@0", import.Id.Value), ("@1", first), ("@2", first + DocumentsInOneStep - 1));
                return Task.FromResult<Result<Done>>(default(Done));
            });
        }
    }

    private sealed record Step(int Documents, ImportCounts Counts);
}
