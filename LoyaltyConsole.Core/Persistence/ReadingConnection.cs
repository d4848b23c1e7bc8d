using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>A reader's connection, with the statements that it was asked last kept prepared on it.</summary>
internal sealed class ReadingConnection : SqliteConnection
{
    // Each takes memory, on up to sixteen connections.
    private const int MostKept = 48;

    // SQLite maps no more.
    private const int MostMapped = int.MaxValue;

    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private long _turn;

    public ReadingConnection(string connectionString, bool isMapped)
        : base(connectionString)
    {
        Open();
        SqlitePragmas.Apply(this, forWriting: false);
        if (isMapped)
        {
            this.Number($"PRAGMA mmap_size = {MostMapped}");
        }
    }

    /// <summary>Lends a statement that nobody else uses at this moment.</summary>
    public Prepared Lend(string sql)
    {
        if (!_kept.TryGetValue(sql, out var kept))
        {
            MakeRoom();
            _kept[sql] = kept = new Kept(this.Prepare(sql));
        }
        else if (kept.IsLent)
        {
            return this.Prepare(sql);
        }

        (kept.IsLent, kept.Turn) = (true, ++_turn);
        return kept.Statement;
    }

    /// <summary>Takes a statement back.</summary>
    public void TakeBack(Prepared statement)
    {
        if (_kept.TryGetValue(statement.Sql, out var kept) && ReferenceEquals(kept.Statement, statement))
        {
            kept.IsLent = false;
            return;
        }

        statement.Dispose();
    }

    /// <summary>Closes it in the midst of whatever it was asked.</summary>
    public void GiveUp()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            this.Execute("ROLLBACK");
        }

        Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var kept in _kept.Values)
            {
                kept.Statement.Dispose();
            }

            _kept.Clear();
        }

        base.Dispose(disposing);
    }

    private void MakeRoom()
    {
        if (_kept.Count >= MostKept && _kept.Where(kept => !kept.Value.IsLent).OrderBy(kept => kept.Value.Turn).Select(kept => kept.Key).FirstOrDefault() is { } oldest)
        {
            _kept.Remove(oldest, out var gone);
            gone!.Statement.Dispose();
        }
    }

    private sealed record Kept(Prepared Statement)
    {
        public bool IsLent { get; set; }

        public long Turn { get; set; }
    }
}

/// <summary>The connections of readers, kept open for the next.</summary>
internal sealed class ReadingConnections(string connectionString, bool isMapped) : IDisposable
{
    private readonly ConcurrentStack<ReadingConnection> _free = new();
    private volatile bool _isClosed;

    /// <summary>Reads in one consistent state.</summary>
    public async Task<T> ReadAsync<T>(Func<ReadingConnection, Task<T>> read)
    {
        var connection = _free.TryPop(out var free) ? free : new ReadingConnection(connectionString, isMapped);
        var isWell = false;
        try
        {
            connection.Execute("BEGIN");
            var answer = await read(connection);
            connection.Execute("COMMIT");
            isWell = !_isClosed;
            return answer;
        }
        finally
        {
            // Whatever went wrong, the next reader has one of which everything is known.
            if (isWell)
            {
                _free.Push(connection);
            }
            else
            {
                connection.GiveUp();
            }
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_free.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
