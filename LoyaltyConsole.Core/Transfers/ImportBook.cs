using System.Text.Json;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>An order or credit note of an import, as its page shows it.</summary>
/// <param name="Line">The line at which it starts.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="OrderRef">Its reference.</param>
/// <param name="Type">Order or credit note.</param>
/// <param name="Customer">What the file names the customer by.</param>
/// <param name="CustomerId">The customer; null where the commit creates one.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="Total">Its total.</param>
/// <param name="Points">Points earned, or taken back as a negative number.</param>
/// <param name="BalanceBefore">The customer's balance before it.</param>
/// <param name="BalanceAfter">The customer's balance after it.</param>
/// <param name="State">What becomes, or became, of it.</param>
/// <param name="Problem">Why it stays out; null where it does not.</param>
/// <param name="OrderId">The recorded order, once committed.</param>
public sealed record ImportDocumentRow(
    long Line, int Rows, string OrderRef, OrderType Type, string? Customer, Customers.CustomerId? CustomerId, Instant PlacedAt, Money Total,
    Points Points, Points BalanceBefore, Points BalanceAfter, ImportState State, ImportProblem? Problem, OrderId? OrderId);

/// <summary>A row of a file that stays out.</summary>
/// <param name="Line">The line at which it starts.</param>
/// <param name="Cells">Its cells.</param>
/// <param name="Problem">Why.</param>
public sealed record RejectedRow(long Line, IReadOnlyList<string> Cells, ImportProblem Problem);

/// <summary>How many orders and credit notes, or rows of points, an import has.</summary>
/// <param name="All">All of them.</param>
/// <param name="Accepted">Those that can be, or are, booked.</param>
/// <param name="Skipped">Those that stay out though nothing is wrong.</param>
/// <param name="Tiers">Those that move a level.</param>
/// <param name="Kept">Those of which an undo had to leave something.</param>
public readonly record struct DocumentCounts(int All, int Accepted, int Skipped, int Tiers = 0, int Kept = 0);

/// <summary>What an undo would do.</summary>
/// <param name="Entries">Entries that the import booked.</param>
/// <param name="Customers">Whose they are.</param>
/// <param name="TakesBack">Points that would be taken back.</param>
/// <param name="Spent">Points that were spent already, and are kept.</param>
/// <param name="Spenders">Customers who spent them.</param>
/// <param name="GivesBack">Deducted points that would be given back.</param>
public sealed record UndoEffect(int Entries, int Customers, Points TakesBack, Points Spent, int Spenders, Points GivesBack)
{
    /// <summary>Rows that are kept: customers whose level has moved since, or coupons that were used or withdrawn.</summary>
    public int MovedSince { get; init; }
}

/// <summary>A row of points of an import, as its page shows it.</summary>
/// <param name="Line">The line at which it starts.</param>
/// <param name="Customer">The customer's name, or what the file names them by.</param>
/// <param name="CustomerId">The customer; null where none is known.</param>
/// <param name="Mode">What its points mean.</param>
/// <param name="Points">The points as the file has them.</param>
/// <param name="Difference">What is, or would be, booked.</param>
/// <param name="BalanceBefore">The customer's balance before it.</param>
/// <param name="BalanceAfter">The customer's balance after it.</param>
/// <param name="LockedBefore">The customer's locked points before it.</param>
/// <param name="LockedAfter">The customer's locked points after it.</param>
/// <param name="TierBefore">The customer's level before it.</param>
/// <param name="TierAfter">The customer's level after it.</param>
/// <param name="Debt">How much debt it creates; negative for what it repays.</param>
/// <param name="State">What becomes, or became, of it.</param>
/// <param name="Problem">Why it stays out, or why an undo left something of it; null where neither is so.</param>
/// <param name="EntryId">The first entry that it booked.</param>
public sealed record ImportedPointsRow(
    long Line, string? Customer, Customers.CustomerId? CustomerId, PointsMode Mode, Points Points, Points Difference, Points BalanceBefore,
    Points BalanceAfter, Points LockedBefore, Points LockedAfter, string? TierBefore, string? TierAfter, Points Debt, ImportState State,
    ImportProblem? Problem, Ledger.LedgerEntryId? EntryId);

/// <summary>A row of customers of an import, as its page shows it.</summary>
/// <param name="Line">The line at which it starts.</param>
/// <param name="Named">What the file names the customer by.</param>
/// <param name="CustomerId">The customer; null where the commit creates one.</param>
/// <param name="IsNew">Whether the row creates, or created, its customer.</param>
/// <param name="Changes">What it changes, or changed.</param>
/// <param name="State">What becomes, or became, of it.</param>
/// <param name="Problem">Why it stays out, or why an undo left something of it; null where neither is so.</param>
public sealed record ImportedCustomerRow(
    long Line, string? Named, Customers.CustomerId? CustomerId, bool IsNew, IReadOnlyList<FieldChange> Changes, ImportState State, ImportProblem? Problem);

/// <summary>A row of levels of an import, as its page shows it.</summary>
/// <param name="Line">The line at which it starts.</param>
/// <param name="Customer">The customer's name, or what the file names them by.</param>
/// <param name="CustomerId">The customer; null where none is known.</param>
/// <param name="Before">The level and lock before it; null where nobody looked.</param>
/// <param name="After">The level and lock after it.</param>
/// <param name="Step">Above zero for a higher level, below for a lower one.</param>
/// <param name="State">What becomes, or became, of it.</param>
/// <param name="Problem">Why it stays out, or why an undo left it; null where neither is so.</param>
public sealed record ImportedTierRow(
    long Line, string? Customer, Customers.CustomerId? CustomerId, LockedTier? Before, LockedTier? After, int Step, ImportState State, ImportProblem? Problem);

/// <summary>A level, and what locks it.</summary>
/// <param name="Tier">The level's name; null where it is gone.</param>
/// <param name="Lock">What locks it.</param>
/// <param name="Until">When that ends; null for no end.</param>
public sealed record LockedTier(string? Tier, Tiers.TierLock Lock, Instant? Until);

/// <summary>A row of coupons of an import, as its page shows it.</summary>
/// <param name="Line">The line at which it starts.</param>
/// <param name="Customer">The customer's name, or what the file names them by.</param>
/// <param name="CustomerId">The customer; null where none is known.</param>
/// <param name="Campaign">The campaign; null where none is known.</param>
/// <param name="HeldBefore">How many of its coupons the customer could use before.</param>
/// <param name="Code">The coupon that it gave.</param>
/// <param name="State">What becomes, or became, of it.</param>
/// <param name="Problem">Why it stays out, or why an undo left it; null where neither is so.</param>
public sealed record ImportedCouponRow(
    long Line, string? Customer, Customers.CustomerId? CustomerId, string? Campaign, int HeldBefore, string? Code, ImportState State, ImportProblem? Problem);

/// <summary>Which rows of points or levels are shown.</summary>
public enum PointsRows
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that can be, or were, booked.</summary>
    Accepted,

    /// <summary>Those with something wrong.</summary>
    Rejected,

    /// <summary>Those that stay out though nothing is wrong.</summary>
    Skipped,

    /// <summary>Those that move a level.</summary>
    Tiers,

    /// <summary>Those of which an undo had to leave something.</summary>
    Kept,
}

/// <summary>The imports so far: their list, what each would do or did, and the rows that stayed out.</summary>
public sealed class ImportBook
{
    // Rows that name no order stand under no document; those of rejected documents stand under theirs.
    private const string Rejected =
        """
        FROM (SELECT r.Line, r.Cells, COALESCE(r.Reason, d.Reason) AS Reason, COALESCE(r.ReasonDetail, d.ReasonDetail) AS ReasonDetail
            FROM ImportRows r LEFT JOIN ImportDocuments d ON d.ImportId = r.ImportId AND d.Number = r.Document
            WHERE r.ImportId = @0 AND (r.Reason IS NOT NULL OR d.State = 3)
            UNION ALL
            SELECT Line, Cells, Reason, ReasonDetail FROM ImportedPoints WHERE ImportId = @0 AND State IN (2, 3, 6) AND State = 3 AND Cells IS NOT NULL
            UNION ALL
            SELECT Line, Cells, Reason, ReasonDetail FROM ImportedCustomers WHERE ImportId = @0 AND State = 3 AND Cells IS NOT NULL
            UNION ALL
            SELECT Line, Cells, Reason, ReasonDetail FROM ImportedTiers WHERE ImportId = @0 AND State = 3 AND Cells IS NOT NULL
            UNION ALL
            SELECT Line, Cells, Reason, ReasonDetail FROM ImportedCoupons WHERE ImportId = @0 AND State = 3 AND Cells IS NOT NULL) r
        WHERE 1 = 1
        """;

    // The filters repeat what the partial indexes say, or these would not be used.
    private static readonly Dictionary<PointsRows, string> _rows = new Dictionary<PointsRows, string>
    {
        [PointsRows.All] = "",
        [PointsRows.Accepted] = " AND p.State NOT IN (2, 3)",
        [PointsRows.Rejected] = " AND p.State IN (2, 3, 6) AND p.State = 3",
        [PointsRows.Skipped] = " AND p.State IN (2, 3, 6) AND p.State = 2",
        [PointsRows.Tiers] = " AND p.TierAfter <> p.TierBefore AND p.State NOT IN (2, 3)",
        [PointsRows.Kept] = " AND p.State IN (2, 3, 6) AND p.State = 6",
    };

    private readonly LoyaltyStore _store;

    internal ImportBook(LoyaltyStore store) => _store = store;

    /// <summary>One page of all imports, the latest first.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<Import>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<Import>>>(refused);
        }

        var page = window.Bounded();
        return _store.ReadAsync<Result<Page<Import>>>(
            async db => new Page<Import>(
                await db.Imports.OrderByDescending(import => import.Id).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken),
                await db.Imports.CountAsync(cancellationToken)),
            cancellationToken);
    }

    /// <summary>One import.</summary>
    /// <returns>The import; or, in this order, <see cref="NotAllowed"/>, <see cref="ImportNotFound"/>.</returns>
    public Task<Result<Import>> OpenAsync(ImportId id, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Import>>(refused);
        }

        return _store.ReadAsync<Result<Import>>(
            async db => await db.Imports.SingleOrDefaultAsync(import => import.Id == id, cancellationToken) is { } import
                ? import
                : new ImportNotFound(id),
            cancellationToken);
    }

    /// <summary>An earlier import of the very same file; null where there is none.</summary>
    public Task<Import?> SameFileAsync(Import import, CancellationToken cancellationToken) => _store.ReadAsync(
        async db => (await db.Imports
                .Where(other => other.FileHash == import.FileHash && other.Status == ImportStatus.Done)
                .OrderByDescending(other => other.Id)
                .ToListAsync(cancellationToken))
            .Find(other => other.Id.Value < import.Id.Value),
        cancellationToken);

    /// <summary>One page of an import's orders, in the order in which they are booked.</summary>
    /// <param name="id">The import.</param>
    /// <param name="state">Only these; null for all.</param>
    /// <param name="text">Part of an order's reference or of what names the customer; or a line.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<ImportDocumentRow>>> DocumentsAsync(
        ImportId id, ImportState? state, string? text, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<ImportDocumentRow>>>(refused);
        }

        var page = window.Bounded();
        var where = "ImportId = @0"
            + (state is null ? "" : state is ImportState.Accepted ? " AND State NOT IN (2, 3)" : " AND State = @1")
            + (string.IsNullOrWhiteSpace(text)
                ? ""
                : @" AND (FirstLine = @2 OR OrderRef LIKE @3 ESCAPE '\' OR CustomerKey LIKE @3 ESCAPE '\' OR Name LIKE @3 ESCAPE '\')");
        (string, object?)[] values =
        [
            ("@0", id.Value), ("@1", (int?)state), ("@2", Ledger.PointsHistory.Number(text)), ("@3", $"%{Ledger.PointsHistory.Escaped(text)}%"),
        ];
        return _store.ReadAsync<Result<Page<ImportDocumentRow>>>(
            connection => new Page<ImportDocumentRow>(
                connection.Query(
                    $"""
                    SELECT FirstLine, Rows, OrderRef, Type, CustomerKey, CustomerId, PlacedAt, GoodsTotal, Currency, Points, BalanceBefore,
                           BalanceAfter, State, Reason, ReasonDetail, OrderId, Name
                    FROM ImportDocuments WHERE {where} ORDER BY FirstLine LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new ImportDocumentRow(
                        row.GetInt64(0), row.GetInt32(1), row.GetString(2), (OrderType)row.GetInt32(3),
                        row.TextOrNull(16) ?? row.TextOrNull(4)?[2..],
                        row.LongOrNull(5) is { } customer ? new Customers.CustomerId(customer) : null,
                        Instant.FromUnixTimeMilliseconds(row.GetInt64(6)), new Money(row.GetInt64(7), row.GetString(8)),
                        new Points(row.GetInt64(9)), new Points(row.GetInt64(10)), new Points(row.GetInt64(11)), (ImportState)row.GetInt32(12),
                        row.LongOrNull(13) is { } reason ? ImportProblem.Of((ImportReason)reason, row.TextOrNull(14)) : null,
                        row.LongOrNull(15) is { } order ? new OrderId(order) : null),
                    values),
                (int)connection.Number($"SELECT COUNT(*) FROM ImportDocuments WHERE {where}", values)),
            cancellationToken);
    }

    /// <summary>One page of an import's rows of points, in the order of the file.</summary>
    /// <param name="id">The import.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="text">A line, a customer's id, part of what the file names the customer by, or of the customer's name.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<ImportedPointsRow>>> PointsAsync(
        ImportId id, PointsRows rows, string? text, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<ImportedPointsRow>>>(refused);
        }

        var page = window.Bounded();
        var found = Found(rows, text);
        (string, object?)[] values =
            [("@0", id.Value), ("@1", Ledger.PointsHistory.Number(text)), ("@2", $"%{Ledger.PointsHistory.Escaped(text)}%")];
        return _store.ReadAsync<Result<Page<ImportedPointsRow>>>(
            connection => new Page<ImportedPointsRow>(
                connection.Query(
                    $"""
                    SELECT p.Line, COALESCE(c.Name, p.Named), NULLIF(p.CustomerId, 0), p.Mode, p.Points, p.Difference, p.BalanceBefore, p.BalanceAfter,
                           p.LockedBefore, p.LockedAfter, b.Name, a.Name, p.Debt, p.State, p.Reason, p.ReasonDetail, p.EntryId
                    FROM (SELECT p.CustomerId, p.Line {found} ORDER BY p.Line LIMIT {page.Take} OFFSET {page.Skip}) f
                        CROSS JOIN ImportedPoints p ON p.ImportId = @0 AND p.CustomerId = f.CustomerId AND p.Line = f.Line
                        LEFT JOIN Customers c ON c.Id = p.CustomerId LEFT JOIN Tiers b ON b.Id = p.TierBefore LEFT JOIN Tiers a ON a.Id = p.TierAfter
                    ORDER BY p.Line
                    """,
                    row => new ImportedPointsRow(
                        row.GetInt64(0), row.TextOrNull(1), row.LongOrNull(2) is { } customer ? new Customers.CustomerId(customer) : null,
                        (PointsMode)row.GetInt32(3), new Points(row.GetInt64(4)), new Points(row.GetInt64(5)), new Points(row.GetInt64(6)),
                        new Points(row.GetInt64(7)), new Points(row.GetInt64(8)), new Points(row.GetInt64(9)), row.TextOrNull(10), row.TextOrNull(11),
                        new Points(row.GetInt64(12)), (ImportState)row.GetInt32(13),
                        row.LongOrNull(14) is { } reason ? ImportProblem.Of((ImportReason)reason, row.TextOrNull(15)) : null,
                        row.LongOrNull(16) is { } entry ? new Ledger.LedgerEntryId(entry) : null),
                    values),
                (int)connection.Number($"SELECT COUNT(*) {found}", values)),
            cancellationToken);
    }

    /// <summary>One page of an import's rows of customers, in the order of the file.</summary>
    /// <param name="id">The import.</param>
    /// <param name="state">Only these; null for all.</param>
    /// <param name="text">A line, a customer's id, or part of what the file says of the customer.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<ImportedCustomerRow>>> CustomersAsync(
        ImportId id, ImportState? state, string? text, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<ImportedCustomerRow>>>(refused);
        }

        var page = window.Bounded();
        var where = "p.ImportId = @0"
            + (state is null ? "" : state is ImportState.Accepted ? " AND p.State NOT IN (2, 3)" : " AND p.State = @1")
            + (string.IsNullOrWhiteSpace(text) ? "" : @" AND (p.Line = @2 OR p.CustomerId = @2 OR p.Named LIKE @3 ESCAPE '\' OR p.Given LIKE @3 ESCAPE '\')");
        (string, object?)[] values =
            [("@0", id.Value), ("@1", (int?)state), ("@2", Ledger.PointsHistory.Number(text)), ("@3", $"%{Ledger.PointsHistory.Escaped(text)}%")];
        return _store.ReadAsync<Result<Page<ImportedCustomerRow>>>(
            connection => new Page<ImportedCustomerRow>(
                connection.Query(
                    $"""
                    SELECT p.Line, CASE WHEN p.Named = CAST(p.CustomerId AS TEXT) THEN COALESCE(c.Name, p.Named) ELSE p.Named END, p.CustomerId, p.IsNew,
                        p.Changes, p.State, p.Reason, p.ReasonDetail, p.Given
                    FROM ImportedCustomers p LEFT JOIN Customers c ON c.Id = p.CustomerId
                    WHERE {where} ORDER BY p.Line LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new ImportedCustomerRow(
                        row.GetInt64(0), row.TextOrNull(1), row.LongOrNull(2) is { } customer ? new Customers.CustomerId(customer) : null, row.GetBoolean(3),
                        CustomersRowReader.Changes(row.TextOrNull(4), row.GetString(8)), (ImportState)row.GetInt32(5),
                        row.LongOrNull(6) is { } reason ? ImportProblem.Of((ImportReason)reason, row.TextOrNull(7)) : null),
                    values),
                (int)connection.Number($"SELECT COUNT(*) FROM ImportedCustomers p WHERE {where}", values)),
            cancellationToken);
    }

    /// <summary>One page of an import's rows of levels, in the order of the file.</summary>
    /// <param name="id">The import.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="text">A line, a customer's id, part of what the file names the customer by, or of the customer's name.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<ImportedTierRow>>> TiersAsync(
        ImportId id, PointsRows rows, string? text, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<ImportedTierRow>>>(refused);
        }

        var page = window.Bounded();
        var where = $"p.ImportId = @0{_rows[rows]}" + ByCustomer(text);
        (string, object?)[] values =
            [("@0", id.Value), ("@1", Ledger.PointsHistory.Number(text)), ("@2", $"%{Ledger.PointsHistory.Escaped(text)}%")];
        return _store.ReadAsync<Result<Page<ImportedTierRow>>>(
            connection => new Page<ImportedTierRow>(
                connection.Query(
                    $"""
                    SELECT p.Line, COALESCE(c.Name, p.Named), p.CustomerId, p.TierBefore, b.Name, p.LockBefore, p.LockedUntilBefore, a.Name, p.LockAfter,
                        p.LockedUntilAfter, COALESCE(a.Rank - b.Rank, 0), p.State, p.Reason, p.ReasonDetail
                    FROM ImportedTiers p LEFT JOIN Customers c ON c.Id = p.CustomerId
                        LEFT JOIN Tiers b ON b.Id = p.TierBefore LEFT JOIN Tiers a ON a.Id = p.TierAfter
                    WHERE {where} ORDER BY p.Line LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new ImportedTierRow(
                        row.GetInt64(0), row.TextOrNull(1), row.LongOrNull(2) is { } customer ? new Customers.CustomerId(customer) : null,
                        row.IsDBNull(3) ? null : new LockedTier(row.TextOrNull(4), (Tiers.TierLock)row.GetInt32(5), row.LongOrNull(6).ToInstant()),
                        row.IsDBNull(3) ? null : new LockedTier(row.TextOrNull(7), (Tiers.TierLock)row.GetInt32(8), row.LongOrNull(9).ToInstant()),
                        row.GetInt32(10), (ImportState)row.GetInt32(11),
                        row.LongOrNull(12) is { } reason ? ImportProblem.Of((ImportReason)reason, row.TextOrNull(13)) : null),
                    values),
                (int)connection.Number($"SELECT COUNT(*) FROM ImportedTiers p LEFT JOIN Customers c ON c.Id = p.CustomerId WHERE {where}", values)),
            cancellationToken);
    }

    /// <summary>One page of an import's rows of coupons, in the order of the file.</summary>
    /// <param name="id">The import.</param>
    /// <param name="state">Only these; null for all.</param>
    /// <param name="text">A line, a customer's id, part of what the file names the customer by, or of the customer's name.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<ImportedCouponRow>>> CouponsAsync(
        ImportId id, ImportState? state, string? text, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<ImportedCouponRow>>>(refused);
        }

        var page = window.Bounded();
        var where = "p.ImportId = @0" + (state is null ? "" : state is ImportState.Accepted ? " AND p.State NOT IN (2, 3)" : " AND p.State IN (2, 3, 6) AND p.State = @3") + ByCustomer(text);
        (string, object?)[] values =
            [("@0", id.Value), ("@1", Ledger.PointsHistory.Number(text)), ("@2", $"%{Ledger.PointsHistory.Escaped(text)}%"), ("@3", (int?)state)];
        return _store.ReadAsync<Result<Page<ImportedCouponRow>>>(
            connection => new Page<ImportedCouponRow>(
                connection.Query(
                    $"""
                    SELECT p.Line, COALESCE(c.Name, p.Named), p.CustomerId, g.Name, p.HeldBefore, k.Code, p.State, p.Reason, p.ReasonDetail
                    FROM ImportedCoupons p LEFT JOIN Customers c ON c.Id = p.CustomerId LEFT JOIN Campaigns g ON g.Id = p.CampaignId
                        LEFT JOIN Coupons k ON k.Id = p.CouponId
                    WHERE {where} ORDER BY p.Line LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new ImportedCouponRow(
                        row.GetInt64(0), row.TextOrNull(1), row.LongOrNull(2) is { } customer ? new Customers.CustomerId(customer) : null, row.TextOrNull(3),
                        row.GetInt32(4), row.TextOrNull(5), (ImportState)row.GetInt32(6),
                        row.LongOrNull(7) is { } reason ? ImportProblem.Of((ImportReason)reason, row.TextOrNull(8)) : null),
                    values),
                (int)connection.Number($"SELECT COUNT(*) FROM ImportedCoupons p LEFT JOIN Customers c ON c.Id = p.CustomerId WHERE {where}", values)),
            cancellationToken);
    }

    /// <summary>How many orders and credit notes, or rows of points, of an import there are in each state.</summary>
    /// <returns>The numbers; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<DocumentCounts>> CountsAsync(ImportId id, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<DocumentCounts>>(refused);
        }

        return _store.ReadAsync<Result<DocumentCounts>>(
            connection => connection.Query(
                """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE State NOT IN (2, 3)), COUNT(*) FILTER (WHERE State = 2), COALESCE(SUM(Tiers), 0), COUNT(*) FILTER (WHERE State = 6)
                FROM (SELECT State, 0 AS Tiers FROM ImportDocuments WHERE ImportId = @0
                    UNION ALL SELECT State, CASE WHEN TierAfter <> TierBefore AND State NOT IN (2, 3) THEN 1 ELSE 0 END FROM ImportedPoints WHERE ImportId = @0
                    UNION ALL SELECT State, 0 FROM ImportedCustomers WHERE ImportId = @0
                    UNION ALL SELECT State, CASE WHEN TierAfter <> TierBefore AND State NOT IN (2, 3) THEN 1 ELSE 0 END FROM ImportedTiers WHERE ImportId = @0
                    UNION ALL SELECT State, 0 FROM ImportedCoupons WHERE ImportId = @0) r
                """,
                row => new DocumentCounts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)),
                ("@0", id.Value)).Single(),
            cancellationToken);
    }

    /// <summary>What an undo would do as things stand, before anybody says so (X1).</summary>
    /// <returns>The effect; or, in this order, <see cref="NotAllowed"/>, <see cref="ImportNotFound"/>, <see cref="ImportNotCommitted"/>.</returns>
    public async Task<Result<UndoEffect>> UndoEffectAsync(ImportId id, Actor actor, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(id, actor, cancellationToken);
        if (!opened.Succeeded(out var import, out var refusal))
        {
            return refusal;
        }

        if (import.Status is not (ImportStatus.Done or ImportStatus.Undoing))
        {
            return new ImportNotCommitted(import.Status);
        }

        if (import.Kind is ImportKind.Customers)
        {
            return new UndoEffect(import.Counts.Committed, import.Counts.Customers + import.Counts.CustomersCreated, Points.Zero, Points.Zero, 0, Points.Zero);
        }

        if (import.Kind is ImportKind.Tiers or ImportKind.Coupons)
        {
            var since = await _store.ReadAsync(
                connection => (int)connection.Number(
                    import.Kind is ImportKind.Coupons
                        ? "SELECT COUNT(*) FROM ImportedCoupons p JOIN Coupons c ON c.Id = p.CouponId WHERE p.ImportId = @0 AND p.State = 4 AND c.State <> 1"
                        : """
                          SELECT COUNT(*) FROM ImportedTiers p WHERE p.ImportId = @0 AND p.State = 4
                              AND EXISTS (SELECT 1 FROM TierChanges c WHERE c.CustomerId = p.CustomerId AND c.Id > p.ChangeId AND c.Cause <> 6)
                          """,
                    ("@0", id.Value)),
                cancellationToken);
            return new UndoEffect(import.Counts.Committed, import.Counts.Committed, Points.Zero, Points.Zero, 0, Points.Zero) { MovedSince = since };
        }

        return await _store.ReadAsync(
            connection => connection.Query(
                """
                SELECT COUNT(*), COUNT(DISTINCT CustomerId), COALESCE(SUM(Remaining + Own), 0), COALESCE(SUM(Spent - Own), 0),
                       COUNT(DISTINCT CASE WHEN Spent > Own THEN CustomerId END), COALESCE(SUM(CASE WHEN Kind = 6 THEN -Points END), 0)
                FROM (SELECT e.CustomerId, e.Kind, e.Points, l.Remaining, l.Amount - l.TakenBack - l.Expired - l.Remaining AS Spent,
                        CASE WHEN l.Remaining < l.Amount THEN COALESCE((SELECT SUM(a.Points) FROM Allocations a JOIN LedgerEntries d ON d.Id = a.DebitId
                            WHERE a.LotId = l.EntryId AND d.ImportId = @0 AND d.Kind = 6), 0) ELSE 0 END AS Own
                    FROM LedgerEntries e LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id
                    WHERE e.ImportId = @0 AND e.Kind <> 15) e
                """,
                row => new UndoEffect(
                    row.GetInt32(0), row.GetInt32(1), new Points(row.GetInt64(2)), new Points(row.GetInt64(3)), row.GetInt32(4), new Points(row.GetInt64(5))),
                ("@0", id.Value)).Single(),
            cancellationToken);
    }

    /// <summary>One page of the rows that stay out because something is wrong with them, each with its line and reason.</summary>
    /// <param name="id">The import.</param>
    /// <param name="text">Part of a cell, or a line; null for all.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<RejectedRow>>> RejectedAsync(
        ImportId id, string? text, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return Task.FromResult<Result<Page<RejectedRow>>>(refused);
        }

        var page = window.Bounded();
        var found = Rejected + (string.IsNullOrWhiteSpace(text) ? "" : @" AND (r.Line = @1 OR r.Cells LIKE @2 ESCAPE '\')");
        (string, object?)[] values =
            [("@0", id.Value), ("@1", Ledger.PointsHistory.Number(text)), ("@2", $"%{Ledger.PointsHistory.Escaped(text)}%")];
        return _store.ReadAsync<Result<Page<RejectedRow>>>(
            connection => new Page<RejectedRow>(
                connection.Query(
                    $"""
                    SELECT r.Line, r.Cells, r.Reason, r.ReasonDetail {found}
                    ORDER BY r.Line LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    RejectedOf,
                    values),
                (int)connection.Number($"SELECT COUNT(*) {found}", values)),
            cancellationToken);
    }

    /// <summary>Writes all rows that stay out as the same CSV with a reason column (X1), one after the other.</summary>
    /// <param name="id">The import.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="sentence">Puts a reason into words.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="cancellationToken">Ends the writing when nobody reads any more.</param>
    /// <returns>How many rows were written; or, in this order, <see cref="NotAllowed"/>, <see cref="ImportNotFound"/>.</returns>
    public async Task<Result<Count>> WriteErrorsAsync(
        ImportId id, Stream stream, Func<ImportProblem, string> sentence, Actor actor, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(id, actor, cancellationToken);
        if (!opened.Succeeded(out var import, out var refusal))
        {
            return refusal;
        }

        var options = ImportOptions.FromJson(import.Options);
        using var file = new ErrorFile(stream, options.Delimiter ?? CsvDelimiter.Comma, JsonSerializer.Deserialize<string[]>(import.Header)!);
        var rows = 0;
        var lastLine = 0L;
        while (true)
        {
            var after = lastLine;
            var next = await _store.ReadAsync(
                connection => connection.Query(
                    $"""
                    SELECT r.Line, r.Cells, r.Reason, r.ReasonDetail {Rejected}
                    AND r.Line > @1 ORDER BY r.Line LIMIT 5000
                    """,
                    RejectedOf,
                    ("@0", id.Value), ("@1", after)),
                cancellationToken);
            if (next.Count == 0)
            {
                return new Count(rows);
            }

            foreach (var row in next)
            {
                file.Write(row.Cells, sentence(row.Problem));
            }

            rows += next.Count;
            lastLine = next[^1].Line;
            await file.FlushAsync(cancellationToken);
        }
    }

    // The rows are kept customer by customer; where only their order in the file is asked for, their lines alone tell it.
    private static string Found(PointsRows rows, string? text) => (rows, string.IsNullOrWhiteSpace(text)) switch
    {
        (PointsRows.All, true) => "FROM ImportedPointsLines p WHERE p.ImportId = @0",
        (PointsRows.Accepted, true) =>
            """
            FROM ImportedPointsLines p WHERE p.ImportId = @0
                AND p.Line NOT IN (SELECT Line FROM ImportedPoints WHERE ImportId = @0 AND State IN (2, 3, 6) AND State IN (2, 3))
            """,
        _ => $"FROM ImportedPoints p LEFT JOIN Customers c ON c.Id = p.CustomerId WHERE p.ImportId = @0{_rows[rows]}{ByCustomer(text)}",
    };

    private static string ByCustomer(string? text) => string.IsNullOrWhiteSpace(text)
        ? ""
        : @" AND (p.Line = @1 OR p.CustomerId = @1 OR p.Named LIKE @2 ESCAPE '\' OR c.Name LIKE @2 ESCAPE '\')";

    private static RejectedRow RejectedOf(StoredRow row) => new(
        row.GetInt64(0), ImportRowReader.CellsOf(row.GetString(1)), ImportProblem.Of((ImportReason)row.GetInt32(2), row.TextOrNull(3)));
}

/// <summary>How many.</summary>
/// <param name="Rows">The number.</param>
public readonly record struct Count(int Rows);
