using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>What a rehearsal foretells of a customer.</summary>
public enum TierMove
{
    /// <summary>A lower level.</summary>
    Down,

    /// <summary>A higher level.</summary>
    Up,

    /// <summary>The level was missed, and is kept for the grace period.</summary>
    Grace,
}

/// <summary>What a recalculation would do, without doing it (X10).</summary>
/// <param name="MadeAt">When it was made; what is booked afterwards is not in it.</param>
/// <param name="Until">Up to when time acts in it.</param>
/// <param name="Processed">Customers who were looked at.</param>
/// <param name="Counts">How many move in which direction; all of them, even where not all are listed.</param>
public sealed record TierRehearsal(Instant MadeAt, Instant Until, long Processed, IReadOnlyDictionary<TierMove, int> Counts)
{
    /// <summary>At most so many are listed.</summary>
    public const int MostListed = 100_000;

    internal IReadOnlyList<Foretold> Moves { get; init; } = [];
}

/// <summary>A customer whose level would move.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Name">First and last name; null for a guest of whom none is known.</param>
/// <param name="RefId">The reference id.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="IsRegistered">Whether the customer has an account with the shop.</param>
/// <param name="Move">In which direction.</param>
/// <param name="From">The level now.</param>
/// <param name="To">The level then.</param>
/// <param name="At">When.</param>
/// <param name="Qualifying">The qualifying points then, as far as they are known now.</param>
/// <param name="Threshold">What it takes to keep the level, or to reach the higher one.</param>
public sealed record TierMover(
    CustomerId Customer, string? Name, string? RefId, string? Email, bool IsRegistered, TierMove Move, Tier From, Tier To, Instant At, Points Qualifying, Points Threshold)
{
    /// <summary>How many points are missing; none for who rises.</summary>
    public Points Missing => Points.Max(Points.Zero, Threshold - Qualifying);
}

internal readonly record struct Foretold(CustomerId Customer, TierMove Move, TierId From, TierId To, Instant At, Points Qualifying, Points Threshold);

public sealed partial class TierRecalculation
{
    private const int RehearsedAtATime = 1_000;

    // Each may read a million accounts: one at a time is enough.
    private readonly SemaphoreSlim _rehearsing = new(1);

    /// <summary>What a recalculation would do, by the same rules; writes nothing (rule 5.6.8, X10).</summary>
    /// <param name="on">Up to the end of this local day, by what is known now; null, or a day that has begun, for now.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The rehearsal; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<TierRehearsal>> RehearseAsync(LocalDate? on, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        await _rehearsing.WaitAsync(cancellationToken);
        try
        {
            return await RehearseAsync(on, cancellationToken);
        }
        finally
        {
            _rehearsing.Release();
        }
    }

    /// <summary>One page of whom a rehearsal found, the earliest move first.</summary>
    /// <param name="rehearsal">The rehearsal.</param>
    /// <param name="move">Only these; null for all.</param>
    /// <param name="window">Which part.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<Page<TierMover>>> MoversAsync(
        TierRehearsal rehearsal, TierMove? move, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var bounded = window.Bounded();
        var matching = rehearsal.Moves.Where(found => move is null || found.Move == move).ToList();
        var shown = matching.Skip(bounded.Skip).Take(bounded.Take).ToList();
        var count = rehearsal.Counts.Where(found => move is null || found.Key == move).Sum(found => found.Value);
        return await _store.ReadAsync(
            connection =>
            {
                var levels = TierRules.Read(connection);
                var people = connection.Query(
                    $"SELECT Id, Name, RefId, Email, IsRegistered FROM Customers WHERE Id IN ({string.Join(',', shown.Select(found => found.Customer))})",
                    row => (
                        Id: new CustomerId(row.GetInt64(0)), Name: row.TextOrNull(1), RefId: row.TextOrNull(2), Email: row.TextOrNull(3),
                        IsRegistered: row.GetBoolean(4))).ToDictionary(person => person.Id);

                // A level or a customer may have gone since.
                var rows = shown
                    .Where(found => people.ContainsKey(found.Customer))
                    .Select(found => (
                        Found: found, Who: people[found.Customer], From: levels.Find(level => level.Id == found.From), To: levels.Find(level => level.Id == found.To)))
                    .Where(row => row is { From: not null, To: not null })
                    .Select(row => new TierMover(
                        row.Found.Customer, row.Who.Name, row.Who.RefId, row.Who.Email, row.Who.IsRegistered, row.Found.Move,
                        row.From!, row.To!, row.Found.At, row.Found.Qualifying, row.Found.Threshold));
                return new Page<TierMover>([.. rows], Math.Min(count, matching.Count), count > matching.Count);
            },
            cancellationToken);
    }

    private async Task<TierRehearsal> RehearseAsync(LocalDate? on, CancellationToken cancellationToken)
    {
        var now = Now();
        var settings = await _programme.SettingsAsync(cancellationToken);
        var until = on is { } day ? Instant.Max(now, settings.Time.EndOf(day) - Duration.FromMilliseconds(1)) : now;
        var (rules, candidates) = await _store.ReadAsync(
            connection =>
            {
                var rules = new TierRules(settings, TierRules.Read(connection));
                return (rules, TierCandidates.Find(connection, rules, until).Customers);
            },
            cancellationToken);
        var (moves, counts) = (new List<Foretold>(), new Dictionary<TierMove, int>());
        foreach (var chunk in candidates.Chunk(RehearsedAtATime))
        {
            foreach (var found in await _store.ReadAsync(connection => Foretell(connection, rules, chunk, now, until), cancellationToken))
            {
                counts[found.Move] = counts.GetValueOrDefault(found.Move) + 1;
                if (moves.Count < TierRehearsal.MostListed)
                {
                    moves.Add(found);
                }
            }
        }

        return new TierRehearsal(now, until, candidates.Count, counts)
        {
            Moves = [.. moves.OrderBy(found => found.At).ThenBy(found => found.Customer.Value)],
        };
    }

    private static List<Foretold> Foretell(Reads reads, TierRules rules, CustomerId[] customers, Instant now, Instant until)
    {
        var found = new List<Foretold>();
        foreach (var course in TierReader.Courses(reads, rules, customers, now))
        {
            var from = course.Level;
            course.CatchUp(now);
            course.AdvanceTo(until, [.. course.Moves(now, until), until]);
            var to = course.Level;
            var last = to.Id != from.Id
                ? course.Steps.LastOrDefault(step => step.To.Id == to.Id && step.From.Id != to.Id)
                : course.Standing.KeptUntil is null ? null : course.Steps.LastOrDefault(step => step.Cause == TierCause.GraceBegun);
            if (last is not null)
            {
                var move = to.Rank > from.Rank ? TierMove.Up : to.Rank < from.Rank ? TierMove.Down : TierMove.Grace;
                found.Add(new Foretold(course.Standing.Customer, move, from.Id, to.Id, last.At, last.Qualifying, last.Threshold));
            }
        }

        return found;
    }
}
