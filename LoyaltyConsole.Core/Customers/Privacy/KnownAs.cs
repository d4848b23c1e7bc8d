using System.Data.Common;
using System.Text.Json;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>
/// By what a person is known, now and in files that were imported earlier. What somebody else is known by as well tells
/// nobody's rows, and is left to them.
/// </summary>
internal sealed class KnownAs
{
    private readonly DbConnection _connection;
    private readonly CustomerId _customer;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sole = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<(long Import, long Number)> _documents = [];
    private long _integration;

    private KnownAs(DbConnection connection, CustomerId customer) => (_connection, _customer) = (connection, customer);

    /// <summary>The values that the conditions of <see cref="PersonalData"/> speak of.</summary>
    public (string Name, object? Value)[] Values =>
    [
        ("@customer", _customer.Value), ("@integration", _integration), ("@names", Json(_names)), ("@sole", Json(_sole)), ("@refs", Json(_refs)),
        ("@keys", Json(_keys)), ("@documents", JsonSerializer.Serialize(_documents.Select(document => new[] { document.Import, document.Number }))),
    ];

    public static KnownAs Of(DbConnection connection, CustomerId customer)
    {
        var known = new KnownAs(connection, customer);
        known.Read();
        return known;
    }

    /// <summary>An import that is not finished and names the person, or may.</summary>
    public long? OpenImport() => _connection.Query(
        """
        SELECT i.Id FROM Imports i WHERE i.Status IN (1, 2) OR (i.Status IN (3, 4, 8) AND (EXISTS (
            SELECT 1 FROM ImportDocuments d WHERE d.ImportId = i.Id AND (d.CustomerKey IN (SELECT value FROM json_each(@keys))
                OR (i.IntegrationId = @integration AND d.CustomerKey IN (SELECT 'r:' || value FROM json_each(@refs)))))
            OR EXISTS (SELECT 1 FROM ImportedPoints p WHERE p.ImportId = i.Id AND p.CustomerId = @customer)
            OR EXISTS (SELECT 1 FROM ImportedCustomers p WHERE p.ImportId = i.Id AND p.CustomerId = @customer)
            OR EXISTS (SELECT 1 FROM ImportedTiers p WHERE p.ImportId = i.Id AND p.CustomerId = @customer)
            OR EXISTS (SELECT 1 FROM ImportedCoupons p WHERE p.ImportId = i.Id AND p.CustomerId = @customer)))
        ORDER BY i.Id LIMIT 1
        """,
        row => (long?)row.GetInt64(0), Values).SingleOrDefault();

    private void Read()
    {
        foreach (var (integration, texts) in _connection.Query(
            "SELECT IntegrationId, RefId, Name, Email, Phone, EmailKey, PhoneDigits, NameKey FROM Customers WHERE Id = @0",
            row => (row.GetInt64(0), (string?[])[.. Enumerable.Range(1, 7).Select(row.TextOrNull)]),
            ("@0", _customer.Value)))
        {
            _integration = integration;
            Add(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], texts[6]);
        }

        // By the instant at which an order was placed there is an index, by its customer or number there is none.
        foreach (var (import, number, texts) in _connection.Query(
            """
            SELECT d.ImportId, d.Number, d.CustomerKey, d.Name, d.Email, d.Phone
            FROM Orders o CROSS JOIN ImportDocuments d ON d.ImportId = o.ImportId AND d.State = 4 AND d.PlacedAt = o.PlacedAt AND d.OrderId = o.Id
            WHERE o.CustomerId = @0
            """,
            row => (row.GetInt64(0), row.GetInt64(1), (string?[])[.. Enumerable.Range(2, 4).Select(row.TextOrNull)]),
            ("@0", _customer.Value)))
        {
            _documents.Add((import, number));
            var (kind, key) = texts[0] is { Length: > 2 } found ? (found[0], found[2..]) : (' ', null);
            Add(kind is 'r' ? key : null, texts[1], texts[2], texts[3], kind is 'e' ? key : null, kind is 'p' ? key : null, SearchKeys.Fold(texts[1]));
        }

        _documents.UnionWith(_connection.Query(
            """
            SELECT d.ImportId, d.Number FROM Imports i CROSS JOIN ImportDocuments d ON d.ImportId = i.Id
                AND d.CustomerKey IN (SELECT value FROM json_each(@keys)) WHERE i.Status >= 5
            UNION
            SELECT d.ImportId, d.Number FROM Imports i CROSS JOIN ImportDocuments d ON d.ImportId = i.Id
                AND d.CustomerKey IN (SELECT 'r:' || value FROM json_each(@refs)) WHERE i.Status >= 5 AND i.IntegrationId = @integration
            """,
            row => (row.GetInt64(0), row.GetInt64(1)), Values));
    }

    private void Add(string? refId, string? name, string? email, string? phone, string? emailKey, string? digits, string? nameKey)
    {
        _names.UnionWith(new[] { refId, name, email, phone, emailKey, digits }.Where(text => !string.IsNullOrEmpty(text))!);
        if (refId is not null)
        {
            _refs.Add(refId);
        }

        if (!string.IsNullOrEmpty(emailKey) && IsSole("EmailKey", emailKey))
        {
            _keys.Add("e:" + emailKey);
            _sole.UnionWith(new[] { email, emailKey }.OfType<string>());
        }

        if (!string.IsNullOrEmpty(digits) && IsSole("PhoneDigits", digits))
        {
            _keys.Add("p:" + digits);
            _sole.UnionWith(new[] { phone, digits }.OfType<string>().Where(text => text.Length >= 6));
        }

        // A single word may be anybody's.
        if (name is not null && nameKey?.Contains(' ', StringComparison.Ordinal) is true && IsSole("NameKey", nameKey))
        {
            _sole.Add(name);
        }
    }

    private bool IsSole(string column, string key) => _connection.Number(
        $"SELECT COUNT(*) FROM (SELECT 1 FROM Customers WHERE {column} = @0 AND Id <> @1 AND Status <> 3 LIMIT 1) others",
        ("@0", key), ("@1", _customer.Value)) == 0;

    private static string Json(IEnumerable<string> texts) => JsonSerializer.Serialize(texts);
}
