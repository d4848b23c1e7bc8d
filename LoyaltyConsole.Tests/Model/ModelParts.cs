using NodaTime;

namespace LoyaltyConsole.Tests.Model;

/// <summary>What points were credited or taken for.</summary>
internal enum ModelKind
{
    OrderBase,
    Revenue,
    Category,
    Item,
    ManualCredit,
    ManualDebit,
    Redemption,
    TakenBack,
}

/// <summary>How far a credit note may go (rule 5.4.5).</summary>
internal enum ModelReturnsPolicy
{
    OnlyPending,
    WithinBalance,
    Unlimited,
}

/// <summary>A campaign: what it pays for, and how its points are locked and run out.</summary>
internal sealed record ModelCampaign(
    ModelKind Source, decimal Rate, int LockDays = 0, int? ValidityMonths = null, Instant? StartsAt = null, Instant? EndsAt = null)
{
    /// <summary>The category or the article number that it pays for.</summary>
    public string? Only { get; init; }

    /// <summary>Whether a line of an order is one that it pays for.</summary>
    public bool PaysFor(ModelPosition position) => Source switch
    {
        ModelKind.Category => string.Equals(position.Category, Only, StringComparison.OrdinalIgnoreCase),
        ModelKind.Item => string.Equals(position.Sku, Only, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    public bool PaysFor(Instant placedAt) => (StartsAt is null || StartsAt <= placedAt) && (EndsAt is null || placedAt < EndsAt);
}

/// <summary>What the programme is set to.</summary>
internal sealed record ModelRules
{
    public string Zone { get; init; } = "Europe/Berlin";

    public ModelTierRules Tiers { get; init; } = new();

    public int Decimals { get; init; }

    public bool AllowsNegativeBalance { get; init; }

    /// <summary>Manual deductions touch no lot until one runs out (rule 5.1.7).</summary>
    public bool DeductsUnallocated { get; init; }

    public int ReservationMinutes { get; init; } = 15;

    public ModelReturnsPolicy Returns { get; init; } = ModelReturnsPolicy.Unlimited;

    /// <summary>By default those of the programme as it is first created.</summary>
    public IReadOnlyList<ModelCampaign> Campaigns { get; init; } = [new ModelCampaign(ModelKind.Revenue, 1m, ValidityMonths: 24)];

    public decimal Rounded(decimal points) => Math.Round(points, Decimals, MidpointRounding.AwayFromZero);

    public override string ToString() =>
        $"{Zone}, {Decimals} decimals, negative {AllowsNegativeBalance}, unallocated {DeductsUnallocated}, {ReservationMinutes} minutes, returns {Returns}, {Tiers}, {string.Join(", ", Campaigns)}";
}

/// <summary>The seven figures (rule 5.1.11).</summary>
internal sealed record ModelFigures(
    decimal Collected, decimal Expired, decimal ExpiringIn30Days, decimal Total, decimal Locked, decimal Redeemable, decimal Debt);

/// <summary>Points that were credited, and what is left of them (rule 5.1.3).</summary>
internal sealed record ModelLot(int Number, ModelKind Kind, decimal Amount, Instant EarnedAt, Instant? LockedUntil, Instant? ValidUntil, string? Order)
{
    public decimal Remaining { get; set; } = Amount;

    /// <summary>What credit notes took back of it, wherever the points came from.</summary>
    public decimal TakenBack { get; set; }

    public decimal Expired { get; set; }

    /// <summary>A compensating entry took it (X9).</summary>
    public bool IsReversed { get; set; }

    /// <summary>Whether it qualifies for levels (rule 5.6.1).</summary>
    public bool Qualifies { get; init; } = true;

    /// <summary>What it still holds to its name, whoever has spent it: what can be taken back (rules 5.4.3, 5.4.4).</summary>
    public decimal Held => Math.Max(0m, Amount - TakenBack - Expired);

    /// <summary>The first instant at which it can be spent.</summary>
    public Instant OpenFrom => LockedUntil is { } locked ? Instant.Max(EarnedAt, locked) : EarnedAt;

    public bool IsLockedAt(Instant at) => at < LockedUntil && at < ValidUntil.OrNever();

    public bool IsRedeemableAt(Instant at) => at >= OpenFrom && at < ValidUntil.OrNever();

    public bool HasRunOutAt(Instant at) => ValidUntil <= at;
}

/// <summary>
/// Points that were taken, and from which lots; what no lot gave is owed (rules 5.1.4 and 5.4.6), or sits beside the lots
/// until one of them runs out (rule 5.1.7).
/// </summary>
internal sealed record ModelDebit(int Number, ModelKind Kind, decimal Amount, Instant At, bool IsUnallocated = false)
{
    public List<(int Lot, decimal Points)> Taken { get; init; } = [];

    public decimal Owed { get; set; }

    /// <summary>Whether it lowers what qualifies for levels (rule 5.6.1).</summary>
    public bool Qualifies { get; set; }

    /// <summary>For a redemption that waits for its coupon code: void from then on (rule 5.3.2).</summary>
    public Instant? ReservedUntil { get; set; }

    /// <summary>It is void, or was taken back on purpose: no trace of it in any figure.</summary>
    public bool IsDiscarded { get; set; }

    /// <summary>Its coupon code was not used in time.</summary>
    public bool IsLapsed { get; set; }

    /// <summary>A compensating entry gave its points back (X9).</summary>
    public bool IsReversed { get; set; }

    /// <summary>The order on which its coupon code was used, as the shop names it.</summary>
    public string? Order { get; set; }

    /// <summary>What was given back because that order was returned (rule 5.4.8).</summary>
    public decimal GivenBack { get; set; }

    public ModelDebit Copy() => this with { Taken = [.. Taken] };
}

/// <summary>A line of an order.</summary>
internal sealed record ModelPosition(string Sku, string? Category, decimal Quantity, decimal UnitPrice)
{
    public decimal Value => Quantity * UnitPrice;
}

/// <summary>An order, and how much of it came back.</summary>
internal sealed record ModelOrder(string Ref, IReadOnlyList<ModelPosition> Positions)
{
    public decimal Total => Positions.Sum(position => position.Value);

    /// <summary>The goods' value that came back.</summary>
    public decimal Returned { get; set; }

    /// <summary>How many of each line came back, where a credit note said so.</summary>
    public decimal[] ReturnedPieces { get; } = new decimal[Positions.Count];

    /// <summary>The goods' value of those pieces.</summary>
    public decimal ReturnedValue => Enumerable.Range(0, Positions.Count).Sum(line => ReturnedPieces[line] * Positions[line].UnitPrice);

    /// <summary>The lots that it earned, each with the lines that earned it.</summary>
    public List<(int Lot, IReadOnlyList<int> Lines)> Earned { get; } = [];

    /// <summary>
    /// What its points were earned for: the order, its revenue, and each campaign for a category or an item by itself, since
    /// these look at lines of their own (rule 5.4.2).
    /// </summary>
    public IEnumerable<(ModelKind Kind, IReadOnlyList<ModelLot> Lots, IReadOnlyList<int> Lines)> Sources(ModelAccount account) => Earned
        .Select(earned => (Lot: account.Lots[earned.Lot], earned.Lines))
        .GroupBy(earned => (earned.Lot.Kind, Alone: earned.Lot.Kind is ModelKind.Category or ModelKind.Item ? earned.Lot.Number : 0))
        .OrderBy(source => source.Key.Kind)
        .Select(source => (source.Key.Kind, (IReadOnlyList<ModelLot>)[.. source.Select(earned => earned.Lot)], source.First().Lines));

    public bool IsWhollyReturned => Returned >= Total;

    public int Line(string sku) => Positions.ToList().FindIndex(position => string.Equals(position.Sku, sku, StringComparison.Ordinal));

    /// <summary>
    /// How much of what some lines earned is to go back. What came back as an amount, without saying which lines, counts for
    /// each of them pro rata. It multiplies before it divides, so that nothing is lost before the rounding.
    /// </summary>
    public decimal Due(decimal earned, IReadOnlyList<int> lines, bool byPieces)
    {
        decimal Weight(int line) => byPieces ? 1m : Positions[line].UnitPrice;
        var (returned, worth) = (lines.Sum(line => ReturnedPieces[line] * Weight(line)), lines.Sum(line => Positions[line].Quantity * Weight(line)));
        return Math.Min(earned, earned * ((returned * Total) + ((Returned - ReturnedValue) * worth)) / (worth * Total));
    }
}

/// <summary>What the programme answers: how many points moved, or the name of the refusal.</summary>
internal readonly record struct ModelAnswer(decimal Points, string? Refusal = null)
{
    public static implicit operator ModelAnswer(string refusal) => new(0m, refusal);

    public static implicit operator ModelAnswer(decimal points) => new(points);

    public override string ToString() => Refusal ?? $"{Points}";
}

internal static class ModelInstants
{
    public static Instant OrNever(this Instant? instant) => instant ?? Instant.MaxValue;
}
