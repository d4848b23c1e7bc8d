using System.Collections.Concurrent;
using System.Data.Common;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>A database of an earlier console goes on in this one (target R12).</summary>
[Trait("Engine", "SQLite")]
public sealed class UpgradeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-upgrade-").FullName;

    [Fact]
    public async Task R12_a_ledger_of_the_first_schema_keeps_its_figures_its_coupons_and_its_guards()
    {
        var connectionString = $"Data Source={Path.Combine(_folder, "loyalty.db")}";
        await MakeFirstAsync(connectionString);

        await using var services = ProgrammeServices.Over(connectionString);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);

        var ledger = services.GetRequiredService<PointsLedger>();
        var actor = Actor.Console("test");
        Assert.Empty((await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
        Assert.Equal(Points.Whole(70), (await ledger.AccountAsync(new CustomerId(1), null, actor, CancellationToken.None)).OrThrow().Figures.Redeemable);
        Assert.Equal(RedemptionState.Confirmed, (await ledger.ConfirmAsync("OLD-COUPON", "A-1", actor)).OrThrow().State);
        foreach (var forbidden in new[] { "DELETE FROM LedgerEntries", "UPDATE LedgerEntries SET Points = 1", "DELETE FROM Lots", "DELETE FROM Redemptions" })
        {
            Assert.Throws<SqliteException>(() => Execute(connectionString, forbidden));
        }

        (await ledger.DiscardAsync(new LedgerEntryId(2), actor)).OrThrow();
        Assert.Equal(Points.Whole(100), (await ledger.AccountAsync(new CustomerId(1), null, actor, CancellationToken.None)).OrThrow().Figures.Redeemable);
    }

    [Theory]
    [InlineData(PointsRows.All, null, "2 Ada Lovelace 1", "3 nobody@example.org", "4 Ada Lovelace 1")]
    [InlineData(PointsRows.Accepted, null, "2 Ada Lovelace 1", "4 Ada Lovelace 1")]
    [InlineData(PointsRows.Rejected, null, "3 nobody@example.org")]
    [InlineData(PointsRows.All, "lace", "2 Ada Lovelace 1", "4 Ada Lovelace 1")]
    [InlineData(PointsRows.All, "nobody", "3 nobody@example.org")]
    public async Task R12_the_rows_of_an_earlier_import_of_points_stand_in_the_order_of_their_file(PointsRows rows, string? text, params string[] expected)
    {
        var connectionString = $"Data Source={Path.Combine(_folder, "loyalty.db")}";
        await MakeFirstAsync(connectionString);
        await MigrateAsync(connectionString, "ExportedContacts");
        Execute(connectionString, """
            INSERT INTO Imports (Id, Kind, FileName, FileHash, IntegrationId, Options, Header, Status, Actor, CreatedAt, Counts_Rows, Counts_Accepted, Counts_Rejected,
                Counts_Skipped, Counts_AlreadyRecorded, Counts_CustomersCreated, Counts_Orders, Counts_CreditNotes, Counts_Entries, Counts_PointsEarned,
                Counts_PointsTakenBack, Counts_Committed)
            VALUES (1, 'points', 'points.csv', '', 1, '{}', '[]', 5, 'test', 0, 3, 2, 1, 0, 0, 0, 0, 0, 2, 300, 0, 2);
            INSERT INTO ImportedPoints (ImportId, Line, State, Reason, Named, CustomerId, Mode, Points, Difference, BalanceBefore, BalanceAfter, LockedBefore, LockedAfter, Debt)
            VALUES (1, 2, 4, NULL, 'ada@example.org', 1, 0, 100, 100, 0, 100, 0, 0, 0), (1, 3, 3, 1, 'nobody@example.org', NULL, 0, 100, 0, 0, 0, 0, 0, 0),
                (1, 4, 4, NULL, 'ada@example.org', 1, 0, 200, 200, 100, 300, 0, 0, 0);
            """);

        await using var services = ProgrammeServices.Over(connectionString);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);

        var page = (await services.GetRequiredService<ImportBook>().PointsAsync(
            new ImportId(1), rows, text, new Window(0, 10), Actor.Console("test"), CancellationToken.None)).OrThrow();
        Assert.Equal(expected, page.Rows.Select(row => $"{row.Line} {row.Customer} {row.CustomerId}".TrimEnd()));
        Assert.Equal(expected.Length, page.Count);
    }

    [Fact]
    public async Task R12_the_lock_that_a_killed_console_left_keeps_nobody_waiting()
    {
        var connectionString = $"Data Source={Path.Combine(_folder, "loyalty.db")}";
        await MakeFirstAsync(connectionString);
        Execute(connectionString, "INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2025-11-28 13:37:00')");

        await using var services = ProgrammeServices.Over(connectionString);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.False(await services.GetRequiredService<LoyaltyDatabase>().IsEmptyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task R12_broken_off_at_each_command_of_each_migration_an_upgrade_goes_on_as_if_nothing_had_been()
    {
        var (file, broken) = ($"Data Source={Path.Combine(_folder, "whole.db")}", $"Data Source={Path.Combine(_folder, "broken.db")}");
        await MakeFirstAsync(broken);
        Execute(broken, $"VACUUM INTO '{Path.Combine(_folder, "whole.db")}'");
        var breaker = new Breaker();
        var breaks = 0;
        for (var isDone = false; !isDone; breaks++)
        {
            var before = Schema(broken);
            isDone = await UpgradeAsync(broken, breaker);

            // Either one of them is done, or nothing has happened.
            Assert.True(breaker.Begins() || before.SequenceEqual(Schema(broken)));
        }

        Assert.InRange(breaks, 200, 2_000);
        await using var services = ProgrammeServices.Over(broken);
        await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        await using var others = ProgrammeServices.Over(file);
        await others.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        Assert.Equal(Schema(file), Schema(broken));
        Assert.Equal(Rows(file), Rows(broken));
        Assert.Empty((await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
    }

    [Fact]
    public async Task R12_two_consoles_that_are_started_at_once_on_one_file_both_come_up()
    {
        var connectionString = $"Data Source={Path.Combine(_folder, "loyalty.db")}";
        await MakeFirstAsync(connectionString);
        await using var first = ProgrammeServices.Over(connectionString);
        await using var second = ProgrammeServices.Over(connectionString);
        var told = new ConcurrentQueue<MigrationStep>();

        await Task.WhenAll(new[] { first, second }.Select(console => Task.Run(
            () => console.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None, told.Enqueue), TestContext.Current.CancellationToken)));

        // Each migration was done by one of them.
        var done = told.Where(step => step.Took is not null).Select(step => step.Migration).ToList();
        Assert.Equal(done.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));
        Assert.Empty((await second.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
    }

    [Fact]
    public async Task R12_each_migration_says_when_it_begins_and_how_long_it_took_and_nothing_is_said_where_none_is_pending()
    {
        var connectionString = $"Data Source={Path.Combine(_folder, "loyalty.db")}";
        await MakeFirstAsync(connectionString);
        var told = new List<MigrationStep>();
        await using var services = ProgrammeServices.Over(connectionString);
        var database = services.GetRequiredService<LoyaltyDatabase>();

        await database.PrepareAsync(CancellationToken.None, told.Add);

        Assert.Equal(told[0].Of * 2, told.Count);
        Assert.StartsWith($"Migration 1 of {told[0].Of}, WholeLedger, over 1 customers and 2 ledger entries", told[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith($"Migration 1 of {told[0].Of}, WholeLedger, took ", told[1].ToString(), StringComparison.Ordinal);
        told.Clear();
        await database.PrepareAsync(CancellationToken.None, told.Add);
        await using var made = ProgrammeServices.Over($"Data Source={Path.Combine(_folder, "new.db")}");
        await made.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None, told.Add);
        Assert.Empty(told);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    // Thirty of a hundred points were redeemed.
    internal static async Task MakeFirstAsync(string connectionString)
    {
        await MigrateAsync(connectionString, "Initial");
        Execute(connectionString, """
            INSERT INTO Programme (Id, Name, Decimals, ZoneId, Currency, CallingCode, AllowsNegativeBalance, IsDemo) VALUES (1, 'Old', 0, 'Europe/Berlin', 'EUR', '49', 0, 0);
            INSERT INTO Tiers (Id, Name, Rank, Threshold) VALUES (1, 'Member', 0, 0);
            INSERT INTO Campaigns (Id, Name, Source, Rate, LockDays) VALUES (1, 'Points for revenue', 2, 100, 0);
            INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop');
            INSERT INTO Customers (Id, RefId, IntegrationId, Name, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            VALUES (1, 'A', 1, 'Ada Lovelace', 1, 0, 1, 1, 0, 0, 'ada lovelace', 'lovelace', '', '');
            INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, EffectiveAt, CreatedAt, Actor, Reason) VALUES (1, 1, 1, 5, 10000, 1, 0, 0, 0, 'test', 1);
            INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, Kind) VALUES (1, 1, 10000, 7000, 0, 0, 0, 5);
            INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, CouponCode, EffectiveAt, CreatedAt, Actor) VALUES (2, 1, 1, 7, -3000, 1, 0, 'OLD-COUPON', 5, 5, 'test');
            INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt) VALUES (1, 2, 1, 3000, 5);
            INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance) VALUES (1, 2, 10000, 0, 0, 7000, 0, 7000);
            """);
    }

    private static async Task MigrateAsync(string connectionString, string migration)
    {
        await using var db = new LoyaltyDb(SqliteEngine.Options(connectionString));
        await db.GetService<IMigrator>().MigrateAsync(migration);
    }

    // Whether it came to its end.
    private static async Task<bool> UpgradeAsync(string connectionString, Breaker breaker)
    {
        await using var db = new LoyaltyDb(new DbContextOptionsBuilder<LoyaltyDb>(SqliteEngine.Options(connectionString)).AddInterceptors(breaker).Options);
        try
        {
            await new SchemaUpgrade(db, breaker.Hear).RunAsync(CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static List<string> Schema(string connectionString) =>
        Read(connectionString, "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema ORDER BY type, name");

    // What was there from the beginning, and that nothing refers to what is gone.
    private static List<string> Rows(string connectionString) =>
    [
        .. new[] { "Customers", "LedgerEntries", "Lots", "Allocations", "Accounts", "Redemptions", "CustomerSearch('lovelace')", "pragma_foreign_key_check" }
            .SelectMany(table => Read(connectionString, $"SELECT '{table.Replace("'", "", StringComparison.Ordinal)} ' || COUNT(*) FROM {table}")),
        .. Read(connectionString, "SELECT json_array(Id, CustomerId, Kind, Points, Status, CouponCode) FROM LedgerEntries"),
    ];

    private static List<string> Read(string connectionString, string sql)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection.Query(sql, row => row.GetString(0));
    }

    internal static void Execute(string connectionString, string sql)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Breaks each migration off at its first command, then at its second, and so on, until it is done.</summary>
    private sealed class Breaker : DbCommandInterceptor
    {
        private int _at;
        private int _commands;

        public void Hear(MigrationStep step)
        {
            _at = step.Took is null ? _at : -1;
            _commands = 0;
        }

        /// <summary>Whether a migration was done since it was asked last, so that the next begins.</summary>
        public bool Begins()
        {
            var isNext = _at < 0;
            _at = isNext ? 0 : _at + 1;
            return isNext;
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            _at < 0 || _commands++ == _at ? throw new TimeoutException("Broken off.") : ValueTask.FromResult(result);
    }
}
