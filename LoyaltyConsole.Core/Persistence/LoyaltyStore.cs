using System.Data.Common;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>
/// The one door to the database. Reads see a consistent state and never wait for writers; a write is one
/// transaction for the deed and its traces, and is kept only if the deed was not refused.
/// </summary>
internal sealed class LoyaltyStore : IAsyncDisposable
{
    private readonly DatabaseEngine _engine;
    private readonly Renewal _renewal;
    private readonly IClock _clock;
    private readonly CustomerFeed _feed;

    public LoyaltyStore(LoyaltyOptions options, IClock clock, CustomerFeed feed)
    {
        (Features, _clock, _feed) = (options.Features, clock, feed);
        _engine = DatabaseEngine.Of(options);
        _renewal = new Renewal(_engine);
        feed.OnListening = () => _engine.Hear(feed);
    }

    /// <summary>What this installation has.</summary>
    public FeatureSet Features { get; }

    /// <summary>Why an actor may not, which every deed asks first; null where they may.</summary>
    public Refusal? Refuses(Actor actor, Capability needed) => Features.Refuses(actor, needed);

    /// <summary>The same for what needs several capabilities; the first that lacks is named.</summary>
    public Refusal? Refuses(Actor actor, IReadOnlyList<Capability> needed) => needed.Select(one => Refuses(actor, one)).FirstOrDefault(refused => refused is not null);

    /// <summary>The same for what belongs to a feature without a capability of its own.</summary>
    public Refusal? Refuses(Actor actor, Capability needed, Feature? of) => Features.Refuses(actor, needed, of);

    /// <summary>Reads with EF, in one consistent state.</summary>
    public Task<T> ReadAsync<T>(Func<LoyaltyDb, Task<T>> read, CancellationToken cancellationToken) => _engine.ReadAsync(read, cancellationToken);

    /// <summary>Reads with plain SQL, in one consistent state.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) => _engine.ReadAsync(read, cancellationToken);

    /// <summary>Does a deed of somebody who waits for it.</summary>
    public Task<Result<T>> WriteAsync<T>(Func<Writing, Task<Result<T>>> deed)
        where T : notnull => AnswerAsync(RunAsync(deed, bulk: false, CallInProgress.Current));

    /// <summary>
    /// The same for what happens beside a shop's deed, not as the deed: it is kept though the deed be refused, and is not
    /// what the call is answered with.
    /// </summary>
    public Task<Result<T>> WriteAsideAsync<T>(Func<Writing, Task<Result<T>>> deed)
        where T : notnull => AnswerAsync(RunAsync(deed, bulk: false, call: null));

    /// <summary>
    /// Does a deed and takes it back, so that what it would do is told by the rules that do it. Nobody shares a commit with it.
    /// </summary>
    public Task<Result<T>> RehearseAsync<T>(Func<Writing, Result<T>> deed)
        where T : notnull => RunAsync(writing => Task.FromResult(deed(writing)), bulk: true, call: null, isKept: false);

    /// <summary>Does one step of bulk work; a step should take no longer than 150 ms, so that people get their turn.</summary>
    public Task<Result<T>> WriteStepAsync<T>(Func<Writing, Task<Result<T>>> step)
        where T : notnull => RunAsync(step, bulk: true, call: null);

    /// <summary>What the database is called.</summary>
    public string Name => _engine.Name;

    /// <summary>Whether there is one of that name.</summary>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken) => _engine.ExistsAsync(cancellationToken);

    /// <summary>Creates the schema where there is none, and applies the migrations that it lacks.</summary>
    public Task UpgradeAsync(Action<MigrationStep>? tell, CancellationToken cancellationToken) => _engine.UpgradeAsync(tell, cancellationToken);

    /// <summary>Builds the indexes that a first load put off.</summary>
    public Task BuildLaterIndexesAsync(CancellationToken cancellationToken) => _engine.BuildLaterIndexesAsync(cancellationToken);

    /// <summary>Has the engine see what is in tables to which much was added.</summary>
    public Task LearnAsync(CancellationToken cancellationToken, params IReadOnlyList<string> tables) => _engine.LearnAsync(tables, cancellationToken);

    /// <summary>Leaves nothing that was erased where somebody could still read it.</summary>
    public Task ScrubAsync() => _engine.ScrubAsync();

    /// <summary>Copies the whole database into a file.</summary>
    public Task BackUpAsync(string file, CancellationToken cancellationToken) => _engine.BackUpAsync(file, cancellationToken);

    /// <summary>Waits until nothing erased is left in the indexes either.</summary>
    public Task RenewedAsync() => _renewal.DoneAsync();

    /// <summary>Sees to it now, however long it takes.</summary>
    public Task RenewAsync(CancellationToken cancellationToken) => _engine.RenewAsync(int.MaxValue, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        await _engine.DisposeAsync();
    }

    // Whoever waits is told in words what is wrong with the disk; nothing of the deed has been kept. A job's run ends with the fault.
    private static async Task<Result<T>> AnswerAsync<T>(Task<Result<T>> deed)
        where T : notnull
    {
        try
        {
            return await deed;
        }
        catch (DbException fault) when (DatabaseFaults.OfStorage(fault) is not null)
        {
            return DatabaseFaults.OfStorage(fault)!;
        }
    }

    // The call is taken along, because the deed runs in the writer's context.
    private async Task<Result<T>> RunAsync<T>(Func<Writing, Task<Result<T>>> deed, bool bulk, CallInProgress? call, bool isKept = true)
        where T : notnull
    {
        Result<T> result = default;
        IReadOnlyCollection<CustomerId> touched = [];
        var leavesNoTrace = false;
        await _engine.WriteAsync(
            async connection =>
            {
                await using var db = _engine.Over(connection);
                db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
                var writing = new Writing(connection, db, _clock.GetCurrentInstant().TruncatedToMilliseconds());
                if (call?.Before(writing) is { } answered)
                {
                    result = answered;
                    return false;
                }

                result = await deed(writing);
                if (writing.Objection is { } objection && result.Succeeded(out _, out _))
                {
                    result = objection;
                }

                if (!result.Succeeded(out var done, out _) || !isKept)
                {
                    return false;
                }

                await db.SaveChangesAsync();
                call?.After(writing, done);
                ConnectionLine.Put(writing);
                _engine.Tell(connection, writing.Touched);
                (touched, leavesNoTrace) = (writing.Touched, writing.LeavesNoTrace);
                return true;
            },
            bulk);

        // After the commit, so that whoever listens reads what was written.
        _feed.Announce(touched);
        if (leavesNoTrace)
        {
            await _engine.ScrubAsync();
            _renewal.Request();
        }

        return result;
    }
}

/// <summary>What a deed has at hand while it holds the write lock.</summary>
internal sealed class Writing(WriteConnection connection, LoyaltyDb db, Instant now)
{
    private readonly HashSet<CustomerId> _touched = [];
    private ProgrammeSettings? _settings;

    public LoyaltyDb Db { get; } = db;

    public WriteConnection Connection { get; } = connection;

    /// <summary>The instant at which the deed happens.</summary>
    public Instant Now { get; } = now;

    public LedgerWriter Ledger => field ??= new LedgerWriter(Connection, account => TierAscent.Raise(this, account));

    public ProgrammeSettings Settings => _settings ??= Db.Settings.AsNoTracking().Single();

    /// <summary>All levels from the lowest.</summary>
    public IReadOnlyList<Tier> Levels => field ??= TierRules.Read(Connection);

    public TierRules Tiers => field ??= new TierRules(Settings, Levels);

    public IReadOnlyCollection<CustomerId> Touched => _touched;

    /// <summary>Whether nothing of what the deed overwrote may be left in the database's files after it.</summary>
    public bool LeavesNoTrace { get; set; }

    /// <summary>Whether somebody else has approved the deed, so that it is not its author's alone (X6).</summary>
    public bool IsApproved { get; set; }

    /// <summary>Why the deed is not committed, though it was not refused by itself.</summary>
    public Refusal? Objection { get; private set; }

    /// <summary>Remembers whom the deed is about, so that open screens hear of it.</summary>
    public void Touch(CustomerId customer) => _touched.Add(customer);

    /// <summary>
    /// Writes the trace of the deed, in the same transaction. A deed on an account that looks like its author's own is not
    /// committed (X6): whatever is done to a customer leaves its trace here, so nothing gets around it.
    /// </summary>
    public void Audit(Actor actor, string deed, CustomerId? customer, string? before, string? after)
    {
        Connection.Prepare("INSERT INTO AuditEntries (At, Actor, Deed, CustomerId, Before, After) VALUES (@0, @1, @2, @3, @4, @5)")
            .Run(Now.ToUnixTimeMilliseconds(), actor.Name, deed, customer?.Value, before, after);
        if (customer is { } id)
        {
            Touch(id);
            Watch(actor, deed, id);
        }
    }

    /// <summary>Looks whether the deed is one on its author's own account, where its trace comes too late to tell.</summary>
    public void Watch(Actor actor, string deed, CustomerId customer) => Objection ??= FourEyes.ObjectionTo(this, actor, deed, customer);
}

/// <summary>Instants as the store keeps them.</summary>
internal static class StoredInstants
{
    // Finer parts would be lost on the way through the database, and comparisons would differ before and after.
    public static Instant TruncatedToMilliseconds(this Instant instant) =>
        Instant.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());

    public static Instant? ToInstant(this long? milliseconds) =>
        milliseconds is { } value ? Instant.FromUnixTimeMilliseconds(value) : null;
}
