using System.Collections.Concurrent;
using System.Collections.Immutable;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Hosting;

namespace LoyaltyConsole.Features.Imports;

/// <summary>
/// Works on imports in the background, in the name of whoever started them: a page can be left and found again, and a
/// closed browser stops nothing.
/// </summary>
public sealed class ImportDesk : IHostedService, IDisposable
{
    private readonly FileImports _imports;
    private readonly FaultLog _faultLog;
    private readonly UploadFolder _uploads;
    private readonly IDisposable _listening;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ImportId, string> _faults = new();
    private readonly ConcurrentDictionary<ImportId, Task> _work = new();
    private ImmutableList<Listener> _listeners = [];

    public ImportDesk(FileImports imports, FaultLog faultLog, UploadFolder uploads)
    {
        (_imports, _faultLog, _uploads) = (imports, faultLog, uploads);
        _listening = imports.Listen(progress => Tell(progress.Id));
    }

    /// <summary>Calls back, from the thread that works on it, whenever an import goes on or ends.</summary>
    public IDisposable Listen(Action<ImportId> onMoved) => new Listener(this, onMoved);

    /// <summary>How far an import has come that is being worked on at this moment; null for all others.</summary>
    public ImportProgress? ProgressOf(ImportId id) => _imports.ProgressOf(id);

    /// <summary>The reference of the fault that ended the work on an import.</summary>
    public string? FaultOf(ImportId id) => _faults.GetValueOrDefault(id);

    /// <summary>Starts to stage and rehearse a file, and comes back as soon as the import exists.</summary>
    /// <returns>The import, which then owns the file; or what <see cref="FileImports.StageAsync(string, string, ImportOptions, Actor, CancellationToken)"/> refuses.</returns>
    public async Task<Result<ImportId>> StageAsync(UploadedFile file, ImportOptions options, Actor actor)
    {
        var started = new TaskCompletionSource<ImportId>(TaskCreationOptions.RunContinuationsAsynchronously);
        var staging = Task.Run(() => _imports.StageAsync(file.Path, file.Name, options, actor, started.SetResult, _stopping.Token));
        await Task.WhenAny(started.Task, staging);
        if (started.Task.IsCompletedSuccessfully)
        {
            var id = await started.Task;
            Keep(id, staging, file);
            return id;
        }

        if (!(await staging).Succeeded(out var interrupted, out var refusal))
        {
            return refusal;
        }

        file.Dispose();
        return interrupted.Id;
    }

    /// <summary>Starts to book an import, or goes on where it was interrupted, and comes back once that is under way.</summary>
    /// <returns>Nothing; or what <see cref="FileImports.CommitAsync"/> refuses.</returns>
    public Task<Result<Done>> CommitAsync(ImportId id, Actor actor) => StartAsync(id, () => _imports.CommitAsync(id, actor, _stopping.Token));

    /// <summary>Starts to take back what an import booked, or goes on where that was interrupted, and comes back once it is under way.</summary>
    /// <returns>Nothing; or what <see cref="FileImports.UndoAsync"/> refuses.</returns>
    public Task<Result<Done>> UndoAsync(ImportId id, Actor actor) => StartAsync(id, () => _imports.UndoAsync(id, actor, _stopping.Token));

    /// <summary>Decides not to commit.</summary>
    /// <returns>The import; or what <see cref="FileImports.DiscardAsync"/> refuses.</returns>
    public Task<Result<Import>> DiscardAsync(ImportId id, Actor actor) => _imports.DiscardAsync(id, actor);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _uploads.Sweep();
        return _imports.TidyAsync(cancellationToken);
    }

    /// <summary>Stops between two steps: what is half staged is discarded, what is half booked or undone can be resumed.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_work.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _listening.Dispose();
        _stopping.Dispose();
    }

    private async Task<Result<Done>> StartAsync(ImportId id, Func<Task<Result<Import>>> work)
    {
        var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = _imports.Listen(progress => _ = progress.Id == id && underWay.TrySetResult());
        var working = Task.Run(work);
        await Task.WhenAny(underWay.Task, working);
        if (working.IsCompletedSuccessfully && !(await working).Succeeded(out _, out var refusal))
        {
            return refusal;
        }

        _faults.TryRemove(id, out _);
        Keep(id, working, file: null);
        return default(Done);
    }

    private void Keep(ImportId id, Task work, UploadedFile? file) => _work[id] = FinishAsync(id, work, file);

    private async Task FinishAsync(ImportId id, Task work, UploadedFile? file)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (work.Exception is { } fault)
        {
            _faults[id] = _faultLog.Record(fault.InnerExceptions is [var only] ? only : fault);
        }

        file?.Dispose();
        _work.TryRemove(id, out _);
        Tell(id);
    }

    private void Tell(ImportId id) => _listeners.ForEach(listener => listener.OnMoved(id));

    private sealed class Listener : IDisposable
    {
        private readonly ImportDesk _desk;

        public Listener(ImportDesk desk, Action<ImportId> onMoved)
        {
            (_desk, OnMoved) = (desk, onMoved);
            ImmutableInterlocked.Update(ref _desk._listeners, (listeners, added) => listeners.Add(added), this);
        }

        public Action<ImportId> OnMoved { get; }

        public void Dispose() =>
            ImmutableInterlocked.Update(ref _desk._listeners, (listeners, gone) => listeners.Remove(gone), this);
    }
}
