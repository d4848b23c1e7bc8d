using System.Data.Common;
using System.Text;
using System.Text.Json;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>Hands a customer everything that is known about them, by the registry that erasure goes by (rule 5.8.9, X12).</summary>
public sealed class PersonalCopies
{
    private static readonly HashSet<string> InTenThousandths = ["GoodsTotal", "Shipping", "Quantity", "UnitPrice"];

    private readonly LoyaltyStore _store;

    internal PersonalCopies(LoyaltyStore store) => _store = store;

    /// <summary>Makes a copy. Each one leaves a trace, as every export does.</summary>
    /// <returns>The copy; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public async Task<Result<PersonalCopy>> CopyAsync(CustomerId customer, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.CopyPersonalData))
        {
            return new NotAllowed(Capability.CopyPersonalData);
        }

        var traced = await _store.WriteAsync<Traced>(async writing =>
        {
            switch (await writing.Db.Customers.Where(known => known.Id == customer).Select(known => (CustomerStatus?)known.Status).SingleOrDefaultAsync())
            {
                case null: return new CustomerNotFound(customer);
                case CustomerStatus.Deleted: return new CustomerDeleted();
                default:
                    writing.Audit(actor, "CopyPersonalData", customer, null, null);
                    return new Traced(writing.Now);
            }
        });
        if (!traced.Succeeded(out var trace, out var refusal))
        {
            return refusal;
        }

        return await _store.ReadAsync(
            async db =>
            {
                var connection = db.Database.GetDbConnection();
                return new PersonalCopy(customer, trace.At, Read(connection, ColumnsOf(db.Model), customer));
            },
            cancellationToken);
    }

    private static List<CopiedRows> Read(DbConnection connection, Dictionary<string, Type> columns, CustomerId customer)
    {
        var values = KnownAs.Of(connection, customer).Values;
        return
        [
            .. PrivacyRegistry.Copied
                .Select(data => (data.Table, Rows: connection.Query(
                    $"SELECT {string.Join(", ", data.Columns)} FROM {data.Table} WHERE {data.Rows}",
                    row => (IReadOnlyList<(string, object?)>)[.. data.Columns.Select((column, place) =>
                        (InWords(column), Value(row, place, columns[$"{data.Table}.{column}"], column)))],
                    values)))
                .GroupBy(part => part.Table, (table, parts) => new CopiedRows(InWords(table), [.. parts.SelectMany(part => part.Rows)]), StringComparer.Ordinal)
                .Where(part => part.Rows.Count > 0),
        ];
    }

    private static Dictionary<string, Type> ColumnsOf(IModel model) => (
        from entity in model.GetEntityTypes()
        let table = StoreObjectIdentifier.Table(entity.GetTableName()!)
        from property in entity.GetFlattenedProperties()
        select (Name: $"{table.Name}.{property.GetColumnName(table)}", Type: Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType))
        .ToDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase);

    // As a person reads it: no hundredths, no milliseconds, no numbers for words.
    private static object? Value(StoredRow row, int place, Type type, string column) => row.ValueOrNull(place) switch
    {
        long number when type == typeof(Instant) => InstantPattern.ExtendedIso.Format(Instant.FromUnixTimeMilliseconds(number)),
        long number when type == typeof(Points) => new Points(number).Value,
        long number when type == typeof(bool) => number != 0,
        long number when type.IsEnum => Enum.ToObject(type, (int)number).ToString(),
        long number when InTenThousandths.Contains(column) => number / 10_000m,
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        string text when text.StartsWith('\u001F') => text[1..].Replace('\u001F', ','),
        var value => value,
    };

    private static string InWords(string name) => JsonNamingPolicy.CamelCase.ConvertName(name.Replace("_", "", StringComparison.Ordinal));

    private sealed record Traced(Instant At);
}
