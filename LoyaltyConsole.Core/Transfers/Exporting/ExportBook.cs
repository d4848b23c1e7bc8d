using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>
/// Whatever leaves the programme in bulk leaves through here: with a right, a reason, a limit and a trace (S-003, E-015,
/// 5.10.4, target S13).
/// </summary>
public sealed class ExportBook
{
    /// <summary>For how long a file may be fetched once it was asked for.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(10);

    private static readonly Duration Hour = Duration.FromHours(1);

    private readonly LoyaltyStore _store;
    private readonly ProgrammeBook _programme;
    private readonly IClock _clock;
    private readonly LoyaltyOptions _options;

    internal ExportBook(LoyaltyStore store, ProgrammeBook programme, IClock clock, LoyaltyOptions options) =>
        (_store, _programme, _clock, _options) = (store, programme, clock, options);

    /// <summary>How much one person may take out.</summary>
    public ExportLimits Limits => _options.Exports;

    /// <summary>The names of our own columns for customers.</summary>
    public static IReadOnlyList<string> CustomerColumns { get; } = [.. CustomerSheet.Own.Select(field => field.Name)];

    /// <summary>Asks for a file, which may then be fetched once.</summary>
    /// <param name="order">What is wanted, and why.</param>
    /// <param name="actor">Who wants it, and alone may fetch it.</param>
    /// <returns>
    /// The export, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="ReasonMissing"/>,
    /// <see cref="TextTooLong"/>, <see cref="ExportFilterUnknown"/>, <see cref="FeatureOff"/>, <see cref="ExportFormatForCustomers"/>, <see cref="ExportColumnUnknown"/>,
    /// <see cref="ExportOnlyAsOfNow"/>, <see cref="ExportAheadOfTime"/>, <see cref="CommandKeyReused"/>, <see cref="TooManyExports"/>,
    /// <see cref="TooManyExportedRows"/>.
    /// </returns>
    public async Task<Result<Export>> RequestAsync(ExportOrder order, Actor actor)
    {
        if (Flaw(order, actor) is { } flaw)
        {
            return flaw;
        }

        return await _store.WriteAsync<Export>(async writing =>
        {
            if (await writing.Db.Exports.SingleOrDefaultAsync(export => export.Key == order.Key) is { } known)
            {
                return string.Equals(known.ActorKey, actor.Key, StringComparison.Ordinal) && Same(known, order) ? known : new CommandKeyReused();
            }

            if (actor.IsPerson && await TooMuchAsync(writing, actor) is { } tooMuch)
            {
                return tooMuch;
            }

            var export = new Export
            {
                // Nobody else can take the number while this deed holds the write lock.
                Id = new ExportId(writing.Connection.Database.Number("SELECT COALESCE(MAX(Id), 0) + 1 FROM Exports")),
                Key = order.Key,
                Kind = order.Kind,
                Format = order.Format,
                State = ExportState.Requested,
                Actor = actor.Name,
                ActorKey = actor.Key,
                Reason = order.Reason.Trim(),
                Filter = QueryText.ToLines(order.Filter),
                Columns = order.Columns.Count == 0 ? null : string.Join(',', order.Columns),
                SortBy = (int)order.Sort,
                IsDescending = order.Descending,
                At = order.At?.TruncatedToMilliseconds(),
                FileName = ExportName.Of(order, actor, writing.Settings, writing.Now),
                RequestedAt = writing.Now,
            };
            writing.Db.Exports.Add(export);
            await writing.Db.SaveChangesAsync();
            writing.Audit(actor, "RequestExport", null, null, $"export {export.Id}: {Words(export)}; reason: {export.Reason}");
            return export;
        });
    }

    /// <summary>Fetches a file that was asked for. It can be fetched once, by whoever asked for it.</summary>
    /// <param name="key">The key with which it was asked for.</param>
    /// <param name="actor">Who fetches it.</param>
    /// <returns>
    /// The file, to be written; or, in this order, <see cref="NotAllowed"/>, <see cref="ExportNotFound"/>, <see cref="ExportFetched"/>,
    /// <see cref="ExportLapsed"/>.
    /// </returns>
    public async Task<Result<ExportFile>> FetchAsync(Guid key, Actor actor)
    {
        if (_store.Refuses(actor, Capability.Export) is { } refused)
        {
            return refused;
        }

        var fetched = await _store.WriteAsync<Export>(async writing =>
        {
            var export = await writing.Db.Exports.AsTracking().SingleOrDefaultAsync(known => known.Key == key);
            if (export is null || !string.Equals(export.ActorKey, actor.Key, StringComparison.Ordinal)
                || (export.Kind is ExportKind.Audit && !actor.May(Capability.ReadAudit)))
            {
                return new ExportNotFound();
            }

            if (export.State != ExportState.Requested)
            {
                return new ExportFetched();
            }

            // A filter that names somebody who was erased meanwhile is none any more, and would find everybody.
            if (export.RequestedAt + Patience <= writing.Now || ExportFilter.Of(export).Unread.Count > 0)
            {
                return new ExportLapsed();
            }

            export.State = ExportState.Running;
            writing.Audit(actor, "FetchExport", null, null, $"export {export.Id}: {export.FileName}");
            return export;
        });
        return fetched.Succeeded(out var begun, out var refusal)
            ? new ExportFile(begun, actor, _store, await _programme.SettingsAsync(CancellationToken.None), _clock, _options.ExportFolder)
            : refusal;
    }

    /// <summary>One page of all exports, the latest first.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<Export>>> ListAsync(Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Export) is { } refused)
        {
            return Task.FromResult<Result<Page<Export>>>(refused);
        }

        // Others' exports, with their reasons, are for whoever may read the trail in which they stand.
        var (page, all, own) = (window.Bounded(), actor.May(Capability.ReadAudit), actor.Key);
        return _store.ReadAsync<Result<Page<Export>>>(
            async db =>
            {
                var exports = db.Exports.Where(export => all || export.ActorKey == own);
                return new Page<Export>(
                    await exports.OrderByDescending(export => export.Id).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken),
                    await exports.CountAsync(cancellationToken));
            },
            cancellationToken);
    }

    internal static string Words(Export export) => string.Join("; ", new[]
    {
        export.Format is ExportFormat.Own ? export.Kind.ToString() : $"{export.Kind} for {export.Format}",
        string.IsNullOrEmpty(export.Filter) ? "all rows" : $"filter {export.Filter.Replace("\n", ", ", StringComparison.Ordinal)}",
        export.Columns is { } columns ? $"columns {columns}" : null,
        export.At is { } at ? $"as of {NodaTime.Text.InstantPattern.ExtendedIso.Format(at)}" : null,
    }.OfType<string>());

    private Refusal? Flaw(ExportOrder order, Actor actor) =>
        _store.Refuses(actor, Capability.Export) is { } refused ? refused
        : order.Kind is ExportKind.Audit && !actor.May(Capability.ReadAudit) ? new NotAllowed(Capability.ReadAudit)
        : string.IsNullOrWhiteSpace(order.Reason) ? new ReasonMissing()
        : order.Reason.Trim().Length > Export.ReasonLength ? new TextTooLong(Export.ReasonLength)
        : order.Filter.Length > Export.FilterLength ? new TextTooLong(Export.FilterLength)
        : ExportFilter.Read(order.Kind, order.Filter).Unread is [var part, ..] ? new ExportFilterUnknown(part)
        : _store.Refuses(actor, Capability.Export, NeedsOf(order)) is { } missing ? missing
        : order.Format is not ExportFormat.Own && order.Kind is not ExportKind.Customers ? new ExportFormatForCustomers()
        : order.Columns.FirstOrDefault(column => order.Kind is not ExportKind.Customers || CustomerSheet.Named(column) is null) is { } unknown ? new ExportColumnUnknown(unknown)
        : order.At is not null && order.Kind is ExportKind.Audit ? new ExportOnlyAsOfNow()
        : order.At > _clock.GetCurrentInstant() ? new ExportAheadOfTime()
        : null;

    // Without the segments the file would have others in it than were asked for.
    private static Feature? NeedsOf(ExportOrder order) => order.Kind is ExportKind.Segments ? Feature.Segments
        : order.Kind is ExportKind.Customers ? CustomerFilterText.Read(order.Filter).Needs(order.Sort) : null;

    private static bool Same(Export known, ExportOrder order) =>
        known.Kind == order.Kind && known.Format == order.Format && known.SortBy == (int)order.Sort && known.IsDescending == order.Descending
        && string.Equals(known.Filter, QueryText.ToLines(order.Filter), StringComparison.Ordinal) && string.Equals(known.Reason, order.Reason.Trim(), StringComparison.Ordinal)
        && string.Equals(known.Columns ?? "", string.Join(',', order.Columns), StringComparison.Ordinal) && known.At == order.At?.TruncatedToMilliseconds();

    // The window moves on with the clock: the earliest of those that count leaves it first.
    private async Task<Refusal?> TooMuchAsync(Writing writing, Actor actor)
    {
        var (key, since, limits) = (actor.Key, writing.Now - Hour, _options.Exports);
        var recent = await writing.Db.Exports
            .Where(export => export.ActorKey == key && export.RequestedAt > since)
            .OrderByDescending(export => export.RequestedAt)
            .Select(export => new { export.RequestedAt, export.Rows })
            .ToListAsync();
        if (recent.Count >= limits.PerHour)
        {
            return new TooManyExports(limits.PerHour, MinuteAfter(recent[limits.PerHour - 1].RequestedAt));
        }

        var rows = 0L;
        foreach (var export in recent)
        {
            rows += export.Rows;
            if (rows >= limits.RowsPerHour)
            {
                return new TooManyExportedRows(limits.RowsPerHour, MinuteAfter(export.RequestedAt));
            }
        }

        return null;

        // Rounded up, so that whoever tries again in that minute is not refused again.
        LocalTime MinuteAfter(Instant requestedAt) =>
            TimeAdjusters.TruncateToMinute(writing.Settings.Time.Local(requestedAt + Hour + Duration.FromSeconds(59)).TimeOfDay);
    }
}
