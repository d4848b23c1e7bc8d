using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>What was booked of one kind within a time.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Points">Its sum, with its sign.</param>
/// <param name="Entries">How many entries that is.</param>
public sealed record BookedKind(EntryKind Kind, Points Points, long Entries);

/// <summary>A week of the programme, from Monday to Sunday.</summary>
/// <param name="From">Its Monday.</param>
/// <param name="Collected">What was credited for orders, by hand or by a campaign.</param>
/// <param name="Redeemed">What was redeemed and not given back.</param>
public sealed record ProgrammeWeek(LocalDate From, Points Collected, Points Redeemed);

/// <summary>What runs out within a month, as far as nothing uses it before.</summary>
/// <param name="From">The first day of the month, or today.</param>
/// <param name="Points">How many points.</param>
/// <param name="Customers">Of how many customers.</param>
public sealed record ExpiringMonth(LocalDate From, Points Points, long Customers);

/// <summary>How many customers changed from one level to another.</summary>
/// <param name="From">The level they left, as it was called then.</param>
/// <param name="To">The level they came to.</param>
/// <param name="Customers">How many.</param>
public sealed record TierMovement(string From, string To, long Customers);

/// <summary>The programme as a whole at one instant.</summary>
/// <param name="At">The instant.</param>
/// <param name="Members">How many customers are active.</param>
/// <param name="NewMembers">How many enrolled this month.</param>
/// <param name="Total">All points that customers hold, locked ones included.</param>
/// <param name="Locked">How many of them are locked.</param>
/// <param name="Debt">What customers owe.</param>
/// <param name="Indebted">How many customers owe something.</param>
/// <param name="ThisMonth">What was booked this month, by kind.</param>
/// <param name="LastMonth">What was booked last month up to the same day, by kind.</param>
/// <param name="RedemptionRate">What was redeemed in the last twelve months of what was collected; null where nothing was.</param>
/// <param name="Weeks">The last twelve weeks, this one last.</param>
/// <param name="Expiring">The next twelve months, this one first.</param>
/// <param name="ExpiringSoon">What runs out within 30 days.</param>
/// <param name="TierMoves">Who changed level within the last 30 days, the most frequent first.</param>
public sealed record ProgrammeFigures(
    Instant At, long Members, long NewMembers, Points Total, Points Locked, Points Debt, long Indebted, IReadOnlyList<BookedKind> ThisMonth,
    IReadOnlyList<BookedKind> LastMonth, decimal? RedemptionRate, IReadOnlyList<ProgrammeWeek> Weeks, IReadOnlyList<ExpiringMonth> Expiring,
    ExpiringMonth ExpiringSoon, IReadOnlyList<TierMovement> TierMoves)
{
    /// <summary>Sums what was credited for orders, by hand or by a campaign.</summary>
    public static Points CollectedOf(IEnumerable<BookedKind> booked) => Sum(booked, IsCollected);

    /// <summary>Sums what was redeemed and not given back.</summary>
    public static Points RedeemedOf(IEnumerable<BookedKind> booked) => -Sum(booked, IsRedeemed);

    /// <summary>Whether a kind is credited for orders, by hand or by a campaign.</summary>
    public static bool IsCollected(EntryKind kind) => kind is EntryKind.OrderBase or EntryKind.Revenue or EntryKind.Category or EntryKind.Item
        or EntryKind.ManualCredit or EntryKind.Enrolment or EntryKind.Birthday or EntryKind.Campaign or EntryKind.Coupon;

    /// <summary>Whether a kind redeems points, or gives redeemed ones back.</summary>
    public static bool IsRedeemed(EntryKind kind) => kind is EntryKind.Redemption or EntryKind.Restored;

    private static Points Sum(IEnumerable<BookedKind> booked, Func<EntryKind, bool> counts) =>
        new(booked.Where(one => counts(one.Kind)).Sum(one => one.Points.Hundredths));
}

/// <summary>
/// Counts the programme as a whole (L-004). That reads every entry of the ledger, so it is done at most every ten minutes,
/// and the figures say as of when they are.
/// </summary>
public sealed class ProgrammeCount
{
    private const int Weeks = 12;
    private const int Months = 12;
    private const long QuarterHour = 15 * 60 * 1_000;

    private static readonly Duration Fresh = Duration.FromMinutes(10);
    private static readonly Duration Soon = Duration.FromDays(30);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;
    private readonly Lock _counting = new();
    private Task<ProgrammeFigures>? _latest;
    private Instant _countedAt;

    internal ProgrammeCount(LoyaltyStore store, IClock clock, ProgrammeBook programme) => (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>The figures, at most ten minutes old.</summary>
    /// <param name="renew">Whether they are to be counted now, however fresh they are.</param>
    /// <param name="actor">Who asks.</param>
    /// <returns>The figures; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<ProgrammeFigures>> FiguresAsync(bool renew, Actor actor)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        return await Latest(renew);
    }

    // Whoever asks while somebody else's count is under way waits for that one.
    private Task<ProgrammeFigures> Latest(bool renew)
    {
        lock (_counting)
        {
            var now = _clock.GetCurrentInstant();
            var isUsable = _latest is not null && !_latest.IsFaulted && (!_latest.IsCompleted || (!renew && now - _countedAt < Fresh));
            if (!isUsable)
            {
                (_latest, _countedAt) = (CountAsync(now.TruncatedToMilliseconds()), now);
            }

            return _latest!;
        }
    }

    private async Task<ProgrammeFigures> CountAsync(Instant now)
    {
        var time = (await _programme.SettingsAsync(CancellationToken.None)).Time;
        return await _store.ReadAsync(connection => Count(connection, time, now), CancellationToken.None);
    }

    private static ProgrammeFigures Count(Reads reads, ProgrammeTime time, Instant now)
    {
        var today = time.Today(now);
        var month = today.With(DateAdjusters.StartOfMonth);
        var week = today.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        var booked = Booked(reads, time, time.StartOf(today.PlusYears(-1)), now);
        var lastMonth = month.PlusMonths(-1);
        var year = Kinds(booked, today.PlusYears(-1), today);
        var collected = ProgrammeFigures.CollectedOf(year);
        var accounts = reads.Query(
            "SELECT COALESCE(SUM(Locked), 0), COALESCE(SUM(Redeemable), 0), COALESCE(SUM(Debt), 0), COUNT(NULLIF(Debt, 0)) FROM Accounts",
            row => (Locked: row.GetInt64(0), Redeemable: row.GetInt64(1), Debt: row.GetInt64(2), Indebted: row.GetInt64(3)))[0];
        return new ProgrammeFigures(
            now,
            reads.Number("SELECT COUNT(*) FROM Customers WHERE Status = 1"),
            reads.Number("SELECT COUNT(*) FROM Customers WHERE EnrolledAt >= @0 AND EnrolledAt <= @1", Milliseconds(time.StartOf(month)), Milliseconds(now)),
            new Points(accounts.Locked + accounts.Redeemable), new Points(accounts.Locked), new Points(accounts.Debt), accounts.Indebted,
            Kinds(booked, month, today), Kinds(booked, lastMonth, Earlier(lastMonth + (today - month), lastMonth.With(DateAdjusters.EndOfMonth))),
            collected > Points.Zero ? ProgrammeFigures.RedeemedOf(year).Value / collected.Value : null,
            [.. Enumerable.Range(1 - Weeks, Weeks).Select(number => WeekOf(booked, week.PlusWeeks(number)))],
            [.. Enumerable.Range(0, Months).Select(number => Expiring(
                reads, number == 0 ? today : month.PlusMonths(number), number == 0 ? now : time.StartOf(month.PlusMonths(number)), time.StartOf(month.PlusMonths(number + 1))))],
            Expiring(reads, today, now, now + Soon),
            reads.Query(
                "SELECT FromName, ToName, COUNT(*) FROM TierChanges WHERE At > @0 AND At <= @1 AND FromId <> ToId GROUP BY FromName, ToName ORDER BY 3 DESC, 1, 2",
                row => new TierMovement(row.GetString(0), row.GetString(1), row.GetInt64(2)), Milliseconds(now - Soon), Milliseconds(now)));
    }

    // By quarters of an hour, the finest step by which clocks differ; the days are made of them here, as the zone has them.
    private static Dictionary<(LocalDate Day, EntryKind Kind), (long Points, long Entries)> Booked(Reads reads, ProgrammeTime time, Instant from, Instant to)
    {
        var days = new Dictionary<(LocalDate Day, EntryKind Kind), (long Points, long Entries)>();
        foreach (var (quarter, kind, points, entries) in reads.Query(
            $"""
            SELECT EffectiveAt / {QuarterHour}, Kind, SUM(Points), COUNT(*) FROM LedgerEntries
            WHERE Status = 1 AND EffectiveAt >= @0 AND EffectiveAt <= @1 GROUP BY 1, 2
            """,
            row => (row.GetInt64(0), (EntryKind)row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)),
            Milliseconds(from), Milliseconds(to)))
        {
            var day = (time.Today(Instant.FromUnixTimeMilliseconds(quarter * QuarterHour)), kind);
            var sum = days.GetValueOrDefault(day);
            days[day] = (sum.Points + points, sum.Entries + entries);
        }

        return days;
    }

    private static List<BookedKind> Kinds(Dictionary<(LocalDate Day, EntryKind Kind), (long Points, long Entries)> booked, LocalDate from, LocalDate to) =>
    [
        .. booked.Where(day => day.Key.Day >= from && day.Key.Day <= to).GroupBy(day => day.Key.Kind).OrderBy(kind => kind.Key)
            .Select(kind => new BookedKind(kind.Key, new Points(kind.Sum(day => day.Value.Points)), kind.Sum(day => day.Value.Entries))),
    ];

    private static ProgrammeWeek WeekOf(Dictionary<(LocalDate Day, EntryKind Kind), (long Points, long Entries)> booked, LocalDate monday)
    {
        var kinds = Kinds(booked, monday, monday.PlusDays(6));
        return new ProgrammeWeek(monday, ProgrammeFigures.CollectedOf(kinds), ProgrammeFigures.RedeemedOf(kinds));
    }

    // A lot that runs out as a month begins was good to the end of the month before.
    private static ExpiringMonth Expiring(Reads reads, LocalDate first, Instant after, Instant until) => reads.Query(
        "SELECT COALESCE(SUM(Remaining), 0), COUNT(DISTINCT CustomerId) FROM Lots WHERE Remaining > 0 AND ValidUntil > @0 AND ValidUntil <= @1",
        row => new ExpiringMonth(first, new Points(row.GetInt64(0)), row.GetInt64(1)),
        Milliseconds(after), Milliseconds(until))[0];

    private static LocalDate Earlier(LocalDate one, LocalDate other) => one < other ? one : other;

    private static long Milliseconds(Instant instant) => instant.ToUnixTimeMilliseconds();
}
