using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// The one queue of writers in the process, because SQLite's own lock is unfair: interactive deeds go first, those
/// that wait together share one durable commit, and bulk work comes in steps of its own in between.
/// </summary>
internal sealed class WriterQueue : IAsyncDisposable
{
    // More would make the first of them wait for the last.
    private const int MostInOneCommit = 32;

    private readonly string _connectionString;
    private readonly WalCheckpoints _checkpoints;
    private readonly ConcurrentQueue<Deed> _interactive = new();
    private readonly ConcurrentQueue<Deed> _bulk = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _loop;

    public WriterQueue(string connectionString, int mostPagesInLog = 16_000) =>
        (_connectionString, _checkpoints) = (connectionString, new WalCheckpoints(connectionString, mostPagesInLog));

    /// <summary>Waits for the deed's turn, runs it inside a transaction, and answers when that is durable.</summary>
    /// <param name="deed">Answers whether to keep what it wrote.</param>
    /// <param name="bulk">Whether interactive deeds go first.</param>
    public async Task RunAsync(Func<WriteConnection, Task<bool>> deed, bool bulk)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        lock (_starting)
        {
            _loop ??= Task.Run(LoopAsync);
        }

        if (bulk)
        {
            await _checkpoints.KeepUpAsync();
        }

        var waiting = new Deed(deed);
        (bulk ? _bulk : _interactive).Enqueue(waiting);
        _waiting.Release();
        await waiting.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _checkpoints.DisposeAsync();
        _stopping.Dispose();
        _waiting.Dispose();
    }

    private async Task LoopAsync()
    {
        WriteConnection? connection = null;
        try
        {
            while (true)
            {
                await _waiting.WaitAsync(_stopping.Token);
                var batch = NextBatch();
                if (batch.Count == 0)
                {
                    continue;
                }

                // A fault of the whole batch, such as a full disk, reaches everybody who waits for it, and the
                // connection is made anew for the next.
                var run = RunBatchAsync(connection ??= Open(), batch);
                await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (run.Exception is { } fault)
                {
                    connection.Dispose();
                    connection = null;
                    batch.ForEach(deed => deed.Done.TrySetException(fault.InnerExceptions));
                }
            }
        }
        finally
        {
            connection?.Dispose();
            foreach (var deed in _interactive.Concat(_bulk))
            {
                deed.Done.TrySetCanceled();
            }
        }
    }

    private List<Deed> NextBatch()
    {
        var batch = new List<Deed>();
        while (batch.Count < MostInOneCommit && _interactive.TryDequeue(out var deed))
        {
            batch.Add(deed);
        }

        // The semaphore counted each of them; the first one has been waited for.
        for (var index = 1; index < batch.Count; index++)
        {
            _waiting.Wait(0);
        }

        if (batch.Count == 0 && _bulk.TryDequeue(out var bulk))
        {
            batch.Add(bulk);
        }

        return batch;
    }

    private async Task RunBatchAsync(WriteConnection connection, List<Deed> batch)
    {
        var database = (SqliteConnection)connection.Database;
        _checkpoints.BeforeNext(database);

        // Takes SQLite's write lock before anything is read, so that what a deed decides from what it read still holds when it commits.
        connection.Execute("BEGIN IMMEDIATE");
        if (batch is [var only])
        {
            // Within a savepoint SQLite keeps a copy of each page that is written, and looks through all of them at the end of
            // each statement: half of the time of a step of bulk work.
            connection.Execute(await IsToStayAsync(only, connection) ? "COMMIT" : "ROLLBACK");
        }
        else
        {
            foreach (var deed in batch)
            {
                connection.Execute("SAVEPOINT deed");
                if (!await IsToStayAsync(deed, connection))
                {
                    connection.Execute("ROLLBACK TO deed");
                }

                connection.Execute("RELEASE deed");
            }

            connection.Execute("COMMIT");
        }

        foreach (var deed in batch)
        {
            deed.Finish();
        }

        _checkpoints.Committed(database);
    }

    private WriteConnection Open()
    {
        var database = new SqliteConnection(_connectionString);
        database.Open();
        SqlitePragmas.Apply(database, forWriting: true);
        return new WriteConnection(database);
    }

    private static async Task<bool> IsToStayAsync(Deed deed, WriteConnection connection)
    {
        var run = deed.Change(connection);
        deed.Run = run;
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (raw.sqlite3_get_autocommit(((SqliteConnection)connection.Database).Handle) != 0)
        {
            // Some faults, such as a full disk, take the whole transaction back, with all that others wrote in it: they hear why.
            await run;
        }

        return run.IsCompletedSuccessfully && run.Result;
    }

    private sealed class Deed(Func<WriteConnection, Task<bool>> change)
    {
        public Func<WriteConnection, Task<bool>> Change { get; } = change;

        // Whoever waited goes on elsewhere, not on the writer's back.
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task? Run { get; set; }

        public void Finish() => Done.TrySetFromTask(Run!);
    }
}
