using System.Text.Json;
using LoyaltyConsole.Core.Customers.Privacy;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// Builds the indexes over personal columns anew after erasures. As an index grows, SQLite moves entries from page to page,
/// and where it writes a page from scratch, copies of the moved ones stay in its gap: erasing overwrites the entry, but
/// not such a copy.
/// </summary>
internal sealed class IndexRenewal : IAsyncDisposable
{
    // Building one of so many rows takes about a quarter of a second, during which nobody writes; larger ones wait for the night.
    private const int MostRowsByDay = 250_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _isDue;

    /// <summary>Builds them soon, once for all erasures that come meanwhile.</summary>
    public void Request(LoyaltyStore store)
    {
        lock (_gate)
        {
            if (!_isDue)
            {
                _isDue = true;
                var before = _running;
                _running = Task.Run(() => AfterAsync(before, store), CancellationToken.None);
            }
        }
    }

    /// <summary>Builds all of them now, however large.</summary>
    public static Task RunAsync(LoyaltyStore store, CancellationToken cancellationToken) => RunAsync(store, int.MaxValue, cancellationToken);

    /// <summary>Waits for what was requested.</summary>
    public Task DoneAsync()
    {
        lock (_gate)
        {
            return _running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await DoneAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AfterAsync(Task before, LoyaltyStore store)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Pause, _stopping.Token);
        lock (_gate)
        {
            _isDue = false;
        }

        await RunAsync(store, MostRowsByDay, _stopping.Token);
    }

    private static async Task RunAsync(LoyaltyStore store, int mostRows, CancellationToken cancellationToken)
    {
        // An order's number names nobody by itself, and there are many.
        var columns = JsonSerializer.Serialize(PrivacyRegistry.Personal.SelectMany(data => data.Columns
            .Where(column => column.Becomes is "NULL" or "''").Select(column => $"{data.Table}.{column.Name}")));
        var indexes = await store.ReadAsync(
            connection => connection.Query(
                """
                SELECT DISTINCT i.tbl_name, i.name FROM sqlite_schema i JOIN pragma_index_info(i.name) c
                WHERE i.type = 'index' AND i.tbl_name || '.' || c.name IN (SELECT value FROM json_each(@0))
                """,
                row => (Table: row.GetString(0), Name: row.GetString(1)), ("@0", columns))
                .Where(index => connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM {index.Table} LIMIT @0)", ("@0", mostRows + 1L)) <= mostRows)
                .ToList(),
            cancellationToken);
        foreach (var index in indexes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await store.WriteStepAsync<Done>(writing =>
            {
                writing.Connection.Database.Execute($"REINDEX \"{index.Name}\"");
                return Task.FromResult<Result<Done>>(default(Done));
            });
        }

        await store.ScrubAsync();
    }
}
