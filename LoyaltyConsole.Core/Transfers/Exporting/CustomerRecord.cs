using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>A customer as any file may tell them.</summary>
internal sealed record CustomerRecord(
    CustomerId Id, string? RefId, string Integration, string? Name, string? First, string? Last, string? Email, string? Phone, string PhoneDigits,
    string? Company, string? Salutation, Gender? Gender, string? Birthday, string? NameDay, string? Language, string? Group, bool IsRegistered,
    CustomerStatus Status, bool IsLocked, string Tier, bool IsTierLocked, Instant EnrolledAt, Instant? LeftAt, Instant ModifiedAt, Figures Figures)
{
    // A number that names no country is nobody's elsewhere.
    /// <summary>The phone number as other products ask for it; null where its country is not known.</summary>
    public string? InternationalPhone =>
        Phone is not null && PhoneDigits.Length is >= 8 and <= 15 && Phone.TrimStart() is ['+', ..] or ['0', ..] ? "+" + PhoneDigits : null;

    /// <summary>Those of some ids, in the order of the ids.</summary>
    public static IEnumerable<CustomerRecord> Of(DbConnection connection, IReadOnlyList<long> ids, Instant at, bool isPast)
    {
        var found = connection.Query(
            $"""
            SELECT c.Id, c.RefId, i.Name, c.Name, c.FirstName, c.LastName, c.Email, c.Phone, c.PhoneDigits, c.Company, c.Salutation, c.Gender,
                c.Birthday, c.NameDay, c.Language, c.CustomerGroup, c.IsRegistered, c.Status, c.IsLocked, t.Name, c.TierLock, c.EnrolledAt, c.LeftAt, c.ModifiedAt,
                a.Collected, a.Expired, a.Locked, a.Redeemable, a.Debt, a.NextChangeAt,
                COALESCE((SELECT SUM(l.Remaining) FROM Lots l WHERE l.CustomerId = c.Id AND l.Remaining > 0 AND l.ValidUntil > @at AND l.ValidUntil <= @soon), 0)
            FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id JOIN Integrations i ON i.Id = c.IntegrationId JOIN Tiers t ON t.Id = c.TierId
            WHERE c.Id IN ({string.Join(',', ids)})
            """,
            row => Of(row, at, isPast),
            ("@at", at.ToUnixTimeMilliseconds()), ("@soon", (at + Duration.FromDays(30)).ToUnixTimeMilliseconds())).ToDictionary(told => told.Record.Id.Value);
        return ids.Where(found.ContainsKey).Select(id => found[id]).Select(told => told.IsStale
            ? told.Record with { Figures = FiguresAt(connection, told.Record.Id, at, isPast) }
            : told.Record);
    }

    // The kept figures hold until their next change; what went stale since, and what was earlier, is worked out anew.
    private static (CustomerRecord Record, bool IsStale) Of(StoredRow row, Instant at, bool isPast)
    {
        var id = new CustomerId(row.GetInt64(0));
        var (name, first, last) = (row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5));
        (first, last) = new Customer { Name = name, FirstName = first, LastName = last }.NameParts;
        var figures = new Figures(
            new Points(row.GetInt64(24)), new Points(row.GetInt64(25)), new Points(row.GetInt64(30)), new Points(row.GetInt64(26)),
            new Points(row.GetInt64(27)), new Points(row.GetInt64(28)), at);
        var record = new CustomerRecord(
            id, row.TextOrNull(1), row.GetString(2), name, first, last, row.TextOrNull(6), row.TextOrNull(7), row.GetString(8),
            row.TextOrNull(9), row.TextOrNull(10), (Gender?)row.LongOrNull(11), row.TextOrNull(12), row.TextOrNull(13), row.TextOrNull(14), row.TextOrNull(15),
            row.GetBoolean(16), (CustomerStatus)row.GetInt32(17), row.GetBoolean(18), row.GetString(19), row.GetInt32(20) != 0,
            Instant.FromUnixTimeMilliseconds(row.GetInt64(21)), row.LongOrNull(22).ToInstant(), Instant.FromUnixTimeMilliseconds(row.GetInt64(23)), figures);
        return (record, isPast || row.LongOrNull(29).ToInstant() <= at);
    }

    private static Figures FiguresAt(DbConnection connection, CustomerId customer, Instant at, bool isPast)
    {
        var account = isPast ? AccountReader.ReadAsOf(connection, customer, at) : AccountReader.Read(connection, customer);
        account.AdvanceTo(at, at);
        return account.FiguresAt(at);
    }
}
