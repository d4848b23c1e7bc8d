using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>A console that is killed while it migrates is started again and goes on (target R12).</summary>
public sealed class KilledUpgradeTests
{
    private const int Customers = 20_000;

    [Fact]
    public async Task R12_killed_while_it_migrates_the_next_start_goes_on_and_nothing_is_lost()
    {
        using var folder = new ConsoleFolder();
        await UpgradeTests.MakeFirstAsync(folder.ConnectionString);
        UpgradeTests.Execute(folder.ConnectionString, $"""
            CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {Customers}) SELECT i FROM n;
            INSERT INTO Customers (Id, RefId, IntegrationId, Name, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, 1, 0, 1, 1, 0, 0, 'customer ' || i, i, '', '' FROM n;
            INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, EffectiveAt, CreatedAt, Actor, Reason)
            SELECT i + 1, i, i, 5, 10000, 1, 0, 0, 0, 'test', 1 FROM n;
            INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind) SELECT i, i + 1, 10000, 10000, 0, 0, 0, 5 FROM n;
            INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance) SELECT i, 1, 10000, 0, 0, 10000, 0, 10000 FROM n;
            """);
        var killing = new Killing(folder, Random.Shared);

        await killing.AtOnceAsync(["check"], "Migration 1");
        for (var kill = 0; kill < Killing.Rounds(3); kill++)
        {
            await killing.AtSomeMomentAsync(["check"], "Migration");
        }

        var check = await killing.EndAsync("check", "--json");
        Assert.Equal((0, Customers + 1), (check.GetProperty("violations").GetInt32(), check.GetProperty("entries").GetInt32()));
        Assert.Equal(Customers, killing.Number("SELECT COUNT(*) FROM Customers"));
        Assert.Equal(0, killing.Number("SELECT COUNT(*) FROM pragma_foreign_key_check"));

        // As in a file that is made today, but for what EF's own way left in the old one.
        Assert.Equal(Schema(await Programme.PreparedFile), Schema(Path.Combine(folder.Path, "loyalty.db")));
    }

    private static List<string> Schema(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection.Query(
            "SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE '%EFMigrationsLock%' AND name NOT LIKE 'sqlite_%' ORDER BY type, name", row => row.GetString(0));
    }
}
