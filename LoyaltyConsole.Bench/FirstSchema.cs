using System.Globalization;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LoyaltyConsole.Bench;

/// <summary>A database as the first console left it: customers with an order or two each, of which some have redeemed.</summary>
internal static class FirstSchema
{
    private const long Earned = 1_760_000_000_000;

    /// <summary>Makes the file, by plain SQL in one transaction.</summary>
    public static async Task MakeAsync(string file, int customers)
    {
        await using (var db = new LoyaltyDb(SqliteEngine.Options($"Data Source={file}")))
        {
            await db.GetService<IMigrator>().MigrateAsync("Initial");
        }

        // The second half of the customers ordered a second time; each tenth customer has redeemed.
        var orders = customers + (customers / 2);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.DefaultTimeout = 0;
        connection.Execute("PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF; BEGIN");
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO Programme (Id, Name, Decimals, ZoneId, Currency, CallingCode, AllowsNegativeBalance, IsDemo) VALUES (1, 'Old', 0, 'Europe/Berlin', 'EUR', '49', 0, 0);
            INSERT INTO Tiers (Id, Name, Rank, Threshold) VALUES (1, 'Member', 0, 0);
            INSERT INTO Campaigns (Id, Name, Source, Rate, LockDays) VALUES (1, 'Points for revenue', 2, 100, 0);
            INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop');
            CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {orders})
                SELECT i, CASE WHEN i <= {customers} THEN i ELSE i - {customers / 2} END AS c FROM n;
            INSERT INTO Customers (Id, RefId, IntegrationId, Name, Email, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 'R' || i, 1, 'Customer ' || i, 'c' || i || '@example.com', 1, 0, 1, 1, {Earned}, {Earned}, 'customer ' || i, i, 'c' || i || '@example.com', ''
            FROM n WHERE i <= {customers};
            INSERT INTO Orders (Id, CustomerId, IntegrationId, RefId, Type, PlacedAt, Currency, GoodsTotal, Shipping, Fingerprint, CreatedAt, Billing_City, Billing_Street)
            SELECT i, c, 1, 'O-' || i, 1, {Earned} + i, 'EUR', 1000000, 0, 0, {Earned} + i, 'Berlin', 'Street ' || (i % 1000) FROM n;
            INSERT INTO OrderPositions (OrderId, Line, Sku, Name, Quantity, UnitPrice) SELECT i, 1, 'SKU-' || (i % 5000), 'Thing', 1, 1000000 FROM n;
            INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, CampaignId, IntegrationId, OrderId, EffectiveAt, CreatedAt, Actor)
            SELECT i, c, c, 2, 10000, 1, 0, 1, 1, i, {Earned} + i, {Earned} + i, 'Shop' FROM n;
            INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, EarnedAt, OrderId, Kind)
            SELECT c, i, 10000, CASE WHEN i <= {customers} AND i % 10 = 0 THEN 7000 ELSE 10000 END, 0, 0, {Earned} + i, i, 2 FROM n;
            INSERT INTO LedgerEntries (Id, CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, CouponCode, IntegrationId, EffectiveAt, CreatedAt, Actor)
            SELECT {orders} + i / 10, i, i, 7, -3000, 1, 0, 'COUPON-' || i, 1, {Earned} + {orders} + i, {Earned} + {orders} + i, 'Shop' FROM n WHERE i <= {customers} AND i % 10 = 0;
            INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt)
            SELECT i, {orders} + i / 10, i, 3000, {Earned} + {orders} + i FROM n WHERE i <= {customers} AND i % 10 = 0;
            INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance)
            SELECT CustomerId, 1, SUM(Amount), 0, 0, SUM(Remaining), 0, SUM(Remaining) FROM Lots GROUP BY CustomerId;
            INSERT INTO AuditEntries (At, Actor, Deed, CustomerId) SELECT {Earned} + i, 'Shop', 'order', c FROM n;
            COMMIT
            """));
        connection.Query("PRAGMA wal_checkpoint(TRUNCATE)", row => row.GetInt64(0));
    }
}
