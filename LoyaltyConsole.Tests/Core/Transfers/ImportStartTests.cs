using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>An import as it begins, for whoever follows it.</summary>
public sealed class ImportStartTests : LedgerTest
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileImports Imports => Programme.Get<FileImports>();

    [Fact]
    public async Task Is_numbered_from_one_and_known_before_it_is_rehearsed()
    {
        var seen = new List<(long Id, ImportStatus? Status)>();
        for (var file = 1; file <= 2; file++)
        {
            await File.WriteAllTextAsync(_file, $"order_ref,customer_ref,placed_at,total\nA-{file},K-1,2025-10-01,10\n", Cancel);
            (await StageAsync(id => seen.Add((id.Value, Imports.ProgressOf(id)?.Status)))).OrThrow();
        }

        Assert.Equal([(1L, ImportStatus.Staging), (2L, ImportStatus.Staging)], seen);
    }

    [Fact]
    public async Task A_file_that_vanishes_while_it_is_read_ends_the_import()
    {
        await File.WriteAllTextAsync(_file, "order_ref,customer_ref,placed_at,total\nA-1,K-1,2025-10-01,10\n", Cancel);

        await Assert.ThrowsAsync<FileNotFoundException>(() => StageAsync(_ => File.Delete(_file)).WaitAsync(TimeSpan.FromSeconds(30), Cancel));

        Assert.Equal([(int)ImportStatus.Discarded], Programme.Query("SELECT Status FROM Imports", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task Agents_are_told_nothing_of_it()
    {
        var book = Programme.Get<ImportBook>();

        Assert.False((await book.CountsAsync(new(1), Programme.Agent, Cancel)).Succeeded(out _, out var counts));
        Assert.False((await book.RejectedAsync(new(1), null, new(0, 10), Programme.Agent, Cancel)).Succeeded(out _, out var rejected));

        Assert.Equal([new NotAllowed(Capability.Import), new NotAllowed(Capability.Import)], [counts, rejected]);
    }

    private Task<Result<Import>> StageAsync(Action<ImportId> onStarted) =>
        Imports.StageAsync(_file, "orders.csv", new(), Programme.Manager, onStarted, Cancel);
}
