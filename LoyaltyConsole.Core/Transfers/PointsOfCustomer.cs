using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A staged row of points.</summary>
internal sealed record StagedPoints(
    long Line, CustomerId Customer, PointsMode Mode, Points Points, Instant? LockedUntil, Instant? ValidUntil, string? Identifier)
{
    public string? InternalReason { get; init; }

    public string? CustomerText { get; init; }
}

/// <summary>An account as a booking left it, and what else tells whether a credit on it is plain.</summary>
internal sealed record StagedAccount(
    CustomerId Customer, Points Balance, Points Locked, Points Debt, Points Collected, Instant? NextChangeAt, TierId Tier, bool IsInGrace,
    bool HasUnallocated, CustomerStatus Status, bool HasLeft)
{
    /// <summary>What is read of an account.</summary>
    public const string Columns =
        """
        a.Balance, a.Locked, a.Debt, a.Collected, a.NextChangeAt, c.TierId, c.TierKeptUntil IS NOT NULL,
        EXISTS (SELECT 1 FROM LedgerEntries e WHERE e.CustomerId = c.Id AND (e.IsDebt = 1 OR e.IsUnallocated = 1) AND e.IsUnallocated = 1),
        c.Status, c.LeftAt IS NOT NULL
        """;

    /// <summary>Whether the account is as its row says, and a credit touches nothing else on it (see <see cref="PlainExpiry"/>).</summary>
    public bool IsPlainAt(Instant now) => Debt.IsZero && !HasUnallocated && (NextChangeAt is null || NextChangeAt > now);

    /// <summary>The accounts of some customers.</summary>
    public static Dictionary<CustomerId, StagedAccount> Of(Reads reads, IEnumerable<CustomerId> customers) => reads.Query(
        $"""
        SELECT CAST(j.value AS BIGINT), {Columns} FROM json_each(@0) j CROSS JOIN Accounts a ON a.CustomerId = CAST(j.value AS BIGINT) CROSS JOIN Customers c ON c.Id = CAST(j.value AS BIGINT)
        """,
        row => Of(row, new CustomerId(row.GetInt64(0)), 1),
        $"[{string.Join(',', customers.Select(customer => customer.Value))}]").ToDictionary(account => account.Customer);

    /// <summary>What a row says of an account from a column on.</summary>
    public static StagedAccount Of(StoredRow row, CustomerId customer, int at) => new(
        customer, new Points(row.GetInt64(at)), new Points(row.GetInt64(at + 1)), new Points(row.GetInt64(at + 2)), new Points(row.GetInt64(at + 3)),
        row.LongOrNull(at + 4).ToInstant(), new TierId(row.GetInt64(at + 5)), row.GetBoolean(at + 6), row.GetBoolean(at + 7),
        (CustomerStatus)row.GetInt32(at + 8), row.GetBoolean(at + 9));

    /// <summary>Whether so much more collected could raise the customer (see <see cref="TierAscent"/>).</summary>
    public bool CouldRise(IReadOnlyList<Tier> levels, Points more)
    {
        var level = levels.First(level => level.Id == Tier);
        var next = IsInGrace ? level : levels.FirstOrDefault(other => other.Rank > level.Rank);
        return next is not null && levels.Count > 1 && Collected + more >= Points.Max(next.Threshold, levels[1].Threshold);
    }
}

/// <summary>The rows of a customer, with the account that they move.</summary>
internal sealed record CustomerPoints(StagedAccount Account, List<StagedPoints> Rows)
{
    private const string Waiting =
        $"""
        SELECT p.Line, p.CustomerId, p.Mode, p.Points, p.LockedUntil, p.ValidUntil, p.Identifier, p.InternalReason, p.CustomerText, {StagedAccount.Columns}
        FROM ImportedPoints p
            CROSS JOIN Accounts a ON a.CustomerId = p.CustomerId CROSS JOIN Customers c ON c.Id = p.CustomerId
        WHERE p.ImportId = @0 AND p.State = 1
        """;

    /// <summary>Whether all rows are credits that nothing refuses, so that their sums say everything.</summary>
    public bool IsPlainAt(Instant now) => Account.IsPlainAt(now) && Rows.TrueForAll(row =>
        row.Mode is PointsMode.Add && row.Points > Points.Zero && !(row.ValidUntil <= now) && !(LockAt(row, now) >= row.ValidUntil));

    public Points Sum => Rows.Aggregate(Points.Zero, (sum, row) => sum + row.Points);

    /// <summary>A lock that has passed locks nothing.</summary>
    public static Instant? LockAt(StagedPoints row, Instant now) => row.LockedUntil <= now ? null : row.LockedUntil;

    /// <summary>The rows that wait to be booked, customer by customer, behind a row.</summary>
    /// <param name="reads">The store.</param>
    /// <param name="import">The import.</param>
    /// <param name="customer">Behind this customer's row of that line.</param>
    /// <param name="line">The line; the last of them all for none of that customer.</param>
    /// <param name="most">At most so many rows.</param>
    public static List<CustomerPoints> Behind(Reads reads, ImportId import, CustomerId customer, long line, int most) =>
        Grouped(reads.Query($"{Waiting} AND (p.CustomerId, p.Line) > (@1, @2) ORDER BY p.CustomerId, p.Line LIMIT @3", Of, import.Value, customer.Value, line, most));

    private static List<CustomerPoints> Grouped(List<(StagedPoints Row, StagedAccount Account)> rows)
    {
        // They come customer by customer.
        var found = new List<CustomerPoints>();
        foreach (var (row, account) in rows)
        {
            if (found.Count == 0 || found[^1].Account.Customer != row.Customer)
            {
                found.Add(new CustomerPoints(account, []));
            }

            found[^1].Rows.Add(row);
        }

        return found;
    }

    /// <summary>Books a row on an account in memory, by the rules of a manual adjustment.</summary>
    /// <returns>What was booked; or why the row stays out.</returns>
    public static (Booked? Booked, ImportProblem? Problem) Book(
        PointsAccount account, StagedPoints row, Import import, ImportOptions options, ProgrammeSettings settings, string actor, Instant now)
    {
        var isLess = row.Mode is PointsMode.Reset && row.Points < account.FiguresAt(now).Balance;
        var adjustment = new Adjustment(
            Guid.CreateVersion7(), row.Customer, Adjustment.Unseen, Points.Zero,
            row.Mode is PointsMode.Reset ? AdjustmentDoor.ActualBalance : AdjustmentDoor.AddOrSubtract, row.Points)
        {
            Integration = options.Integration is null ? null : import.IntegrationId,
            Import = import.Id,
            Reason = options.Reason,

            // A balance that is set to less than it is asks for no lot, whatever the column says of lots.
            LockedUntil = isLess ? null : row.LockedUntil,
            ValidUntil = isLess ? null : row.ValidUntil,
            InternalReason = row.InternalReason,
            CustomerText = row.CustomerText,
        };
        return AdjustmentRules.Apply(account, adjustment, settings, actor, now).Succeeded(out var booked, out var refusal)
            ? (booked, null)
            : (null, Problem(refusal, row));
    }

    private static ImportProblem Problem(Refusal refusal, StagedPoints row) => refusal switch
    {
        NothingToAdjust => new ImportProblem(ImportReason.NothingToBook, null, null),
        TooManyPoints => new ImportProblem(ImportReason.TooManyPoints, null, row.Points.ToString()),
        ValidityInThePast => new ImportProblem(ImportReason.ValidityOver, null, null),
        LockedBeyondValidity => new ImportProblem(ImportReason.LockedBeyondValidity, null, null),
        DatesOnlyForCredits => new ImportProblem(ImportReason.DatesOnlyForCredits, null, null),
        NotEnoughPoints lacking => new ImportProblem(ImportReason.NotEnoughPoints, null, lacking.Possible.ToString()),
        _ => throw new InvalidOperationException($"Line {row.Line} was refused: {refusal}"),
    };

    private static (StagedPoints Row, StagedAccount Account) Of(StoredRow row)
    {
        var customer = new CustomerId(row.GetInt64(1));
        return (
            new StagedPoints(
                row.GetInt64(0), customer, (PointsMode)row.GetInt32(2), new Points(row.GetInt64(3)), row.LongOrNull(4).ToInstant(),
                row.LongOrNull(5).ToInstant(), row.TextOrNull(6))
            {
                InternalReason = row.TextOrNull(7),
                CustomerText = row.TextOrNull(8),
            },
            StagedAccount.Of(row, customer, 9));
    }
}

/// <summary>What was booked under an identifier before.</summary>
internal static class BookedBefore
{
    /// <summary>Why a row stays out whose identifier is booked already; null for one that is not.</summary>
    public static ImportProblem? Find(Reads reads, StagedPoints row)
    {
        if (row.Identifier is null)
        {
            return null;
        }

        var known = reads.Query(
            "SELECT CustomerId, Mode, Points FROM ImportedPoints WHERE Identifier = @0 AND Identifier IS NOT NULL AND State = 4",
            found => (Customer: found.LongOrNull(0), Mode: (PointsMode)found.GetInt32(1), Points: new Points(found.GetInt64(2))),
            row.Identifier);
        return known switch
        {
            [] => null,
            [var same] when same == (row.Customer.Value, row.Mode, row.Points) => new ImportProblem(ImportReason.AlreadyRecorded, null, row.Identifier),
            _ => new ImportProblem(ImportReason.IdentifierDiffers, null, row.Identifier),
        };
    }
}
