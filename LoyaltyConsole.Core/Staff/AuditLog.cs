using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Transfers.Exporting;
using NodaTime;

namespace LoyaltyConsole.Core.Staff;

/// <summary>Which deeds are shown; everything given must hold.</summary>
/// <param name="Text">Part of what was before or after.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Deed">The deed's name.</param>
/// <param name="Customer">On whom.</param>
/// <param name="From">The first local day.</param>
/// <param name="To">The last local day.</param>
public sealed record AuditFilter(
    string? Text = null, string? Actor = null, string? Deed = null, CustomerId? Customer = null, LocalDate? From = null, LocalDate? To = null)
{
    /// <summary>Whether everything is shown.</summary>
    public bool IsEmpty => this == new AuditFilter();
}

/// <summary>A deed as the trail tells it.</summary>
/// <param name="Id">Its consecutive id.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Deed">The deed's name, for instance AdjustPoints.</param>
/// <param name="Customer">On whom; null where the deed is about nobody.</param>
/// <param name="CustomerName">What they are called, if known.</param>
/// <param name="IsDeleted">Whether they are deleted since.</param>
/// <param name="Before">What was before.</param>
/// <param name="After">What was after.</param>
public sealed record AuditRow(
    long Id, Instant At, string Actor, string Deed, CustomerId? Customer, string? CustomerName, bool IsDeleted, string? Before, string? After);

/// <summary>By whom and by which deeds the trail can be filtered.</summary>
/// <param name="Actors">Everybody who did anything.</param>
/// <param name="Deeds">Every deed that was done.</param>
public sealed record AuditChoices(IReadOnlyList<string> Actors, IReadOnlyList<string> Deeds);

/// <summary>"Audit log": who did what, when and to whom, as it was written with the deed itself. Nobody edits it.</summary>
public sealed class AuditLog
{
    /// <summary>Up to here it is counted exactly; beyond it says "more than".</summary>
    public const int CountedExactly = 10_000;

    // More would fill no drop-down that anybody reads.
    private const int MostChoices = 500;

    private const string Columns = "e.Id, e.At, e.Actor, e.Deed, e.CustomerId, c.Name, c.Status, e.Before, e.After";

    private readonly LoyaltyStore _store;
    private readonly ProgrammeBook _programme;

    internal AuditLog(LoyaltyStore store, ProgrammeBook programme) => (_store, _programme) = (store, programme);

    /// <summary>One page of the trail, the newest first.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<Page<AuditRow>>> ListAsync(AuditFilter filter, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadAudit))
        {
            return new NotAllowed(Capability.ReadAudit);
        }

        var (page, (where, values)) = (window.Bounded(), Where(filter, await _programme.SettingsAsync(cancellationToken)));
        return await _store.ReadAsync(
            connection =>
            {
                var count = (int)connection.Number($"SELECT COUNT(*) FROM (SELECT 1 FROM AuditEntries e WHERE {where} LIMIT {CountedExactly + 1}) counted", values);
                var rows = connection.Query(
                    $"""
                    SELECT {Columns} FROM (SELECT * FROM AuditEntries e WHERE {where} ORDER BY e.At DESC, e.Id DESC LIMIT {page.Take} OFFSET {page.Skip}) e
                    LEFT JOIN Customers c ON c.Id = e.CustomerId ORDER BY e.At DESC, e.Id DESC
                    """,
                    RowOf,
                    values);
                return new Page<AuditRow>(rows, Math.Min(count, CountedExactly), count > CountedExactly);
            },
            cancellationToken);
    }

    /// <summary>By whom and by which deeds the trail can be filtered.</summary>
    /// <returns>They; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<AuditChoices>> ChoicesAsync(Actor actor, CancellationToken cancellationToken) => !actor.May(Capability.ReadAudit)
        ? new NotAllowed(Capability.ReadAudit)
        : await _store.ReadAsync(connection => new AuditChoices(Distinct(connection, "Actor"), Distinct(connection, "Deed")), cancellationToken);

    /// <summary>Writes the whole of what a filter finds, the newest first.</summary>
    internal static void Write(Sheet sheet, AuditFilter filter, Func<string, string> word)
    {
        sheet.Header(["at", "actor", "deed", "deed_name", "customer_id", "before", "after"]);
        var (where, values) = Where(filter, sheet.Settings);
        sheet.Connection.Each(
            $"SELECT e.At, e.Actor, e.Deed, e.CustomerId, e.Before, e.After FROM AuditEntries e WHERE {where} ORDER BY e.At DESC, e.Id DESC",
            row =>
            {
                sheet.Csv.Moment(row.LongOrNull(0).ToInstant());
                sheet.Csv.Text(row.GetString(1));
                sheet.Csv.Text(word(row.GetString(2)));
                sheet.Csv.Text(row.GetString(2));
                sheet.Csv.Number(row.LongOrNull(3));
                sheet.Csv.Text(row.TextOrNull(4));
                sheet.Csv.Text(row.TextOrNull(5));
                sheet.EndRow();
            },
            values);
    }

    private static (string Where, (string, object?)[] Values) Where(AuditFilter filter, ProgrammeSettings settings)
    {
        var text = string.IsNullOrWhiteSpace(filter.Text) ? null : filter.Text;
        var conditions = new List<string> { "1 = 1" };
        Add(filter.Actor, "e.Actor = @actor");
        Add(filter.Deed, "e.Deed = @deed");
        Add(filter.Customer, "e.CustomerId = @customer");
        Add(filter.From, "e.At >= @from");
        Add(filter.To, "e.At < @to");
        Add(text, """(e.Before LIKE @like ESCAPE '\' OR e.After LIKE @like ESCAPE '\')""");
        return (
            string.Join(" AND ", conditions),
            [
                ("@actor", filter.Actor), ("@deed", filter.Deed), ("@customer", filter.Customer?.Value),
                ("@from", filter.From is { } from ? settings.Time.StartOf(from).ToUnixTimeMilliseconds() : null),
                ("@to", filter.To is { } to ? settings.Time.EndOf(to).ToUnixTimeMilliseconds() : null),
                ("@like", $"%{PointsHistory.Escaped(text)}%"),
            ]);

        void Add(object? given, string condition)
        {
            if (given is not null)
            {
                conditions.Add(condition);
            }
        }
    }

    // From one value to the next in its index, however often each is there.
    private static List<string> Distinct(DbConnection connection, string column) => connection.Query(
        $"""
        WITH RECURSIVE known (Value) AS (
            SELECT MIN({column}) FROM AuditEntries
            UNION ALL
            SELECT (SELECT MIN({column}) FROM AuditEntries WHERE {column} > known.Value) FROM known WHERE known.Value IS NOT NULL)
        SELECT Value FROM known WHERE Value IS NOT NULL LIMIT {MostChoices}
        """,
        row => row.GetString(0));

    private static AuditRow RowOf(StoredRow row) => new(
        row.GetInt64(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3),
        row.LongOrNull(4) is { } customer ? new CustomerId(customer) : null, row.TextOrNull(5), row.LongOrNull(6) == (long)CustomerStatus.Deleted,
        row.TextOrNull(7), row.TextOrNull(8));
}
