using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>A database of an earlier console goes on in this one (target R12).</summary>
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

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    // Thirty of a hundred points were redeemed.
    private static async Task MakeFirstAsync(string connectionString)
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
        await using var db = new LoyaltyDb(LoyaltyStore.Options(connectionString));
        await db.GetService<IMigrator>().MigrateAsync(migration);
    }

    private static void Execute(string connectionString, string sql)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
