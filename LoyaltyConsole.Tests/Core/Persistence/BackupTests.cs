using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>What is backed up while people work is a whole programme (target R11).</summary>
[Trait("Engine", "SQLite")]
public sealed class BackupTests
{
    [Fact]
    public async Task R11_a_backup_while_somebody_books_holds_all_that_was_booked_before_it_and_a_console_works_on_it()
    {
        await using var programme = await Programme.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("loyalty-restored-");
        try
        {
            var ada = await programme.CustomerAsync();
            using var stopping = new CancellationTokenSource();
            var booking = BookAsync(stopping.Token);
            while (Entries(programme.ConnectionString).Count < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
            }

            var before = Entries(programme.ConnectionString);
            var backup = Path.Combine(folder.FullName, "backup.db");
            await programme.Get<LoyaltyDatabase>().BackUpAsync(backup, CancellationToken.None);
            await stopping.CancelAsync();
            await booking;

            // Restored as an operator does it: the one file, copied to where a console looks for it.
            var restored = $"Data Source={Path.Combine(folder.CreateSubdirectory("new").FullName, "loyalty.db")}";
            File.Copy(backup, new SqliteConnectionStringBuilder(restored).DataSource);
            await using var console = ProgrammeServices.Over(restored, programme.Clock);
            await console.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);

            var kept = Entries(restored);
            Assert.Equal(before, kept.Take(before.Count));
            Assert.Equal(kept, Entries(programme.ConnectionString).Take(kept.Count));
            Assert.Empty((await console.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
            Assert.Empty(Directory.EnumerateFiles(folder.FullName, "*.unfinished"));
            (await console.GetRequiredService<PointsLedger>().RedeemAsync(new Redemption(Guid.CreateVersion7(), ada, Points.Whole(1)), programme.Agent)).OrThrow();

            async Task BookAsync(CancellationToken stopped)
            {
                while (!stopped.IsCancellationRequested)
                {
                    await programme.LotAsync(ada, 1);
                }
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static List<long> Entries(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection.Query("SELECT Id FROM LedgerEntries ORDER BY Id", row => row.GetInt64(0));
    }
}
