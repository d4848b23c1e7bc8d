using System.Data.Common;
using System.Threading.Channels;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row as it is read: whom it names, and what is wrong with it.</summary>
/// <param name="Line">The line of the file at which it starts.</param>
/// <param name="Names">What it names its customer by.</param>
/// <param name="Cells">The cells as the file has them.</param>
internal abstract record StagedRow(long Line, CustomerNames Names, string Cells)
{
    public ImportProblem? Problem { get; set; }

    public CustomerId? Customer { get; set; }
}

/// <summary>Brings a file's rows into the database in small steps, whatever they hold.</summary>
internal sealed class StagedFile<TRow>(LoyaltyStore store, Import import, Action<ImportProgress> report)
{
    // So many rows take well under the 150 ms that a step may hold the writers' queue; fewer would wait for the disk more often.
    private const int RowsInOneStep = 2_500;

    private int _rows;

    /// <param name="path">Where the file lies.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="read">Makes a row of a record.</param>
    /// <param name="matched">Looks something up for the rows of a step before they are written; null for nothing.</param>
    /// <param name="insert">Writes the rows of a step.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public async Task RunAsync(
        string path, ImportOptions options, Func<CsvRecord, TRow> read, Action<DbConnection, List<TRow>>? matched,
        Action<Writing, List<TRow>> insert, CancellationToken cancellationToken)
    {
        // Reading, looking up and writing go on side by side, at most a few batches apart, so that memory stays bounded.
        // Whichever of the two ends badly ends the other, which would wait for it for ever.
        var batches = Channel.CreateBounded<(List<TRow> Rows, double Fraction)>(2);
        using var written = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(batches.Reader, insert, written, cancellationToken);
        var reading = Task.Run(() => ReadAsync(path, options, read, matched, batches.Writer, written.Token), cancellationToken);
        await Task.WhenAll(reading, writing);
    }

    private async Task ReadAsync(
        string path, ImportOptions options, Func<CsvRecord, TRow> read, Action<DbConnection, List<TRow>>? matched,
        ChannelWriter<(List<TRow>, double)> batches, CancellationToken cancellationToken)
    {
        var sending = Task.CompletedTask;
        try
        {
            await using var stream = ImportFile.Open(path);
            using var file = CsvFile.Open(stream, ImportFile.Choices(options)).OrThrow();
            var batch = new List<TRow>(RowsInOneStep);
            while (file.Read())
            {
                batch.Add(read(file.Current));
                if (batch.Count == RowsInOneStep)
                {
                    await sending;
                    sending = SendAsync(batch, file.Progress);
                    batch = new List<TRow>(RowsInOneStep);
                }
            }

            if (file.Stopped is { } changed)
            {
                throw new IOException($"The file has changed while it was read: {changed}");
            }

            await sending;
            await SendAsync(batch, 1);
        }
        finally
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            batches.Complete();
        }

        async Task SendAsync(List<TRow> batch, double fraction)
        {
            if (matched is not null)
            {
                await store.ReadAsync(
                    connection =>
                    {
                        matched(connection, batch);
                        return default(Done);
                    },
                    cancellationToken);
            }

            await batches.WriteAsync((batch, fraction), cancellationToken);
        }
    }

    private async Task WriteAsync(
        ChannelReader<(List<TRow> Rows, double Fraction)> batches, Action<Writing, List<TRow>> insert, CancellationTokenSource written,
        CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var (rows, fraction) in batches.ReadAllAsync(cancellationToken))
            {
                await store.WriteStepAsync<Done>(step =>
                {
                    ImportLife.Expect(step, import.Id, ImportStatus.Staging);
                    insert(step, rows);
                    return Task.FromResult<Result<Done>>(default(Done));
                });
                _rows += rows.Count;
                report(new ImportProgress(import.Id, ImportStatus.Staging, fraction, new ImportCounts { Rows = _rows }));
            }
        }
        finally
        {
            await written.CancelAsync();
        }
    }
}
