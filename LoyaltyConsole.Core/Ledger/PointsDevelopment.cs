using System.Globalization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>How a points account has developed, and what time alone will do to it (E-027, E-030, E-032).</summary>
public sealed class PointsDevelopment
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal PointsDevelopment(LoyaltyStore store, IClock clock, ProgrammeBook programme) =>
        (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>The balance by day, week or month. Its last number is the balance that the account shows.</summary>
    /// <returns>The development; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public async Task<Result<Development>> DevelopmentAsync(
        CustomerId customer, DevelopmentQuery query, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var time = (await _programme.SettingsAsync(cancellationToken)).Time;
        var now = Now();
        return await _store.ReadAsync<Result<Development>>(
            connection => Refused(connection, customer) is { } refusal ? refusal : Develop(connection, customer, query, time, now), cancellationToken);
    }

    /// <summary>What unlocks, repays debt, comes back or expires, and when, as far as nothing is booked until then (E-030).</summary>
    /// <returns>The changes; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<FutureChanges>> FutureAsync(CustomerId customer, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<FutureChanges>>(new NotAllowed(Capability.ReadCustomers));
        }

        var now = Now();
        return _store.ReadAsync<Result<FutureChanges>>(
            connection =>
            {
                if (Refused(connection, customer) is { } refusal)
                {
                    return refusal;
                }

                var account = AccountReader.Read(connection, customer);
                account.AdvanceTo(now, now);
                return Outlook.Of(connection, account, now);
            },
            cancellationToken);
    }

    private Instant Now() => _clock.GetCurrentInstant().TruncatedToMilliseconds();

    private static Refusal? Refused(Reads reads, CustomerId customer) =>
        (CustomerStatus)reads.Number("SELECT Status FROM Customers WHERE Id = @0", customer.Value) switch
        {
            CustomerStatus.Active or CustomerStatus.Inactive => null,
            CustomerStatus.Deleted => new CustomerDeleted(),
            _ => new CustomerNotFound(customer),
        };

    private static Development Develop(Reads reads, CustomerId customer, DevelopmentQuery query, ProgrammeTime time, Instant now)
    {
        var account = AccountReader.Read(reads, customer);
        account.AdvanceTo(now, now);
        var unwritten = Unwritten(account);
        var (redeemed, collected) = (RedeemedBy(reads, customer, account), account.FiguresAt(now).Collected);
        var rate = collected > Points.Zero ? redeemed.Value / collected.Value : (decimal?)null;
        var (step, days) = Days(reads, customer, query, time, now);
        if (days.Count == 0)
        {
            return new Development(step, Points.Zero, [], redeemed, rate);
        }

        var today = time.Today(now);
        var starts = days.Select(day => time.StartOf(day).ToUnixTimeMilliseconds()).ToList();
        var last = query.To is { } to && to < today ? to : today;
        var ends = starts.Skip(1).Append(last == today ? long.MaxValue : time.EndOf(last).ToUnixTimeMilliseconds()).ToList();
        var sums = SumsOf(reads, customer, starts, ends);
        var before = new Points(reads.Number(
            "SELECT SUM(Points) FROM LedgerEntries WHERE CustomerId = @0 AND EffectiveAt < @1 AND Status = 1", customer.Value, starts[0]))
            + Sum(unwritten.Where(change => change.At < starts[0]).Select(change => change.Points));
        var points = new List<DevelopmentPoint>(days.Count);
        var balance = before;
        foreach (var (index, day) in days.Index())
        {
            var (credited, deducted) = sums.GetValueOrDefault(index);
            var since = unwritten.Where(change => change.At >= starts[index] && change.At < ends[index]).ToList();
            credited += Sum(since.Where(change => change.IsCredit).Select(change => change.Points));
            deducted += Sum(since.Where(change => !change.IsCredit).Select(change => change.Points));
            balance += credited + deducted;
            points.Add(new DevelopmentPoint(day, index + 1 < days.Count ? days[index + 1].PlusDays(-1) : last, credited, deducted, balance));
        }

        return new Development(step, before, points, redeemed, rate);
    }

    // What time has done and no job has written down yet: what expired, and redemptions that are void.
    private static List<(long At, Points Points, bool IsCredit)> Unwritten(PointsAccount account) =>
    [
        .. account.NewEntries.Select(entry => (entry.EffectiveAt.ToUnixTimeMilliseconds(), entry.Points, entry.Points > Points.Zero)),
        .. account.Settlements
            .Where(settled => settled.State == RedemptionState.Lapsed)
            .Select(settled => (settled.Entry.EffectiveAt.ToUnixTimeMilliseconds(), -settled.Entry.Points, false)),
    ];

    private static Points RedeemedBy(Reads reads, CustomerId customer, PointsAccount account) => new Points(reads.Number(
        """
        SELECT -SUM(e.Points) FROM LedgerEntries e LEFT JOIN LedgerEntries c ON c.Id = e.CorrectsId
        WHERE e.CustomerId = @0 AND e.Status = 1 AND (e.Kind IN (7, 14) OR (e.Kind = 15 AND c.Kind = 7))
        """,
        customer.Value)) + Sum(account.Settlements.Where(settled => settled.State == RedemptionState.Lapsed).Select(settled => settled.Entry.Points));

    // The first day of each point.
    private static (DevelopmentStep Step, List<LocalDate> Days) Days(
        Reads reads, CustomerId customer, DevelopmentQuery query, ProgrammeTime time, Instant now)
    {
        var today = time.Today(now);
        var first = reads.Query(
            "SELECT MIN(EffectiveAt) FROM LedgerEntries WHERE CustomerId = @0 AND Status = 1", row => row.LongOrNull(0).ToInstant(), customer.Value)[0];
        var to = query.To is { } asked && asked < today ? asked : today;
        var from = query.From ?? (first is { } began ? time.Today(began) : to);
        if (first is null || from > to)
        {
            return (query.Step, []);
        }

        foreach (var step in Enum.GetValues<DevelopmentStep>().Where(step => step >= query.Step))
        {
            var days = new List<LocalDate>();
            for (var day = StartOf(from, step); day <= to && days.Count <= DevelopmentQuery.MostPoints; day = Next(day, step))
            {
                days.Add(day);
            }

            if (days.Count <= DevelopmentQuery.MostPoints)
            {
                return (step, days);
            }
        }

        // Longer than any step can show: the latest months.
        var month = StartOf(to, DevelopmentStep.Month);
        return (DevelopmentStep.Month, [.. Enumerable.Range(0, DevelopmentQuery.MostPoints).Select(back => month.PlusMonths(back + 1 - DevelopmentQuery.MostPoints))]);
    }

    private static LocalDate StartOf(LocalDate day, DevelopmentStep step) => step switch
    {
        DevelopmentStep.Day => day,
        DevelopmentStep.Week => day.PlusDays(1 - (int)day.DayOfWeek),
        DevelopmentStep.Month => new LocalDate(day.Year, day.Month, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static LocalDate Next(LocalDate day, DevelopmentStep step) => step switch
    {
        DevelopmentStep.Day => day.PlusDays(1),
        DevelopmentStep.Week => day.PlusWeeks(1),
        DevelopmentStep.Month => day.PlusMonths(1),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    // Local days are not equally long, so that their bounds are given rather than computed.
    private static Dictionary<int, (Points Credited, Points Deducted)> SumsOf(Reads reads, CustomerId customer, List<long> starts, List<long> ends)
    {
        var bounds = string.Join(',', starts.Zip(ends).Select((bound, index) => string.Create(CultureInfo.InvariantCulture, $"({index},{bound.First},{bound.Second})")));
        return reads.Query(
            $"""
            WITH Bounds (N, S, E) AS (VALUES {bounds})
            SELECT b.N, SUM(CASE WHEN e.Points > 0 THEN e.Points ELSE 0 END), SUM(CASE WHEN e.Points < 0 THEN e.Points ELSE 0 END) FROM Bounds b
            JOIN LedgerEntries e ON e.CustomerId = @0 AND e.EffectiveAt >= b.S AND e.EffectiveAt < b.E AND e.Status = 1
            GROUP BY b.N
            """,
            row => (N: row.GetInt32(0), Credited: new Points(row.GetInt64(1)), Deducted: new Points(row.GetInt64(2))),
            customer.Value).ToDictionary(row => row.N, row => (row.Credited, row.Deducted));
    }

    private static Points Sum(IEnumerable<Points> points) => points.Aggregate(Points.Zero, (sum, part) => sum + part);
}
