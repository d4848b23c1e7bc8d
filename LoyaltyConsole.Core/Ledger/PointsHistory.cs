using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The columns by which the points history can be sorted.</summary>
public enum HistorySort
{
    /// <summary>By id.</summary>
    Id,

    /// <summary>By campaign id.</summary>
    Campaign,

    /// <summary>By kind.</summary>
    Kind,

    /// <summary>By the integration's name.</summary>
    Integration,

    /// <summary>By order id.</summary>
    Order,

    /// <summary>By points.</summary>
    Points,

    /// <summary>By available points.</summary>
    Available,

    /// <summary>By coupon code.</summary>
    Coupon,

    /// <summary>By the end of the lock.</summary>
    LockedUntil,

    /// <summary>By the end of the validity.</summary>
    ValidUntil,

    /// <summary>By status.</summary>
    Status,

    /// <summary>By when it was booked.</summary>
    Created,
}

/// <summary>Which part of a points history is shown.</summary>
/// <param name="Kind">Only this kind (E-029).</param>
/// <param name="Text">
/// Part of an order reference, coupon code, campaign or text; or an entry's or order's id, an entry's with what corrects it (E-029).
/// </param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record HistoryQuery(
    EntryKind? Kind = null, string? Text = null, HistorySort Sort = HistorySort.Id, bool Descending = true);

/// <summary>A row of the points history (L-057 to L-070).</summary>
/// <param name="Id">"ID".</param>
/// <param name="CampaignId">"Campaign ID".</param>
/// <param name="Kind">"Campaign": the kind of event.</param>
/// <param name="IsDebt">Whether the deduction went beyond the balance.</param>
/// <param name="Integration">"Integration".</param>
/// <param name="OrderId">"Order ID".</param>
/// <param name="Points">"Collected Points": signed, a deduction is negative (L-062).</param>
/// <param name="Available">"Available Points"; null for a deduction.</param>
/// <param name="RepaidDebt">How much of a credit repaid debt (rule 5.4.7).</param>
/// <param name="CouponCode">"Coupon Code".</param>
/// <param name="LockedUntil">"Locked Until".</param>
/// <param name="ValidUntil">"Valid Until".</param>
/// <param name="Status">"Status".</param>
/// <param name="CreatedAt">"Created At".</param>
/// <param name="EffectiveAt">When it acts.</param>
/// <param name="Actor">Who booked it.</param>
/// <param name="Reason">The kind of reason of a manual entry.</param>
/// <param name="InternalReason">Why, for staff only.</param>
/// <param name="CustomerText">What the customer reads; null for the default.</param>
public sealed record HistoryRow(
    LedgerEntryId Id, CampaignId? CampaignId, EntryKind Kind, bool IsDebt, string? Integration, OrderId? OrderId, Points Points,
    Points? Available, Points RepaidDebt, string? CouponCode, Instant? LockedUntil, Instant? ValidUntil, EntryStatus Status,
    Instant CreatedAt, Instant EffectiveAt, string Actor, ReasonKind? Reason, string? InternalReason, string? CustomerText)
{
    /// <summary>The entry that this one reverses, gives points back from, or follows from (X9).</summary>
    public LedgerEntryId? CorrectsId { get; init; }

    /// <summary>The entry that reversed this one (X9).</summary>
    public LedgerEntryId? ReversedById { get; init; }

    /// <summary>The account that it came from in a merge (rule 5.7); null where there was none.</summary>
    public CustomerId? MovedFrom { get; init; }

    private bool IsReversible => Status == EntryStatus.Active && ReversedById is null && PointsLedger.IsReversible(Kind);

    /// <summary>Whether an actor may reverse it with a reason, as far as the row tells (X9).</summary>
    public bool MayBeReversedBy(Actor actor) => IsReversible && actor.May(Capability.ReverseEntries);

    /// <summary>Whether it is an actor's own and recent enough to be undone at an instant, as far as the row tells (X9).</summary>
    public bool MayBeUndoneBy(Actor actor, ProgrammeSettings settings, Instant at) =>
        IsReversible && actor.May(Capability.AdjustPoints) && string.Equals(Actor, actor.Name, StringComparison.Ordinal)
        && at < CreatedAt + Duration.FromMinutes(settings.UndoMinutes);
}

/// <summary>Reads the points history of a customer.</summary>
public sealed class PointsHistory
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal PointsHistory(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>One page of the history.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<HistoryRow>>> ListAsync(
        CustomerId customer, HistoryQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<HistoryRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var now = _clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var page = window.Bounded();
        var where = Where(query);
        (string, object?)[] values =
        [
            ("@customer", customer.Value), ("@now", now), ("@kind", (int?)query.Kind), ("@id", Number(query.Text)),
            ("@like", $"%{Escaped(query.Text)}%"),
        ];
        return _store.ReadAsync<Result<Page<HistoryRow>>>(
            connection =>
            {
                var count = (int)connection.Number($"SELECT COUNT(*) FROM {From}{where}", values);
                var direction = query.Descending ? "DESC" : "ASC";
                var order = $"ORDER BY {Column(query.Sort)} {direction}, e.Id {direction}";

                // What a row shows is looked up for those of the page alone.
                var rows = connection.Query(
                    $"SELECT {Columns} FROM {From} WHERE e.Id IN (SELECT e.Id FROM {From}{where} {order} LIMIT {page.Take} OFFSET {page.Skip}) {order}",
                    RowOf,
                    values);
                return new Page<HistoryRow>(rows, count);
            },
            cancellationToken);
    }

    /// <summary>The entries of a customer that came before the given one, or the latest: newest first.</summary>
    internal static List<HistoryRow> After(DbConnection connection, CustomerId customer, LedgerEntryId? after, int limit, Instant now) =>
        connection.Query(
            $"SELECT {Columns} FROM {From} WHERE e.CustomerId = @customer AND e.Id < @after ORDER BY e.Id DESC LIMIT @limit",
            RowOf,
            ("@customer", customer.Value), ("@after", after?.Value ?? long.MaxValue), ("@limit", limit), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>One entry, as the history shows it.</summary>
    internal static HistoryRow Of(DbConnection connection, LedgerEntryId id, Instant now) => connection.Query(
        $"SELECT {Columns} FROM {From} WHERE e.Id = @id", RowOf, ("@id", id.Value), ("@now", now.ToUnixTimeMilliseconds())).Single();

    private const string Available = "CASE WHEN l.ValidUntil <= @now THEN 0 ELSE l.Remaining END";

    private const string Columns =
        $"""
        e.Id, e.CampaignId, e.Kind, e.IsDebt, i.Name, e.OrderId, e.Points, {Available},
        CASE WHEN l.EntryId IS NULL THEN 0 ELSE COALESCE((SELECT SUM(a.Points) FROM Allocations a JOIN LedgerEntries d
            ON d.Id = a.DebitId WHERE a.LotId = e.Id AND d.IsDebt = 1), 0) END,
        e.CouponCode, l.LockedUntil, l.ValidUntil, e.Status, e.CreatedAt, e.EffectiveAt, e.Actor, e.Reason,
        e.InternalReason, e.CustomerText, e.CorrectsId,
        (SELECT MIN(r.Id) FROM LedgerEntries r WHERE r.CorrectsId = e.Id AND r.Kind = 15),
        CASE WHEN e.OriginalCustomerId <> e.CustomerId THEN e.OriginalCustomerId END
        """;

    private const string From =
        "LedgerEntries e LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id LEFT JOIN Integrations i ON i.Id = e.IntegrationId"
        + " LEFT JOIN Orders o ON o.Id = e.OrderId LEFT JOIN Campaigns g ON g.Id = e.CampaignId";

    private static HistoryRow RowOf(StoredRow row) => new(
        new LedgerEntryId(row.GetInt64(0)),
        row.LongOrNull(1) is { } campaign ? new CampaignId(campaign) : null,
        (EntryKind)row.GetInt32(2), row.GetBoolean(3), row.TextOrNull(4),
        row.LongOrNull(5) is { } order ? new OrderId(order) : null,
        new Points(row.GetInt64(6)),
        row.LongOrNull(7) is { } available ? new Points(available) : null,
        new Points(row.GetInt64(8)), row.TextOrNull(9), row.LongOrNull(10).ToInstant(), row.LongOrNull(11).ToInstant(),
        (EntryStatus)row.GetInt32(12), Instant.FromUnixTimeMilliseconds(row.GetInt64(13)),
        Instant.FromUnixTimeMilliseconds(row.GetInt64(14)), row.GetString(15), (ReasonKind?)row.LongOrNull(16),
        row.TextOrNull(17), row.TextOrNull(18))
    {
        CorrectsId = row.LongOrNull(19) is { } corrected ? new LedgerEntryId(corrected) : null,
        ReversedById = row.LongOrNull(20) is { } reversal ? new LedgerEntryId(reversal) : null,
        MovedFrom = row.LongOrNull(21) is { } original ? new CustomerId(original) : null,
    };

    private static string Where(HistoryQuery query) =>
        " WHERE e.CustomerId = @customer"
        + (query.Kind is null ? "" : " AND e.Kind = @kind")
        + (string.IsNullOrWhiteSpace(query.Text)
            ? ""
            : """
               AND (e.Id = @id OR e.CorrectsId = @id OR e.OrderId = @id OR o.RefId LIKE @like ESCAPE '\' OR e.CouponCode LIKE @like ESCAPE '\'
               OR g.Name LIKE @like ESCAPE '\' OR e.CustomerText LIKE @like ESCAPE '\' OR e.InternalReason LIKE @like ESCAPE '\')
              """);

    private static string Column(HistorySort sort) => sort switch
    {
        HistorySort.Id => "e.Id",
        HistorySort.Campaign => "e.CampaignId",
        HistorySort.Kind => "e.Kind",
        HistorySort.Integration => "i.Name",
        HistorySort.Order => "e.OrderId",
        HistorySort.Points => "e.Points",
        HistorySort.Available => Available,
        HistorySort.Coupon => "e.CouponCode",
        HistorySort.LockedUntil => "l.LockedUntil",
        HistorySort.ValidUntil => "l.ValidUntil",
        HistorySort.Status => "e.Status",
        HistorySort.Created => "e.CreatedAt",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    internal static long? Number(string? text) =>
        long.TryParse(text?.Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    internal static string Escaped(string? text)
    {
        var sought = text?.Trim() ?? "";
        return (sought.Length > 100 ? sought[..100] : sought)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
    }
}
