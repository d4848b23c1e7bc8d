using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>The write-ahead log is carried over beside the writer, and does not grow without bounds (R9).</summary>
[Trait("Engine", "SQLite")]
public sealed class WalCheckpointsTests
{
    private const int Megabyte = 1 << 20;
    private const int Megabytes = 20;
    private const int MostPages = 1_000;

    // Twice as long as long, and what is written before the writer looks again; without it there would be five thousand.
    private const long MostBytes = 3 * MostPages * 4_096;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public async Task The_log_does_not_grow_without_bounds_whoever_writes(bool isBulk, int writers)
    {
        await using var programme = await Programme.CreateAsync();
        await using var queue = new SqliteWriter(programme.ConnectionString, MostPages);
        programme.Execute("CREATE TABLE Heap (Id INTEGER PRIMARY KEY, Bytes BLOB)");

        await WriteAsync(queue, isBulk, writers);

        Assert.InRange(new FileInfo($"{new SqliteConnectionStringBuilder(programme.ConnectionString).DataSource}-wal").Length, 1, MostBytes);
        Assert.Equal(Megabytes * 4L, programme.Query("SELECT COUNT(*) FROM Heap", row => row.GetInt64(0)).Single());
    }

    [Fact]
    public async Task Somebody_who_reads_for_long_holds_nobody_up()
    {
        await using var programme = await Programme.CreateAsync();
        await using var queue = new SqliteWriter(programme.ConnectionString, MostPages);
        programme.Execute("CREATE TABLE Heap (Id INTEGER PRIMARY KEY, Bytes BLOB)");
        using var connection = new SqliteConnection(programme.ConnectionString);
        connection.Open();
        using var reading = connection.BeginTransaction(deferred: true);
        Assert.Equal(0, connection.Number("SELECT COUNT(*) FROM Heap"));

        await WriteAsync(queue, isBulk: true, writers: 2);

        Assert.Equal(0, connection.Number("SELECT COUNT(*) FROM Heap"));
        await reading.DisposeAsync();
        Assert.Equal(Megabytes * 4L, connection.Number("SELECT COUNT(*) FROM Heap"));
    }

    private static Task WriteAsync(WriterQueue queue, bool isBulk, int writers)
    {
        var left = Megabytes * 4;
        async Task WriterAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await queue.RunAsync(
                    connection =>
                    {
                        connection.Prepare("INSERT INTO Heap (Bytes) VALUES (randomblob(@0))").Run(Megabyte / 4);
                        return Task.FromResult(true);
                    },
                    isBulk).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
            }
        }

        return Task.WhenAll(Enumerable.Range(0, writers).Select(_ => WriterAsync()));
    }
}
