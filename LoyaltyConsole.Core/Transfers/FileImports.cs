using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// Imports files in three steps: stage, rehearse, commit. Nothing touches the ledger before the commit, which goes on in
/// small steps while people work, can be resumed where it was interrupted, and books each order and row once (S-005, E-014).
/// </summary>
public sealed class FileImports
{
    private readonly LoyaltyStore _store;
    private readonly ProgrammeBook _programme;
    private readonly IClock _clock;
    private readonly ConcurrentDictionary<ImportId, ImportProgress> _running = new();
    private ImmutableList<Listener> _listeners = [];

    internal FileImports(LoyaltyStore store, ProgrammeBook programme, IClock clock) =>
        (_store, _programme, _clock) = (store, programme, clock);

    /// <summary>Calls back as imports go on, from the thread that works on them, until disposed.</summary>
    public IDisposable Listen(Action<ImportProgress> onProgress) => new Listener(this, onProgress);

    /// <summary>How far an import has come that is being worked on at this moment; null for all others.</summary>
    public ImportProgress? ProgressOf(ImportId id) => _running.GetValueOrDefault(id);

    /// <summary>
    /// Looks into a file: how it is written, its columns, the mapping, its first rows. A mapping that was saved for these columns
    /// goes before what they say by themselves. Writes nothing.
    /// </summary>
    /// <returns>What it shows; or <see cref="NotAllowed"/>, <see cref="FileNotFound"/>, and what <see cref="CsvFile.Open"/> refuses.</returns>
    public async Task<Result<FilePreview>> LookAsync(string path, ImportOptions options, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, ImportRights.Of(options.Kind)) is { } refused)
        {
            return refused;
        }

        var looked = await Task.Run(() => ImportFile.Look(path, options), cancellationToken);
        return options.Map is null && looked.Succeeded(out var preview, out _)
            ? await SavedMappings.ProposeAsync(_store, options.Kind, preview, cancellationToken)
            : looked;
    }

    /// <summary>
    /// Stages and rehearses a file: reads it whole, and works out what each order or row would do. A file that cannot be read to
    /// its end, or whose mapping lacks something, is refused before anything is written.
    /// </summary>
    /// <param name="path">Where the file lies.</param>
    /// <param name="fileName">What the person calls it.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="cancellationToken">Stops between two steps; what was staged is then discarded.</param>
    /// <returns>
    /// The rehearsed import, or an interrupted one of the same file that only needs to be committed; or, in this order,
    /// <see cref="NotAllowed"/> (what each kind takes: <see cref="ImportRights"/>), <see cref="FileNotFound"/>, what <see cref="CsvFile.Open"/> and
    /// <see cref="ColumnMapping.Parse"/> refuse, <see cref="FieldNotMapped"/>, <see cref="OrderRefNotMapped"/>,
    /// <see cref="CustomerNotMapped"/>, <see cref="AmountNotMapped"/>, <see cref="NobodyMapped"/>, <see cref="UnknownDateFormat"/>,
    /// <see cref="AmbiguousDates"/>, <see cref="QuoteNeverClosed"/>, <see cref="LineTooLong"/>.
    /// </returns>
    public Task<Result<Import>> StageAsync(
        string path, string fileName, ImportOptions options, Actor actor, CancellationToken cancellationToken) =>
        StageAsync(path, fileName, options, actor, onStarted: null, cancellationToken);

    /// <summary>The same, for whoever wants to follow the import before it is rehearsed.</summary>
    /// <param name="path">Where the file lies.</param>
    /// <param name="fileName">What the person calls it.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="actor">Who imports.</param>
    /// <param name="onStarted">Tells the import's id once nothing of the file can be refused as a whole any more.</param>
    /// <param name="cancellationToken">Stops between two steps; what was staged is then discarded.</param>
    /// <returns>As above.</returns>
    public async Task<Result<Import>> StageAsync(
        string path, string fileName, ImportOptions options, Actor actor, Action<ImportId>? onStarted, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, ImportRights.Of(options.Kind)) is { } refused)
        {
            return refused;
        }

        var surveyed = await Task.Run(() => ImportFile.Survey(path, options), cancellationToken);
        if (!surveyed.Succeeded(out var survey, out var refusal))
        {
            return refusal;
        }

        // What the file was found to be is kept with it, so that its errors are written as it was.
        var kept = (options with { Delimiter = survey.Delimiter }).ToJson();
        if (await InterruptedAsync(survey.Hash, kept) is { } interrupted)
        {
            return interrupted;
        }

        var import = (await _store.WriteAsync<Import>(writing =>
        {
            var integration = CustomerRegister.Integration(writing, options.Integration ?? ImportOptions.DefaultIntegration);
            var started = new Import
            {
                // Nobody else can take the number while this deed holds the write lock.
                Id = new ImportId(writing.Connection.Database.Number("SELECT COALESCE(MAX(Id), 0) + 1 FROM Imports")),
                Kind = options.Kind,
                FileName = fileName.Length > 260 ? fileName[..260] : fileName,
                FileHash = survey.Hash,
                IntegrationId = integration,
                Options = kept,
                Header = JsonSerializer.Serialize(survey.Mapping.Header),
                Status = ImportStatus.Staging,
                Actor = actor.Name,
                CreatedAt = writing.Now,
            };
            writing.Db.Imports.Add(started);
            writing.Audit(actor, "StartImport", null, null, $"import {started.Id}: {started.FileName}");
            return Task.FromResult<Result<Import>>(started);
        })).OrThrow();

        var done = false;
        try
        {
            Report(new ImportProgress(import.Id, ImportStatus.Staging, 0, import.Counts));
            onStarted?.Invoke(import.Id);
            var settings = await _programme.SettingsAsync(cancellationToken);
            await (options.Kind switch
            {
                ImportKind.Orders => new OrderStaging(_store, settings, import, Report).RunAsync(path, options, survey, cancellationToken),
                ImportKind.Points => new PointsStaging(_store, settings, _clock, import, actor, Report).RunAsync(path, options, survey, cancellationToken),
                ImportKind.Customers => new CustomersStaging(_store, settings, _clock, import, actor, Report).RunAsync(path, options, survey, cancellationToken),
                ImportKind.Tiers => new TiersStaging(_store, settings, _clock, import, actor, Report).RunAsync(path, options, survey, cancellationToken),
                ImportKind.Coupons => new CouponsStaging(_store, settings, _clock, import, actor, Report).RunAsync(path, options, survey, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(options)),
            });
            await _store.LearnAsync(cancellationToken, "ImportRows", "ImportDocuments", "ImportedPoints", "ImportedCustomers", "ImportedTiers", "ImportedCoupons");
            await (options.Kind switch
            {
                ImportKind.Orders => new OrderRehearsal(_store, settings, _clock, import, Report).RunAsync(cancellationToken),
                ImportKind.Points or ImportKind.Customers or ImportKind.Tiers or ImportKind.Coupons => Task.CompletedTask,
                _ => throw new ArgumentOutOfRangeException(nameof(options)),
            });
            done = true;
        }
        finally
        {
            _running.TryRemove(import.Id, out _);
            if (!done)
            {
                await DropAsync(import.Id, ImportStatus.Discarded);
            }
        }

        return await ReadAsync(import.Id);
    }

    /// <summary>Books what the rehearsal accepted. Stopped at any instant, it goes on from there when called again.</summary>
    /// <returns>
    /// The import as it then is; or, in this order, <see cref="NotAllowed"/>, <see cref="ImportNotFound"/>,
    /// <see cref="ImportNotReady"/>, <see cref="ImportBusy"/>.
    /// </returns>
    public async Task<Result<Import>> CommitAsync(ImportId id, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return refused;
        }

        var found = await _store.ReadAsync(db => db.Imports.SingleOrDefaultAsync(import => import.Id == id), cancellationToken);
        if (found is null)
        {
            return new ImportNotFound(id);
        }

        if (_store.Refuses(actor, ImportRights.Of(found.Kind)) is { } lacking)
        {
            return lacking;
        }

        if (found.Status is not (ImportStatus.Rehearsed or ImportStatus.Committing))
        {
            return new ImportNotReady(found.Status);
        }

        if (!_running.TryAdd(id, new ImportProgress(id, ImportStatus.Committing, 0, found.Counts)))
        {
            return new ImportBusy();
        }

        try
        {
            await (found.Kind switch
            {
                ImportKind.Orders => new OrderCommit(_store, found, actor, Report).RunAsync(cancellationToken),
                ImportKind.Points => new PointsCommit(_store, found, actor, Report).RunAsync(cancellationToken),
                ImportKind.Customers => new CustomersCommit(_store, found, actor, Report).RunAsync(cancellationToken),
                ImportKind.Tiers => new TiersCommit(_store, found, actor, Report).RunAsync(cancellationToken),
                ImportKind.Coupons => new CouponsCommit(_store, found, actor, Report).RunAsync(cancellationToken),
                _ => throw new InvalidOperationException($"An import of {found.Kind} cannot be committed."),
            });
        }
        finally
        {
            _running.TryRemove(id, out _);
        }

        return await ReadAsync(id);
    }

    /// <summary>
    /// Takes back what an import booked, by compensating entries, or changed of profiles (X1). What was spent or has run out is
    /// kept and named row by row, and so are levels that have moved since and coupons that were used; levels that an import of points brought are taken back. Stopped at any instant, it goes on from there when
    /// called again. Recorded orders and customers stay.
    /// </summary>
    /// <returns>
    /// The import as it then is; or, in this order, <see cref="NotAllowed"/>, <see cref="ImportNotFound"/>,
    /// <see cref="ImportNotCommitted"/>, <see cref="ImportBusy"/>.
    /// </returns>
    public async Task<Result<Import>> UndoAsync(ImportId id, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return refused;
        }

        var found = await _store.ReadAsync(db => db.Imports.SingleOrDefaultAsync(import => import.Id == id), cancellationToken);
        if (found is null)
        {
            return new ImportNotFound(id);
        }

        if (_store.Refuses(actor, ImportRights.Of(found.Kind)) is { } lacking)
        {
            return lacking;
        }

        if (found.Status is not (ImportStatus.Done or ImportStatus.Undoing))
        {
            return new ImportNotCommitted(found.Status);
        }

        if (!_running.TryAdd(id, new ImportProgress(id, ImportStatus.Undoing, 0, found.Counts)))
        {
            return new ImportBusy();
        }

        try
        {
            await (found.Kind switch
            {
                ImportKind.Customers => new CustomersCommit(_store, found, actor, Report).UndoAsync(cancellationToken),
                ImportKind.Tiers => new TiersCommit(_store, found, actor, Report).UndoAsync(cancellationToken),
                ImportKind.Coupons => new CouponsCommit(_store, found, actor, Report).UndoAsync(cancellationToken),
                _ => new ImportUndo(_store, found, actor, Report).RunAsync(cancellationToken),
            });
        }
        finally
        {
            _running.TryRemove(id, out _);
        }

        return await ReadAsync(id);
    }

    /// <summary>Decides not to commit: the staged rows are removed, nothing was booked.</summary>
    /// <returns>
    /// The import; or, in this order, <see cref="NotAllowed"/>, <see cref="ImportNotFound"/>, <see cref="ImportNotReady"/>.
    /// </returns>
    public async Task<Result<Import>> DiscardAsync(ImportId id, Actor actor)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return refused;
        }

        var found = await _store.ReadAsync(db => db.Imports.SingleOrDefaultAsync(import => import.Id == id), CancellationToken.None);
        if (found is null)
        {
            return new ImportNotFound(id);
        }

        if (_store.Refuses(actor, ImportRights.Of(found.Kind)) is { } lacking)
        {
            return lacking;
        }

        if (found.Status is not ImportStatus.Rehearsed)
        {
            return new ImportNotReady(found.Status);
        }

        await DropAsync(id, ImportStatus.Discarded, actor);
        return await ReadAsync(id);
    }

    /// <summary>
    /// Discards what a stopped process left half staged; such an import has booked nothing. Called when the console or
    /// an import by the command line starts; another process that is staging at that moment notices and stops. A commit
    /// that was interrupted is left alone: it can be resumed.
    /// </summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        var left = await _store.ReadAsync(
            db => db.Imports
                .Where(import => import.Status == ImportStatus.Staging || import.Status == ImportStatus.Rehearsing)
                .Select(import => import.Id)
                .ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var id in left.Where(id => !_running.ContainsKey(id)))
        {
            await DropAsync(id, ImportStatus.Discarded);
        }
    }

    internal void Report(ImportProgress progress)
    {
        _running[progress.Id] = progress;
        _listeners.ForEach(listener => listener.OnProgress(progress));
    }

    private async Task<Result<Import>> ReadAsync(ImportId id)
    {
        var import = await _store.ReadAsync(db => db.Imports.SingleAsync(import => import.Id == id), CancellationToken.None);
        _listeners.ForEach(listener => listener.OnProgress(new ImportProgress(id, import.Status, 1, import.Counts)));
        return import;
    }

    private Task<Import?> InterruptedAsync(string hash, string options) => _store.ReadAsync(
        db => db.Imports
            .Where(import => import.FileHash == hash && import.Options == options && import.Status == ImportStatus.Committing)
            .OrderByDescending(import => import.Id)
            .FirstOrDefaultAsync(),
        CancellationToken.None);

    private async Task DropAsync(ImportId id, ImportStatus status, Actor? actor = null)
    {
        foreach (var (table, place) in new[] { ("ImportRows", "Document"), ("ImportDocuments", "Number"), ("ImportedPoints", "CustomerId, Line"), ("ImportedPointsLines", "Line"), ("ImportedCustomers", "Line"), ("ImportedTiers", "Line"), ("ImportedCoupons", "Line") })
        {
            var removed = 1;
            while (removed > 0)
            {
                removed = (await _store.WriteStepAsync<Count>(writing => Task.FromResult<Result<Count>>(new Count(
                    writing.Connection.Database.Execute(
                        $"DELETE FROM {table} WHERE ImportId = @0 AND ({place}) IN (SELECT DISTINCT {place} FROM {table} WHERE ImportId = @0 LIMIT 1000)",
                        ("@0", id.Value)))))).OrThrow().Rows;
            }
        }

        await _store.WriteAsync<Done>(async writing =>
        {
            var import = await writing.Db.Imports.SingleAsync(import => import.Id == id);
            import.Status = status;
            import.EndedAt = writing.Now;
            if (actor is not null)
            {
                writing.Audit(actor, "DiscardImport", null, null, $"import {id}: {import.FileName}");
            }

            return default(Done);
        });
    }

    private sealed class Listener : IDisposable
    {
        private readonly FileImports _imports;

        public Listener(FileImports imports, Action<ImportProgress> onProgress)
        {
            (_imports, OnProgress) = (imports, onProgress);
            ImmutableInterlocked.Update(ref _imports._listeners, (listeners, added) => listeners.Add(added), this);
        }

        public Action<ImportProgress> OnProgress { get; }

        public void Dispose() =>
            ImmutableInterlocked.Update(ref _imports._listeners, (listeners, gone) => listeners.Remove(gone), this);
    }
}
