using System.Globalization;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>A level, and how many customers stand on it.</summary>
/// <param name="Level">The level.</param>
/// <param name="Customers">How many; deleted ones are not counted.</param>
public sealed record TierRow(Tier Level, long Customers);

/// <summary>What a level is to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">The qualifying points that it takes; not asked for the base level.</param>
/// <param name="EntryPoints">Points for whoever reaches it; 0 for none.</param>
/// <param name="EntryMonths">Months after which these expire; null for never.</param>
public sealed record TierDraft(string Name, Points Threshold, Points EntryPoints, int? EntryMonths);

/// <summary>
/// The levels of the programme. A change acts from the next booking or evaluation on, and moves nobody by itself
/// (rule 5.1.9).
/// </summary>
public sealed class TierBook
{
    /// <summary>So many levels at the most.</summary>
    public const int MostTiers = 50;

    private readonly LoyaltyStore _store;

    internal TierBook(LoyaltyStore store) => _store = store;

    /// <summary>All levels from the lowest.</summary>
    /// <returns>The levels; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<TierRow>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        return await _store.ReadAsync(
            connection =>
            {
                var counts = connection.Query(
                    "SELECT TierId, COUNT(*) FILTER (WHERE Status <> 3) FROM Customers GROUP BY TierId",
                    row => (Id: new TierId(row.GetInt64(0)), Customers: row.GetInt64(1))).ToDictionary(count => count.Id, count => count.Customers);
                return (Result<IReadOnlyList<TierRow>>)TierRules.Read(connection)
                    .ConvertAll(level => new TierRow(level, counts.GetValueOrDefault(level.Id)));
            },
            cancellationToken);
    }

    /// <summary>Creates a level.</summary>
    /// <returns>
    /// The level; or, in this order, <see cref="NotAllowed"/>, <see cref="TooManyTiers"/>, <see cref="TierNameMissing"/>,
    /// <see cref="TextTooLong"/>, <see cref="TierNameTaken"/>, <see cref="TierThresholdMissing"/>, <see cref="TooManyPoints"/>,
    /// <see cref="TierThresholdTaken"/>, <see cref="TierEntryNotPositive"/>.
    /// </returns>
    public Task<Result<Tier>> CreateAsync(TierDraft draft, Actor actor) => WriteAsync<Tier>(actor, writing =>
    {
        if (writing.Levels.Count >= MostTiers)
        {
            return new TooManyTiers(MostTiers);
        }

        if (Unfit(writing.Levels, draft, except: null) is { } refusal)
        {
            return refusal;
        }

        // The history and what was given on entry know a level that is gone by its id, so that none is used twice.
        var id = 1 + ((Reads)writing.Connection).Number(
            "SELECT MAX(Id) FROM (SELECT MAX(Id) AS Id FROM Tiers UNION ALL SELECT MAX(ToId) FROM TierChanges UNION ALL SELECT MAX(TierId) FROM TierGrants) used");
        writing.Connection.Prepare("INSERT INTO Tiers (Id, Name, Rank, Threshold, EntryPoints, EntryMonths, Version) VALUES (@0, @1, @2, @3, @4, @5, 1)").Run(
            id, draft.Name.Trim(), writing.Levels.Count, draft.Threshold.Hundredths, draft.EntryPoints.Hundredths, draft.EntryMonths);
        var created = Ranked(writing).Single(level => level.Id.Value == id);
        writing.Audit(actor, "CreateTier", customer: null, before: null, InWords(created));
        return created;
    });

    /// <summary>Changes a level: its name, its threshold, what it gives. The base level keeps its threshold.</summary>
    /// <param name="seen">The level as the operator saw it.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="actor">Who changes it.</param>
    /// <returns>
    /// The level; or, in this order, <see cref="NotAllowed"/>, <see cref="TierNotFound"/>, <see cref="TierEditedMeanwhile"/>, and what
    /// <see cref="CreateAsync"/> refuses from the name on. What is so already changes nothing.
    /// </returns>
    public Task<Result<Tier>> ChangeAsync(Tier seen, TierDraft draft, Actor actor) => WriteAsync<Tier>(actor, writing =>
    {
        if (writing.Levels.FirstOrDefault(level => level.Id == seen.Id) is not { } known)
        {
            return new TierNotFound();
        }

        if (DraftOf(known) == draft)
        {
            return known;
        }

        if (known.Version != seen.Version)
        {
            return new TierEditedMeanwhile();
        }

        draft = known.Rank == 0 ? draft with { Threshold = Points.Zero, EntryPoints = Points.Zero, EntryMonths = null } : draft;
        if (Unfit(writing.Levels, draft, known) is { } refusal)
        {
            return refusal;
        }

        writing.Connection.Prepare("UPDATE Tiers SET Name = @1, Threshold = @2, EntryPoints = @3, EntryMonths = @4, Version = Version + 1 WHERE Id = @0").Run(
            known.Id.Value, draft.Name.Trim(), draft.Threshold.Hundredths, draft.EntryPoints.Hundredths, draft.EntryMonths);
        var changed = Ranked(writing).Single(level => level.Id == known.Id);
        writing.Audit(actor, "ChangeTierLevel", customer: null, InWords(known), InWords(changed));
        return changed;
    });

    /// <summary>Deletes a level on which nobody stands. The history keeps its name. Deleting it twice changes nothing.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="BaseTierStays"/>, <see cref="TierInUse"/>.
    /// </returns>
    public Task<Result<Done>> DeleteAsync(TierId id, Actor actor) => WriteAsync<Done>(actor, writing =>
    {
        if (writing.Levels.FirstOrDefault(level => level.Id == id) is not { } level)
        {
            return default(Done);
        }

        if (level.Rank == 0)
        {
            return new BaseTierStays(level.Name);
        }

        var customers = ((Reads)writing.Connection).Number("SELECT COUNT(*) FROM Customers WHERE TierId = @0", id.Value);
        if (customers > 0)
        {
            return new TierInUse(level.Name, customers);
        }

        writing.Connection.Prepare("DELETE FROM Tiers WHERE Id = @0").Run(id.Value);
        Ranked(writing);
        writing.Audit(actor, "DeleteTier", customer: null, InWords(level), after: null);
        return default(Done);
    });

    private Task<Result<T>> WriteAsync<T>(Actor actor, Func<Writing, Result<T>> change)
        where T : notnull => actor.May(Capability.ManageTiers)
        ? _store.WriteAsync(writing => Task.FromResult(change(writing)))
        : Task.FromResult<Result<T>>(new NotAllowed(Capability.ManageTiers));

    private static Refusal? Unfit(IReadOnlyList<Tier> levels, TierDraft draft, Tier? except)
    {
        var others = levels.Where(level => level.Id != except?.Id).ToList();
        if (string.IsNullOrWhiteSpace(draft.Name))
        {
            return new TierNameMissing();
        }

        if (draft.Name.Trim().Length > Tier.NameLength)
        {
            return new TextTooLong(Tier.NameLength);
        }

        if (others.Exists(other => string.Equals(other.Name, draft.Name.Trim(), StringComparison.OrdinalIgnoreCase)))
        {
            return new TierNameTaken(draft.Name.Trim());
        }

        if (draft.Threshold <= Points.Zero && except?.Rank != 0)
        {
            return new TierThresholdMissing();
        }

        if (draft.Threshold > Points.MostInOneEntry || draft.EntryPoints > Points.MostInOneEntry)
        {
            return new TooManyPoints(Points.MostInOneEntry);
        }

        if (others.Find(other => other.Threshold == draft.Threshold) is { } same)
        {
            return new TierThresholdTaken(draft.Threshold, same.Name);
        }

        return draft.EntryPoints < Points.Zero || draft.EntryMonths is < 1 or > MostMonths ? new TierEntryNotPositive() : null;
    }

    // A hundred years.
    private const int MostMonths = 1_200;

    // The places follow the thresholds. They are unique, so that they are given by way of others.
    private static List<Tier> Ranked(Writing writing)
    {
        writing.Connection.Execute("UPDATE Tiers SET Rank = -1 - Rank WHERE Rank > 0");
        writing.Connection.Execute("UPDATE Tiers SET Rank = (SELECT COUNT(*) FROM Tiers lower WHERE lower.Threshold < Tiers.Threshold) WHERE Rank < 0");
        return TierRules.Read(writing.Connection);
    }

    private static TierDraft DraftOf(Tier level) => new(level.Name, level.Threshold, level.EntryPoints, level.EntryMonths);

    private static string InWords(Tier level) => level.EntryPoints.IsZero
        ? $"{level.Name}, from {level.Threshold} points"
        : $"{level.Name}, from {level.Threshold} points, gives {level.EntryPoints} points for {level.EntryMonths?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"} months";
}
