using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Demo;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>The indexes of a first load are built behind it, whatever happens to it.</summary>
[Trait("Engine", "SQLite")]
public sealed class LaterIndexesTests
{
    private static readonly Actor Console = Actor.Console("test");

    [Fact]
    public async Task A_first_load_leaves_every_index_and_every_guard_as_it_found_them()
    {
        await using var programme = await Programme.CreateAsync();
        var before = Schema(programme);

        await MakeUpAsync(programme, new Reports(_ => Assert.NotEqual(before, Schema(programme))), CancellationToken.None);

        Assert.Equal(before, Schema(programme));
        Assert.Equal(["ok"], programme.Query("PRAGMA integrity_check", row => row.GetString(0)));
        await AssertFoundAsync(programme.Get<CustomerDirectory>(), programme);
    }

    [Fact]
    public async Task What_a_load_that_was_broken_off_put_off_is_built_at_the_next_start()
    {
        await using var programme = await Programme.CreateAsync();
        var before = Schema(programme);
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MakeUpAsync(programme, new Reports(_ => stopping.Cancel()), stopping.Token));
        Assert.NotEqual(before, Schema(programme));

        await using var restarted = ProgrammeServices.Over(programme.ConnectionString, programme.Clock);
        await restarted.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);

        Assert.Equal(before, Schema(programme));
        Assert.Empty((await restarted.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
        await AssertFoundAsync(restarted.GetRequiredService<CustomerDirectory>(), programme);
    }

    // By the letters of their name, which are in the search index alone.
    private static async Task AssertFoundAsync(CustomerDirectory customers, Programme programme)
    {
        var name = programme.Query("SELECT Name FROM Customers WHERE Name LIKE '% ______%' ORDER BY Id LIMIT 1", row => row.GetString(0)).Single();
        var found = (await customers.ListAsync(
            new CustomerFilter { Text = name[^5..] }, CustomerSort.Name, descending: false, new Window(0, 10), Console, CancellationToken.None)).OrThrow();
        Assert.Contains(found.Rows, row => string.Equals(row.Name, name, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Schema(Programme programme) =>
        programme.Query("SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema ORDER BY 1", row => row.GetString(0));

    private static async Task MakeUpAsync(Programme programme, IProgress<MadeUpReport> progress, CancellationToken cancellationToken)
    {
        var made = new MadeUpProgramme(600, MadeUpProgramme.UsualOrders, Seed: 1, programme.Clock.GetCurrentInstant());
        (await programme.Get<MadeUpHistory>().BookAsync(made.Lives(), made.Offers, Console, progress, cancellationToken)).OrThrow();
    }

    private sealed class Reports(Action<MadeUpReport> hear) : IProgress<MadeUpReport>
    {
        public void Report(MadeUpReport value) => hear(value);
    }
}
