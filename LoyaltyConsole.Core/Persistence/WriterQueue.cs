using System.Collections.Concurrent;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// The one queue of writers in the process, because an engine's own lock does not know who waits for it: interactive deeds go
/// first, those that wait together share one durable commit, and bulk work comes in steps of its own in between.
/// </summary>
internal abstract class WriterQueue : IAsyncDisposable
{
    // More would make the first of them wait for the last.
    private const int MostInOneCommit = 32;

    private readonly ConcurrentQueue<Deed> _interactive = new();
    private readonly ConcurrentQueue<Deed> _bulk = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _starting = new();
    private Task? _loop;

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
            await BeforeBulkAsync();
        }

        var waiting = new Deed(deed);
        (bulk ? _bulk : _interactive).Enqueue(waiting);
        _waiting.Release();
        await waiting.Done.Task;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        GC.SuppressFinalize(this);
        _stopping.Dispose();
        _waiting.Dispose();
    }

    /// <summary>Opens the writer's connection.</summary>
    protected abstract WriteConnection Open();

    /// <summary>Begins a transaction in which nothing is read that somebody else may still change before it is committed.</summary>
    protected abstract void Begin(WriteConnection connection);

    /// <summary>Whether a fault has taken the whole transaction back, with all that others wrote in it.</summary>
    protected abstract bool IsOver(WriteConnection connection);

    /// <summary>Comes before a step of bulk work waits for its turn.</summary>
    protected virtual Task BeforeBulkAsync() => Task.CompletedTask;

    /// <summary>Comes after each transaction.</summary>
    protected virtual void Ended(WriteConnection connection)
    {
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
        Begin(connection);
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

        Ended(connection);
    }

    private async Task<bool> IsToStayAsync(Deed deed, WriteConnection connection)
    {
        var run = deed.Change(connection);
        deed.Run = run;
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (IsOver(connection))
        {
            // Everybody in it hears why.
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
