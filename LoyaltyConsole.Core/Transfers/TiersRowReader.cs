using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What a row of a file of levels asks for; what it does not name stays.</summary>
/// <param name="Tier">The level; null to keep it.</param>
/// <param name="Locks">Whether it is locked; null to keep what locks it.</param>
/// <param name="LocksUntil">When the lock ends; null for no end, or for the one that it has.</param>
internal readonly record struct TierDemand(TierId? Tier, bool? Locks, Instant? LocksUntil);

/// <summary>A row of a file of levels as it was read, and what it would do.</summary>
internal sealed record TiersRow(long Line, CustomerNames Names, TierDemand Demand, string? Note, string Cells)
    : StagedRow(Line, Names, Cells)
{
    /// <summary>Where the customer stands; null as long as nobody has looked.</summary>
    public TierStanding? Before { get; set; }

    /// <summary>Where the customer would stand.</summary>
    public TierStanding? After { get; set; }
}

/// <summary>Turns rows of a file into <see cref="TiersRow"/>s. An empty cell says nothing: it changes nothing.</summary>
internal sealed class TiersRowReader(ColumnMapping mapping, DateFormat dateFormat, TierRules rules) : ImportRowReader(mapping)
{
    private readonly int?[] _names = [.. PointsFields.OfCustomer.Select(field => mapping[field])];
    private readonly int? _tier = mapping[TierFields.Tier];
    private readonly int? _lock = mapping[TierFields.Lock];
    private readonly int? _lockedUntil = mapping[TierFields.LockedUntil];
    private readonly int? _note = mapping[TierFields.InternalReason];
    private readonly string _levels = string.Join(", ", rules.Levels.Select(level => level.Name));

    public TiersRow Read(CsvRecord row)
    {
        if (IsFlawed(row, out var flaw))
        {
            return new TiersRow(row.Line, new CustomerNames(null, null, null, null, null), default, null, Cells(row)) { Problem = flaw };
        }

        var names = new CustomerNames(
            Id(row, _names[0], 20), Id(row, _names[1], Customer.ShortLength), Text(row, _names[2], Customer.ShortLength),
            Id(row, _names[3], Customer.PartLength), Text(row, _names[4], Customer.ShortLength));
        var demand = new TierDemand(
            Level(row),
            _lock is { } locks && !row[locks].IsWhiteSpace() ? YesOrNo(row, locks) : null,
            _lockedUntil is { } until && !row[until].IsWhiteSpace() ? rules.LockedUntil(Date(row, until, dateFormat)) : null);
        var read = new TiersRow(row.Line, names, demand, Text(row, _note, TierChange.NoteLength), Cells(row));
        Problem ??= names.Shown is null ? new ImportProblem(ImportReason.NoCustomer, null, null)
            : demand == default ? new ImportProblem(ImportReason.NoTierNamed, null, names.Shown)
            : demand is { Locks: false, LocksUntil: not null } ? new ImportProblem(ImportReason.LockEndWithoutLock, Column(_lockedUntil), Shown(row, _lockedUntil!.Value))
            : null;
        read.Problem = Problem;
        return read;
    }

    private TierId? Level(CsvRecord row)
    {
        if (_tier is not { } column || row[column].IsWhiteSpace())
        {
            return null;
        }

        var name = SearchKeys.Fold(row[column].ToString());
        if (rules.Levels.FirstOrDefault(level => string.Equals(SearchKeys.Fold(level.Name), name, StringComparison.Ordinal)) is { } found)
        {
            return found.Id;
        }

        Problem ??= new ImportProblem(ImportReason.UnknownTier, Shown(row, column).Trim(), _levels);
        return null;
    }
}
