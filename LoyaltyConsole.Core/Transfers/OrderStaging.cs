using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>The first step of an import: the file's rows into the database, and the orders that they make up.</summary>
internal sealed class OrderStaging(LoyaltyStore store, ProgrammeSettings settings, Import import, Action<ImportProgress> report)
{
    // So many take well under the 150 ms that a step may hold the writers' queue.
    private const int DocumentsInOneStep = 2_500;

    private const string InsertRow =
        """
        INSERT INTO ImportRows (ImportId, Document, Line, Reason, ReasonDetail, OrderRef, CustomerKey, Email, Phone, Name, PlacedAt, Type,
            OriginalOrderRef, Sku, ItemName, Category, Quantity, UnitPrice, Amount, Total, Currency, Hash, Cells)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22)
        """;

    // A later row of an order may leave out what an earlier one has said; what two rows say differently is a problem.
    private const string InsertDocuments =
        """
        INSERT INTO ImportDocuments (ImportId, Number, FirstLine, Rows, OrderRef, Type, OriginalOrderRef, CustomerKey, Email, Phone, Name,
            PlacedAt, Currency, GoodsTotal, Hash, State, Reason, ReasonDetail, Points, BalanceBefore, BalanceAfter)
        SELECT ImportId, Document, FirstLine, Rows, OrderRef, Type, OriginalOrderRef, CustomerKey, Email, Phone, Name,
               COALESCE(PlacedAt, 0), COALESCE(Currency, @currency), CASE WHEN Type = 2 THEN -ABS(GoodsTotal) ELSE GoodsTotal END, Hash,
               CASE WHEN Reason IS NULL THEN 1 WHEN Reason = 1 THEN 2 ELSE 3 END, Reason, ReasonDetail, 0, 0, 0
        FROM (SELECT *,
                CASE WHEN BadLine IS NOT NULL THEN 41 WHEN CustomerKey IS NULL THEN 1 WHEN Customers > 1 THEN 42 WHEN Totals > 1 THEN 43
                     WHEN Currencies > 1 THEN 44 WHEN PlacedAt IS NULL THEN 40 END AS Reason,
                CASE WHEN BadLine IS NOT NULL THEN char(31) || BadLine END AS ReasonDetail,
                COALESCE(StatedType, CASE WHEN GoodsTotal < 0 THEN 2 ELSE 1 END) AS Type
              FROM (SELECT ImportId, Document, MIN(Line) AS FirstLine, COUNT(*) AS Rows, MIN(OrderRef) AS OrderRef, MIN(Type) AS StatedType,
                           MIN(OriginalOrderRef) AS OriginalOrderRef, MIN(CustomerKey) AS CustomerKey, COUNT(DISTINCT CustomerKey) AS Customers,
                           MIN(Email) AS Email, MIN(Phone) AS Phone, MIN(Name) AS Name, MIN(PlacedAt) AS PlacedAt, MIN(Currency) AS Currency,
                           COUNT(DISTINCT Currency) AS Currencies, COALESCE(MIN(Total), SUM(Amount)) AS GoodsTotal,
                           COUNT(DISTINCT Total) AS Totals, SUM(Hash) AS Hash, MIN(CASE WHEN Reason IS NOT NULL THEN Line END) AS BadLine
                    FROM ImportRows WHERE ImportId = @import AND Document BETWEEN @from AND @to GROUP BY ImportId, Document) told) judged
        """;

    private int _documents;

    public async Task RunAsync(string path, ImportOptions options, FileReading survey, CancellationToken cancellationToken)
    {
        var reader = new OrderRowReader(survey.Mapping, options, survey.DateFormat, settings);
        await new StagedFile<ImportRow>(store, import, report).RunAsync(path, options, reader.Read, matched: null, Insert, cancellationToken);
        for (var from = 1; from <= _documents; from += DocumentsInOneStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = from;
            await store.WriteStepAsync<Done>(step =>
            {
                ImportLife.Expect(step, import.Id, ImportStatus.Staging);
                step.Connection.Database.Execute(
                    InsertDocuments, ("@import", import.Id.Value), ("@from", first), ("@to", first + DocumentsInOneStep - 1),
                    ("@currency", settings.Currency));
                return Task.FromResult<Result<Done>>(default(Done));
            });
        }
    }

    private void Insert(Writing step, List<ImportRow> rows)
    {
        var insert = step.Connection.Prepare(InsertRow);
        foreach (var row in rows)
        {
            _documents = Math.Max(_documents, row.Document);
            insert.Run(
                import.Id.Value, row.Document, row.Line, (int?)row.Reason, row.ReasonDetail, row.OrderRef, row.CustomerKey, row.Email,
                row.Phone, row.Name, row.PlacedAt?.ToUnixTimeMilliseconds(), (int?)row.Type, row.OriginalOrderRef, row.Sku, row.ItemName,
                row.Category, row.Quantity, row.UnitPrice, row.Amount, row.Total, row.Currency, row.Hash, row.Cells);
        }
    }
}
