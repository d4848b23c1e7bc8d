using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The second step of an import of points: what each row would do to its customer's balance, locked points and level. Plain
/// credits are added up; all others go through the account in memory, by the rules that book them. Each row comes into the store
/// with what was found; nothing touches the ledger.
/// </summary>
internal sealed class PointsRehearsal(
    LoyaltyStore store, ProgrammeSettings settings, IClock clock, Import import, ImportOptions options, PointsSpool spool, Action<ImportProgress> report)
{
    private const int RowsInOneStep = 1_000;

    private const string InsertRow =
        """
        INSERT INTO ImportedPoints (ImportId, CustomerId, Line, State, Reason, ReasonDetail, Named, Mode, Points, LockedUntil, ValidUntil, InternalReason,
            CustomerText, Identifier, Cells, Difference, BalanceBefore, BalanceAfter, LockedBefore, LockedAfter, TierBefore, TierAfter, Debt)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22)
        """;

    private readonly Instant _now = clock.GetCurrentInstant().TruncatedToMilliseconds();
    private int _entries;
    private int _customers;
    private int _raised;
    private int _debtRows;
    private Points _debt;
    private Points _added;
    private Points _taken;
    private TierRules _rules = null!;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ImportLife.MoveAsync(store, import.Id, ImportStatus.Staging, ImportStatus.Rehearsing, spool.Counts);
        _rules = new TierRules(settings, await store.ReadAsync(connection => TierRules.Read(connection), cancellationToken));
        var done = 0;
        var reading = NextAsync(cancellationToken);
        while (await reading is { Count: > 0 } effects)
        {
            // What is written and what is read next have no customer in common, so the two go on side by side.
            done += effects.Count;
            report(new ImportProgress(import.Id, ImportStatus.Rehearsing, (double)done / spool.Counts.Rows, Counted(spool.Counts)));
            reading = NextAsync(cancellationToken);
            foreach (var part in effects.Chunk(RowsInOneStep))
            {
                await store.WriteStepAsync<Done>(writing => Task.FromResult<Result<Done>>(Keep(writing, part)));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        // Counted outside of any write, because a million rows take longer than a step may.
        var tally = await store.ReadAsync(connection => Counted(ImportTally.OfPoints(connection, import.Id, new ImportCounts())), cancellationToken);
        await ImportLife.MoveAsync(store, import.Id, ImportStatus.Rehearsing, ImportStatus.Rehearsed, tally);
    }

    private Task<List<Effect>> NextAsync(CancellationToken cancellationToken) => store.ReadAsync(Rehearse, cancellationToken);

    private List<Effect> Rehearse(DbConnection connection)
    {
        var rows = spool.Next(RowsInOneStep);
        var found = rows.Where(row => row.Problem is null).Select(row => row.Points).GroupBy(row => row.Customer).ToList();
        var accounts = StagedAccount.Of(connection, found.Select(points => points.Key));
        var customers = found.ConvertAll(points => new CustomerPoints(accounts[points.Key], [.. points]));
        var qualifies = _rules.Qualifies(options.Reason);
        var rising = customers.Where(points => qualifies && points.IsPlainAt(_now) && points.Account.CouldRise(_rules.Levels, points.Sum))
            .Select(points => points.Account.Customer).ToList();
        var courses = TierReader.Courses(connection, _rules, rising, _now).ToDictionary(course => course.Standing.Customer);
        var effects = customers.SelectMany(points => Rehearse(connection, points, courses)).ToDictionary(effect => effect.Row.Line);
        return rows.ConvertAll(row => (effects.GetValueOrDefault(row.Points.Line) ?? new Effect(row.Points, row.Problem)) with { Named = row.Named, Cells = row.Cells });
    }

    private List<Effect> Rehearse(DbConnection connection, CustomerPoints points, Dictionary<CustomerId, TierCourse> courses)
    {
        var account = points.IsPlainAt(_now) ? null : AccountReader.Read(connection, points.Account.Customer);
        account?.AdvanceTo(_now, _now);
        var course = courses.GetValueOrDefault(points.Account.Customer);
        course?.CatchUp(_now);
        var (balance, locked, collected) = (points.Account.Balance, points.Account.Locked, points.Account.Collected);
        var effects = new List<Effect>(points.Rows.Count);
        var level = course?.Level.Id ?? points.Account.Tier;
        var first = level;
        foreach (var row in points.Rows)
        {
            if (BookedBefore.Find(connection, row) is { } before)
            {
                effects.Add(new Effect(row, before));
                continue;
            }

            var start = account?.FiguresAt(_now);
            var effect = new Effect(row, null) { BalanceBefore = start?.Balance ?? balance, LockedBefore = start?.Locked ?? locked, TierBefore = level };
            var lockedUntil = CustomerPoints.LockAt(row, _now);
            var difference = row.Points;
            var entries = 1;
            if (account is not null)
            {
                var already = account.NewEntries.Count;
                var (booked, problem) = CustomerPoints.Book(account, row, import, options, settings, "", _now);
                if (booked is null)
                {
                    effects.Add(new Effect(row, problem));
                    continue;
                }

                (difference, lockedUntil, entries) = (booked.Difference, booked.LockedUntil, account.NewEntries.Count - already);
            }

            balance += difference;
            locked += lockedUntil is null ? Points.Zero : difference;
            collected += Points.Max(difference, Points.Zero);
            var gift = Points.Zero;
            if (_rules.Qualifies(options.Reason) && (course is not null || points.Account.CouldRise(_rules.Levels, collected - points.Account.Collected)))
            {
                course ??= Course(connection, points.Account.Customer, effects);
                (course, gift) = CustomerTiers.Follow(
                    connection, _rules, course, new QualifyingPoints(_rules.LockedPointsQualify ? _now : lockedUntil ?? _now, difference), _now);
                level = course.Level.Id;
                balance += gift;
                if (!gift.IsZero)
                {
                    account?.Credit(Gift(gift, row.Customer), lockedUntil: null, validUntil: null);
                }
            }

            var end = account?.FiguresAt(_now);
            effects.Add(effect with
            {
                Difference = difference,
                BalanceAfter = end?.Balance ?? balance,
                LockedAfter = end?.Locked ?? locked,
                TierAfter = level,
                Debt = end is null ? Points.Zero : end.Debt - start!.Debt,
            });
            Count(effects[^1], entries);
        }

        _customers += effects.Exists(effect => effect.Problem is null) ? 1 : 0;
        _raised += level != first ? 1 : 0;
        return effects;
    }

    // The rows before this one have not been enough; they count with it nevertheless.
    private TierCourse Course(DbConnection connection, CustomerId customer, List<Effect> before)
    {
        var course = TierReader.Courses(connection, _rules, [customer], _now).Single();
        course.CatchUp(_now);
        foreach (var effect in before.Where(effect => effect.Problem is null))
        {
            var at = _rules.LockedPointsQualify ? _now : CustomerPoints.LockAt(effect.Row, _now) ?? _now;
            course = CustomerTiers.Follow(connection, _rules, course, new QualifyingPoints(at, effect.Difference), _now).Course;
        }

        return course;
    }

    private LedgerEntry Gift(Points points, CustomerId customer) => new()
    {
        CustomerId = customer,
        OriginalCustomerId = customer,
        Kind = EntryKind.Campaign,
        Points = points,
        EffectiveAt = _now,
        CreatedAt = _now,
        Actor = "",
    };

    private void Count(Effect effect, int entries)
    {
        _entries += entries;
        _added += Points.Max(effect.Difference, Points.Zero);
        _taken -= Points.Min(effect.Difference, Points.Zero);
        _debtRows += effect.Debt > Points.Zero ? 1 : 0;
        _debt += Points.Max(effect.Debt, Points.Zero);
    }

    private Done Keep(Writing writing, Effect[] effects)
    {
        ImportLife.Expect(writing, import.Id, ImportStatus.Rehearsing);
        var insert = writing.Connection.Prepare(InsertRow);
        foreach (var effect in effects)
        {
            var (row, problem) = (effect.Row, effect.Problem);
            insert.Run(
                import.Id.Value, row.Customer.Value, row.Line, (int)(problem?.State ?? ImportState.Accepted), (int?)problem?.Reason, problem?.Detail, effect.Named,
                (int)row.Mode, row.Points.Hundredths, row.LockedUntil?.ToUnixTimeMilliseconds(), row.ValidUntil?.ToUnixTimeMilliseconds(), row.InternalReason,
                row.CustomerText, row.Identifier, effect.Cells, effect.Difference.Hundredths, effect.BalanceBefore.Hundredths, effect.BalanceAfter.Hundredths,
                effect.LockedBefore.Hundredths, effect.LockedAfter.Hundredths, effect.TierBefore?.Value, effect.TierAfter?.Value, effect.Debt.Hundredths);
        }

        return default;
    }

    private ImportCounts Counted(ImportCounts rows) => rows with
    {
        Entries = _entries,
        Customers = _customers,
        Raised = _raised,
        DebtRows = _debtRows,
        Debt = _debt,
        PointsEarned = _added,
        PointsTakenBack = _taken,
    };

    private sealed record Effect(StagedPoints Row, ImportProblem? Problem)
    {
        public string? Named { get; init; }

        public string? Cells { get; init; }

        public Points Difference { get; init; }

        public Points BalanceBefore { get; init; }

        public Points BalanceAfter { get; init; }

        public Points LockedBefore { get; init; }

        public Points LockedAfter { get; init; }

        public TierId? TierBefore { get; init; }

        public TierId? TierAfter { get; init; }

        public Points Debt { get; init; }
    }
}
