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

/// <summary>How many orders and credit notes an import has.</summary>
/// <param name="All">All of them.</param>
/// <param name="Accepted">Those that can be, or are, booked.</param>
/// <param name="Skipped">Those that stay out though nothing is wrong.</param>
public readonly record struct DocumentCounts(int All, int Accepted, int Skipped);

/// <summary>The imports so far: their list, what each would do or did, and the rows that stayed out.</summary>
public sealed class ImportBook
{
    // Rows that name no order stand under no document; those of rejected documents stand under theirs.
    private const string Rejected =
        """
        FROM ImportRows r LEFT JOIN ImportDocuments d ON d.ImportId = r.ImportId AND d.Number = r.Document
        WHERE r.ImportId = @0 AND (r.Reason IS NOT NULL OR d.State = 3)
        """;

    private readonly LoyaltyStore _store;

    internal ImportBook(LoyaltyStore store) => _store = store;

    /// <summary>One page of all imports, the latest first.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<Import>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.Import))
        {
            return Task.FromResult<Result<Page<Import>>>(new NotAllowed(Capability.Import));
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
        if (!actor.May(Capability.Import))
        {
            return Task.FromResult<Result<Import>>(new NotAllowed(Capability.Import));
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
        if (!actor.May(Capability.Import))
        {
            return Task.FromResult<Result<Page<ImportDocumentRow>>>(new NotAllowed(Capability.Import));
        }

        var page = window.Bounded();
        var where = "ImportId = @0"
            + (state is null ? "" : state is ImportState.Accepted ? " AND State IN (1, 4)" : " AND State = @1")
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

    /// <summary>How many orders and credit notes of an import there are in each state.</summary>
    /// <returns>The numbers; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<DocumentCounts>> CountsAsync(ImportId id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.Import))
        {
            return Task.FromResult<Result<DocumentCounts>>(new NotAllowed(Capability.Import));
        }

        return _store.ReadAsync<Result<DocumentCounts>>(
            connection => connection.Query(
                """
                SELECT COUNT(*), COALESCE(SUM(State IN (1, 4)), 0), COALESCE(SUM(State = 2), 0)
                FROM ImportDocuments WHERE ImportId = @0
                """,
                row => new DocumentCounts(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)),
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
        if (!actor.May(Capability.Import))
        {
            return Task.FromResult<Result<Page<RejectedRow>>>(new NotAllowed(Capability.Import));
        }

        var page = window.Bounded();
        var found = Rejected + (string.IsNullOrWhiteSpace(text) ? "" : @" AND (r.Line = @1 OR r.Cells LIKE @2 ESCAPE '\')");
        (string, object?)[] values =
            [("@0", id.Value), ("@1", Ledger.PointsHistory.Number(text)), ("@2", $"%{Ledger.PointsHistory.Escaped(text)}%")];
        return _store.ReadAsync<Result<Page<RejectedRow>>>(
            connection => new Page<RejectedRow>(
                connection.Query(
                    $"""
                    SELECT r.Line, r.Cells, COALESCE(r.Reason, d.Reason), COALESCE(r.ReasonDetail, d.ReasonDetail) {found}
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

        var options = OrderImportOptions.FromJson(import.Options);
        using var file = new ErrorFile(stream, options.Delimiter ?? CsvDelimiter.Comma, JsonSerializer.Deserialize<string[]>(import.Header)!);
        var rows = 0;
        var lastLine = 0L;
        while (true)
        {
            var after = lastLine;
            var next = await _store.ReadAsync(
                connection => connection.Query(
                    $"""
                    SELECT r.Line, r.Cells, COALESCE(r.Reason, d.Reason), COALESCE(r.ReasonDetail, d.ReasonDetail) {Rejected}
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

    private static RejectedRow RejectedOf(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetInt64(0), OrderRowReader.CellsOf(row.GetString(1)), ImportProblem.Of((ImportReason)row.GetInt32(2), row.TextOrNull(3)));
}

/// <summary>How many.</summary>
/// <param name="Rows">The number.</param>
public readonly record struct Count(int Rows);
