using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Tests.Core;

public sealed class ReadGateTests
{
    private const string ForEver = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) AS Value FROM n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S6_whoever_reads_too_much_at_once_waits_for_themselves_and_nobody_else_does()
    {
        await using var gate = new ReadGate();
        var isHeavyDone = new TaskCompletionSource();
        var running = 0;
        async Task<int> Heavy()
        {
            Interlocked.Increment(ref running);
            await isHeavyDone.Task;
            return 1;
        }

        ReadLane.Current = "Eva";
        var heavy = Enumerable.Range(0, 100).Select(_ => gate.RunAsync(Heavy, Cancel)).ToList();
        ReadLane.Current = "Max";
        Assert.Equal(2, await gate.RunAsync(() => Task.FromResult(2), Cancel));
        ReadLane.Current = null;
        Assert.Equal(3, await gate.RunAsync(() => Task.FromResult(3), Cancel));
        while (Volatile.Read(ref running) < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), Cancel);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(200), Cancel);
        Assert.Equal(2, running);

        isHeavyDone.SetResult();
        Assert.Equal(100, (await Task.WhenAll(heavy)).Sum());
        ReadLane.Current = "Eva";
        Assert.Equal(4, await gate.RunAsync(() => Task.FromResult(4), Cancel));
    }

    [Fact]
    public async Task S6_a_read_within_a_read_does_not_wait_for_its_own_place()
    {
        await using var gate = new ReadGate();
        ReadLane.Current = "Eva";

        var nested = await gate.RunAsync(() => gate.RunAsync(() => gate.RunAsync(() => Task.FromResult(5), Cancel), Cancel), Cancel);

        Assert.Equal(5, nested);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task P2_a_search_that_nobody_waits_for_any_more_is_ended_and_the_next_one_answers(bool withEntityFramework)
    {
        await using var programme = await Programme.CreateAsync();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        ReadLane.Current = "Eva";
        var searches = Enumerable.Range(0, 3).Select(_ => withEntityFramework
            ? programme.Store.ReadAsync(db => db.Database.SqlQueryRaw<long>(ForEver).CountAsync(enough.Token), enough.Token)
            : programme.Store.ReadAsync(connection => connection.Query(ForEver, row => row.GetInt64(0)).Count, enough.Token)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(200), Cancel);
        Assert.All(searches, search => Assert.False(search.IsCompleted));

        await enough.CancelAsync();

        foreach (var search in searches)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        }

        Assert.Equal(1, await programme.Store.ReadAsync(connection => connection.Query("SELECT 1", row => row.GetInt32(0)).Single(), Cancel));
    }

    // SQLite names whatever it was doing when a statement is interrupted while it is prepared, such as columns it expected.
    [Fact]
    public async Task P2_whenever_a_read_is_given_up_it_ends_as_given_up_and_not_as_a_fault()
    {
        await using var programme = await Programme.CreateAsync();
        var unlucky = string.Join(" UNION ALL ", Enumerable.Range(0, 200).Select(n =>
            $"SELECT * FROM (WITH w{n} AS (SELECT Id, Name, row_number() OVER (ORDER BY Name) AS N FROM Customers) SELECT * FROM w{n} WHERE N = {n}) part{n}"));
        var givenUp = 0;
        for (var round = 0; round < 200; round++)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var reading = programme.Store.ReadAsync(connection => connection.Query($"{unlucky} -- {round}", row => row.GetInt64(0)).Count, enough.Token);
            System.Threading.SpinWait.SpinUntil(() => false, TimeSpan.FromMicroseconds(40 * round));
            await enough.CancelAsync();
            try
            {
                Assert.Equal(0, await reading);
            }
            catch (OperationCanceledException)
            {
                givenUp++;
            }
        }

        Assert.NotEqual(0, givenUp);
    }
}
