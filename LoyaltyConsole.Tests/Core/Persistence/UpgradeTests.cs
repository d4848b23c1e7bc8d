using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
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

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    // Thirty of a hundred points were redeemed.
    private static async Task MakeFirstAsync(string connectionString)
    {
        await using (var db = new LoyaltyDb(LoyaltyStore.Options(connectionString)))
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial");
        }

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

    private static void Execute(string connectionString, string sql)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
