using System.Collections.Concurrent;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>A call that ended in a problem. It keeps nothing that the caller sent, which may be personal.</summary>
public sealed class CallProblem
{
    internal long Id { get; set; }

    /// <summary>The key that was used.</summary>
    public IntegrationKeyId KeyId { get; init; }

    /// <summary>When.</summary>
    public Instant At { get; init; }

    /// <summary>GET, POST and so on.</summary>
    public required string Method { get; init; }

    /// <summary>What was called, with its places left open: <c>/api/v1/customers/{id}</c>.</summary>
    public required string Route { get; init; }

    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; init; }

    /// <summary>The problem's code.</summary>
    public required string Code { get; init; }
}

internal sealed class CallProblemTable : IEntityTypeConfiguration<CallProblem>
{
    public void Configure(EntityTypeBuilder<CallProblem> builder)
    {
        builder.ToTable("CallProblems");
        builder.HasKey(problem => problem.Id);
        builder.HasOne<IntegrationKey>().WithMany().HasForeignKey(problem => problem.KeyId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(problem => problem.Method).HasMaxLength(10);
        builder.Property(problem => problem.Route).HasMaxLength(200);
        builder.Property(problem => problem.Code).HasMaxLength(100);
        builder.HasIndex(problem => new { problem.KeyId, problem.Id });
    }
}

/// <summary>
/// Counts the calls of each key and keeps its latest problems. Both are gathered in memory and written every few
/// seconds, since a figure for people is not worth a durable commit a call.
/// </summary>
public sealed class CallLog
{
    /// <summary>How many problems of a key are kept.</summary>
    public const int KeptProblems = 200;

    // Somebody who only makes mistakes must not fill the memory between two writings.
    private const int MostWaiting = 2_000;

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ConcurrentDictionary<IntegrationKeyId, Tally> _tallies = [];
    private readonly ConcurrentQueue<CallProblem> _waiting = new();

    internal CallLog(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>Counts a call.</summary>
    /// <param name="key">The key that was shown.</param>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="route">What was called, with its places left open.</param>
    /// <param name="status">The HTTP status of the answer.</param>
    /// <param name="problem">The problem's code; null where there was none.</param>
    public void Count(IntegrationKeyId key, string method, string route, int status, string? problem)
    {
        var now = _clock.GetCurrentInstant();
        var tally = _tallies.GetOrAdd(key, static _ => new Tally());
        Interlocked.Increment(ref tally.Calls);
        Interlocked.Exchange(ref tally.LastCallAt, now.ToUnixTimeMilliseconds());
        if (problem is null)
        {
            return;
        }

        Interlocked.Increment(ref tally.Problems);
        if (_waiting.Count < MostWaiting)
        {
            _waiting.Enqueue(new CallProblem { KeyId = key, At = now, Method = method, Route = route, Status = status, Code = problem });
        }
    }

    /// <summary>Writes down what was gathered.</summary>
    public async Task WriteAsync()
    {
        if (_tallies.Values.All(tally => Interlocked.Read(ref tally.Calls) == 0))
        {
            return;
        }

        (await _store.WriteStepAsync<Done>(writing =>
        {
            var count = writing.Connection.Prepare(
                "UPDATE IntegrationKeys SET Calls = Calls + @1, Problems = Problems + @2, LastCallAt = max(COALESCE(LastCallAt, 0), @3) WHERE Id = @0");
            foreach (var (key, tally) in _tallies)
            {
                var calls = Interlocked.Exchange(ref tally.Calls, 0);
                if (calls > 0)
                {
                    count.Run(key.Value, calls, Interlocked.Exchange(ref tally.Problems, 0), Interlocked.Read(ref tally.LastCallAt));
                }
            }

            var insert = writing.Connection.Prepare(
                "INSERT INTO CallProblems (KeyId, At, Method, Route, Status, Code) VALUES (@0, @1, @2, @3, @4, @5)");
            var keys = new HashSet<IntegrationKeyId>();
            while (_waiting.TryDequeue(out var problem))
            {
                keys.Add(problem.KeyId);
                insert.Run(problem.KeyId.Value, problem.At.ToUnixTimeMilliseconds(), problem.Method, problem.Route, problem.Status, problem.Code);
            }

            var forget = writing.Connection.Prepare(
                $"""
                DELETE FROM CallProblems WHERE KeyId = @0 AND Id <= (
                    SELECT Id FROM CallProblems WHERE KeyId = @0 ORDER BY Id DESC LIMIT 1 OFFSET {KeptProblems})
                """);
            foreach (var key in keys)
            {
                forget.Run(key.Value);
            }

            return Task.FromResult<Result<Done>>(default(Done));
        })).OrThrow();
    }

    /// <summary>The latest problems of a key, the latest first.</summary>
    /// <returns>At most <see cref="KeptProblems"/>; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<CallProblem>>> ProblemsAsync(IntegrationKeyId key, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Api) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync<Result<IReadOnlyList<CallProblem>>>(
            async db => await db.CallProblems.Where(problem => problem.KeyId == key).OrderByDescending(problem => problem.Id)
                .Take(KeptProblems).ToListAsync(cancellationToken),
            cancellationToken);
    }

    private sealed class Tally
    {
        public long Calls;
        public long Problems;
        public long LastCallAt;
    }
}
