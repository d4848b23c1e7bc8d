using System.Threading.Channels;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>The first step of an import: the file's rows into the database, and the orders that they make up.</summary>
internal sealed class OrderStaging(LoyaltyStore store, ProgrammeSettings settings, Import import, Action<ImportProgress> report)
{
    // So many rows take well under the 150 ms that a step may hold the writers' queue.
    private const int RowsInOneStep = 2_500;
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
                    FROM ImportRows WHERE ImportId = @import AND Document BETWEEN @from AND @to GROUP BY Document))
        """;

    private int _rows;
    private int _documents;

    public async Task RunAsync(string path, OrderImportOptions options, OrderFileSurvey survey, CancellationToken cancellationToken)
    {
        var reader = new OrderRowReader(survey.Mapping, options, survey.DateFormat, settings);

        // Reading and writing go on side by side, at most two batches apart, so that memory stays bounded.
        // Whichever of the two ends badly ends the other, which would wait for it for ever.
        var batches = Channel.CreateBounded<(List<ImportRow> Rows, double Fraction)>(2);
        using var written = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(batches.Reader, written, cancellationToken);
        var reading = Task.Run(() => ReadAsync(path, options, reader, batches.Writer, written.Token), cancellationToken);
        await Task.WhenAll(reading, writing);

        for (var from = 1; from <= _documents; from += DocumentsInOneStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = from;
            await store.WriteStepAsync<Done>(step =>
            {
                ImportTally.Expect(step, import.Id, ImportStatus.Staging);
                step.Connection.Sqlite.Execute(
                    InsertDocuments, ("@import", import.Id.Value), ("@from", first), ("@to", first + DocumentsInOneStep - 1),
                    ("@currency", settings.Currency));
                return Task.FromResult<Result<Done>>(default(Done));
            });
        }
    }

    private static async Task ReadAsync(
        string path, OrderImportOptions options, OrderRowReader reader, ChannelWriter<(List<ImportRow>, double)> batches,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = OrderFile.Open(path);
            using var file = CsvFile.Open(stream, OrderFile.Choices(options)).OrThrow();
            var batch = new List<ImportRow>(RowsInOneStep);
            while (file.Read())
            {
                batch.Add(reader.Read(file.Current));
                if (batch.Count == RowsInOneStep)
                {
                    await batches.WriteAsync((batch, file.Progress), cancellationToken);
                    batch = new List<ImportRow>(RowsInOneStep);
                }
            }

            if (file.Stopped is { } changed)
            {
                throw new IOException($"The file has changed while it was read: {changed}");
            }

            await batches.WriteAsync((batch, 1), cancellationToken);
        }
        finally
        {
            batches.Complete();
        }
    }

    private async Task WriteAsync(
        ChannelReader<(List<ImportRow> Rows, double Fraction)> batches, CancellationTokenSource written, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (rows, fraction) in batches.ReadAllAsync(cancellationToken))
            {
                await store.WriteStepAsync<Done>(step => Task.FromResult<Result<Done>>(Insert(step, rows)));
                _rows += rows.Count;
                _documents = rows.Count == 0 ? _documents : Math.Max(_documents, rows.Max(row => row.Document));
                report(new ImportProgress(import.Id, ImportStatus.Staging, fraction, new ImportCounts { Rows = _rows }));
            }
        }
        finally
        {
            await written.CancelAsync();
        }
    }

    private Done Insert(Writing step, List<ImportRow> rows)
    {
        ImportTally.Expect(step, import.Id, ImportStatus.Staging);
        var insert = step.Connection.Prepare(InsertRow);
        foreach (var row in rows)
        {
            insert.Run(
                import.Id.Value, row.Document, row.Line, (int?)row.Reason, row.ReasonDetail, row.OrderRef, row.CustomerKey, row.Email,
                row.Phone, row.Name, row.PlacedAt?.ToUnixTimeMilliseconds(), (int?)row.Type, row.OriginalOrderRef, row.Sku, row.ItemName,
                row.Category, row.Quantity, row.UnitPrice, row.Amount, row.Total, row.Currency, row.Hash, row.Cells);
        }

        return default;
    }
}
