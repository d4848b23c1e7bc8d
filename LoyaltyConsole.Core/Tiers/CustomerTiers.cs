using System.Globalization;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Tiers;

/// <summary>One customer's level: where it stands, what will become of it, what it was, and its change by hand.</summary>
public sealed class CustomerTiers
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal CustomerTiers(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>Where the customer stands now, as time has made it, whether or not a recalculation has run (X10).</summary>
    /// <returns>The level; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<TierView>> OpenAsync(CustomerId customer, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<TierView>(new NotAllowed(Capability.ReadCustomers));
        }

        return ReadAsync<TierView>(customer, (reads, rules, course, now) => View(reads, rules, course, now), cancellationToken);
    }

    /// <summary>What happened to the level, and why (rule 5.6.8).</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<TierChange>>> HistoryAsync(
        CustomerId customer, TierChangeQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<Page<TierChange>>(new NotAllowed(Capability.ReadCustomers));
        }

        var bounded = window.Bounded();
        return _store.ReadAsync<Result<Page<TierChange>>>(
            async db =>
            {
                var changes = db.TierChanges.Where(change => change.CustomerId == customer);
                if (!string.IsNullOrWhiteSpace(query.Text))
                {
                    var like = $"%{PointsHistory.Escaped(query.Text)}%";
                    changes = changes.Where(change =>
                        LoyaltyDb.Like(like, change.FromName, "\\") || LoyaltyDb.Like(like, change.ToName, "\\")
                        || LoyaltyDb.Like(like, change.Actor, "\\") || LoyaltyDb.Like(like, change.Note, "\\"));
                }

                var rows = await Ordered(changes, query).Skip(bounded.Skip).Take(bounded.Take).ToListAsync(cancellationToken);
                return new Page<TierChange>(rows, await changes.CountAsync(cancellationToken));
            },
            cancellationToken);
    }

    /// <summary>What a change by hand would do, by the same rules that make it (X2).</summary>
    /// <returns>The effect; or what <see cref="ChangeAsync"/> refuses, but for the key.</returns>
    public Task<Result<TierPreview>> PreviewAsync(TierOrder order, Actor actor, CancellationToken cancellationToken)
    {
        if (Missing(order, actor) is { } missing)
        {
            return Refused<TierPreview>(missing);
        }

        return ReadAsync<TierPreview>(
            order.Customer,
            (reads, rules, course, now) =>
            {
                var view = View(reads, rules, course, now);
                if (!Ordered(reads, rules, course, order, actor, now).Succeeded(out var ordered, out var refusal))
                {
                    return refusal;
                }

                var rewards = Rewards(reads, rules, course, ordered, order, now);
                return new TierPreview(view, View(reads, rules, course.Copy(ordered), now), rewards)
                {
                    Needs = FourEyes.Need(reads, rules.Settings, actor, order.Customer, rewards, now),
                };
            },
            cancellationToken);
    }

    /// <summary>The level that would follow from an adjustment, by the rules that book it and that raise (X2).</summary>
    /// <returns>The level; or what <see cref="PointsLedger.PreviewAsync"/> refuses.</returns>
    public Task<Result<TierAfter>> AfterAsync(Adjustment adjustment, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.AdjustPoints))
        {
            return Refused<TierAfter>(new NotAllowed(Capability.AdjustPoints));
        }

        return ReadAsync<TierAfter>(
            adjustment.Customer,
            (reads, rules, course, now) =>
            {
                if (!PointsLedger.Open(reads, adjustment.Customer, now).Succeeded(out var account, out var refusal)
                    || !AdjustmentRules.Apply(account, adjustment, rules.Settings, actor.Name, now).Succeeded(out var booked, out refusal))
                {
                    return refusal;
                }

                var qualifiesAt = rules.LockedPointsQualify ? now : booked.LockedUntil ?? now;
                return After(reads, rules, course, rules.Qualifies(adjustment.Reason) ? new QualifyingPoints(qualifiesAt, booked.Difference) : null, now);
            },
            cancellationToken);
    }

    /// <summary>
    /// Changes the level or its lock by hand (S-028 to S-033, E-048, E-050). Without a lock the level lasts until the next
    /// evaluation (rule 5.6.6).
    /// </summary>
    /// <returns>
    /// The line in the history, or the first one again for the same key; or, in this order, <see cref="NotAllowed"/> (a
    /// level that is locked, or is to be, needs <see cref="Capability.LockTier"/>), <see cref="CommandKeyReused"/>,
    /// <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>,
    /// <see cref="TierChangedMeanwhile"/>, <see cref="TierNotFound"/>, <see cref="TextTooLong"/>,
    /// <see cref="TierLockInThePast"/>, <see cref="TierUnchanged"/>, and an <see cref="ApprovalNeeded"/>.
    /// </returns>
    public Task<Result<TierChange>> ChangeAsync(TierOrder order, Actor actor)
    {
        if (Missing(order, actor) is { } missing)
        {
            return Refused<TierChange>(missing);
        }

        var fingerprint = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(order, CommandContent.Json));
        return _store.WriteAsync<TierChange>(async writing =>
        {
            if (await writing.Db.TierChanges.AsNoTracking().SingleOrDefaultAsync(change => change.CommandKey == order.Key) is { } made)
            {
                return made.Fingerprint.AsSpan().SequenceEqual(fingerprint) ? made : new CommandKeyReused();
            }

            return Change(writing, order, actor, fingerprint);
        });
    }

    internal static Result<TierChange> Change(Writing writing, TierOrder order, Actor actor, byte[] fingerprint)
    {
        if (!Course(writing.Connection, writing.Tiers, order.Customer, writing.Now).Succeeded(out var course, out var refusal))
        {
            return refusal;
        }

        // What time has done by now is written before what the person does.
        var stored = course.Standing;
        course.CatchUp(writing.Now);
        if (!Ordered(writing.Connection, writing.Tiers, course, order, actor, writing.Now).Succeeded(out var ordered, out refusal))
        {
            return refusal;
        }

        var rewards = Rewards(writing.Connection, writing.Tiers, course, ordered, order, writing.Now);
        if (FourEyes.Weigh(writing, actor, order.Customer, rewards) is { } needed)
        {
            return needed;
        }

        TierWriter.Write(writing, writing.Tiers, stored, course, run: null);
        return Change(writing, course, ordered, order, actor, fingerprint);
    }

    // What the person gives with the level.
    private static Points Rewards(Reads reads, TierRules rules, TierCourse course, TierStanding ordered, TierOrder order, Instant now) =>
        order.GivesRewards && ordered.Tier != course.Standing.Tier
            ? TierEntry.Foretell(reads, rules, ordered, course.Level, rules.Of(ordered.Tier), now)
            : Points.Zero;

    /// <summary>Books a change by hand: the standing, the lock's author, the history, the trace, and what follows at once.</summary>
    /// <param name="writing">The deed.</param>
    /// <param name="course">Where the customer stands now, as it is written.</param>
    /// <param name="ordered">Where the customer is to stand.</param>
    /// <param name="order">What the person said.</param>
    /// <param name="actor">Who.</param>
    /// <param name="fingerprint">The hash of a command, which is carried out once; null where something else sees to that.</param>
    internal static TierChange Change(
        Writing writing, TierCourse course, TierStanding ordered, TierOrder order, Actor actor, byte[]? fingerprint)
    {
        var (before, from, to) = (course.Standing, course.Level, writing.Tiers.Of(ordered.Tier));
        TierWriter.Stand(writing, before, ordered);
        var note = string.IsNullOrWhiteSpace(order.Note) ? null : order.Note;
        if (ordered.Lock != TierLock.None)
        {
            writing.Connection.Prepare("UPDATE Customers SET TierLockedBy = @1, TierLockReason = @2 WHERE Id = @0")
                .Run(order.Customer.Value, actor.Name, note);
        }

        writing.Connection.Prepare("UPDATE Customers SET ModifiedAt = @1 WHERE Id = @0").Run(order.Customer.Value, writing.Now.ToUnixTimeMilliseconds());
        var change = new TierChange
        {
            CustomerId = order.Customer,
            At = writing.Now,
            FromId = from.Id,
            FromName = from.Name,
            ToId = to.Id,
            ToName = to.Name,
            Cause = TierCause.ByHand,
            Qualifying = course.QualifyingAt(writing.Now),
            Threshold = to.Threshold,
            Lock = ordered.Lock,
            Until = ordered.LockedUntil,
            Actor = actor.Name,
            Note = note,
            CommandKey = fingerprint is null ? null : order.Key,
            Fingerprint = fingerprint,
        };
        TierWriter.Insert(writing, change);
        writing.Audit(actor, "ChangeTier", order.Customer, InWords(from, before), InWords(to, ordered));
        if (order.GivesRewards && to.Id != from.Id)
        {
            TierEntry.Give(writing, writing.Tiers, ordered, from, to, account: null);
        }

        var after = Following(course, ordered, writing.Now);
        TierWriter.Write(writing, writing.Tiers, ordered, after, run: null);
        return change;
    }

    /// <summary>
    /// What follows at once from what a person orders: what came due under a lock that is taken away is evaluated before
    /// anything else that happens at this instant.
    /// </summary>
    internal static TierCourse Following(TierCourse course, TierStanding ordered, Instant now)
    {
        var after = course.Copy(ordered);
        if (ordered.DueAt <= now)
        {
            after.CatchUp(now);
        }

        return after;
    }

    private static TierAfter After(Reads reads, TierRules rules, TierCourse course, QualifyingPoints? booked, Instant now)
    {
        var (after, given) = booked is { } part ? Follow(reads, rules, course, part, now) : (course, Points.Zero);
        return new TierAfter(course.Level, after.Level, given);
    }

    /// <summary>The course with points that are not booked yet, and what the levels that it reaches by them give: that qualifies in its turn.</summary>
    internal static (TierCourse Course, Points Gift) Follow(Reads reads, TierRules rules, TierCourse course, QualifyingPoints booked, Instant now)
    {
        var (after, given) = (course, Points.Zero);
        for (QualifyingPoints? more = booked; more is { } part;)
        {
            var next = after.With(part);
            next.AdvanceTo(now, now);
            var gift = next.Level.Rank > after.Level.Rank ? TierEntry.Foretell(reads, rules, next.Standing, after.Level, next.Level, now) : Points.Zero;
            (after, given, more) = (next, given + gift, gift.IsZero ? null : new QualifyingPoints(now, gift));
        }

        return (after, given);
    }

    private static NotAllowed? Missing(TierOrder order, Actor actor) =>
        !actor.May(Capability.ChangeTier) ? new NotAllowed(Capability.ChangeTier)
        : order.Lock != TierLock.None && !actor.May(Capability.LockTier) ? new NotAllowed(Capability.LockTier)
        : null;

    // Where the customer stands after the change, if it may be made.
    private static Result<TierStanding> Ordered(Reads reads, TierRules rules, TierCourse course, TierOrder order, Actor actor, Instant now)
    {
        var standing = course.Standing;
        if (standing.Status == CustomerStatus.Inactive)
        {
            return new CustomerInactive();
        }

        if (standing.Lock != TierLock.None && !actor.May(Capability.LockTier))
        {
            return new NotAllowed(Capability.LockTier);
        }

        if (Version(reads, order.Customer) != order.SeenVersion)
        {
            return new TierChangedMeanwhile(course.Level.Name);
        }

        if (rules.Levels.All(level => level.Id != order.To))
        {
            return new TierNotFound();
        }

        if (order.Note?.Length > TierChange.NoteLength)
        {
            return new TextTooLong(TierChange.NoteLength);
        }

        var until = order.Lock == TierLock.None ? null : rules.LockedUntil(order.LockUntil);
        if (until <= now)
        {
            return new TierLockInThePast();
        }

        if (order.To == standing.Tier && order.Lock == standing.Lock && until == standing.LockedUntil)
        {
            return new TierUnchanged();
        }

        return rules.Ordered(standing, order.To, order.Lock, until, course.QualifyingAt(now), now);
    }

    private static IQueryable<TierChange> Ordered(IQueryable<TierChange> changes, TierChangeQuery query)
    {
        var ordered = query.Sort switch
        {
            TierChangeSort.At => By(change => change.At),
            TierChangeSort.From => By(change => change.FromName),
            TierChangeSort.To => By(change => change.ToName),
            TierChangeSort.Cause => By(change => change.Cause),
            TierChangeSort.Points => By(change => change.Qualifying),
            TierChangeSort.Actor => By(change => change.Actor),
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        return query.Descending ? ordered.ThenByDescending(change => change.Id) : ordered.ThenBy(change => change.Id);

        IOrderedQueryable<TierChange> By<TKey>(Expression<Func<TierChange, TKey>> key) =>
            query.Descending ? changes.OrderByDescending(key) : changes.OrderBy(key);
    }

    internal static long Version(Reads reads, CustomerId customer) =>
        reads.Number("SELECT MAX(Id) FROM TierChanges WHERE CustomerId = @0", customer.Value);

    private static Result<TierCourse> Course(Reads reads, TierRules rules, CustomerId customer, Instant now)
    {
        if (TierReader.Courses(reads, rules, [customer], now) is [var course])
        {
            return course;
        }

        return reads.Number("SELECT COUNT(*) FROM Customers WHERE Id = @0", customer.Value) == 0 ? new CustomerNotFound(customer) : new CustomerDeleted();
    }

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);

    private static string InWords(Tier level, TierStanding standing) => standing.Lock == TierLock.None
        ? level.Name
        : $"{level.Name}, {standing.Lock} lock until {standing.LockedUntil?.ToString("g", CultureInfo.InvariantCulture) ?? "further notice"}";

    private static TierView View(Reads reads, TierRules rules, TierCourse course, Instant now)
    {
        var (standing, level) = (course.Standing, course.Level);
        var (lockedBy, reason) = reads.Query(
            "SELECT TierLockedBy, TierLockReason FROM Customers WHERE Id = @0",
            row => (row.TextOrNull(0), row.TextOrNull(1)),
            standing.Customer.Value).Single();
        var gifts = reads.Query(
            "SELECT t.Name, g.At, g.Points, t.Rank FROM TierGrants g LEFT JOIN Tiers t ON t.Id = g.TierId WHERE g.CustomerId = @0 ORDER BY g.At DESC, t.Rank DESC",
            row => new TierGift(
                row.TextOrNull(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), new Points(row.GetInt64(2)), row.LongOrNull(3) is not { } rank || rank > level.Rank),
            standing.Customer.Value);
        return new TierView(
            standing.Customer, level, standing.Since, standing.DueAt, standing.KeptUntil, standing.Lock, standing.LockedUntil,
            TierForecast.Of(rules, course, now), Version(reads, standing.Customer))
        {
            LockedBy = standing.Lock == TierLock.None ? null : lockedBy,
            LockReason = standing.Lock == TierLock.None ? null : reason,
            Levels = rules.Levels,
            Gifts = gifts,
        };
    }

    private Task<Result<T>> ReadAsync<T>(
        CustomerId customer, Func<Reads, TierRules, TierCourse, Instant, Result<T>> read, CancellationToken cancellationToken)
        where T : notnull
    {
        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync<Result<T>>(
            async db =>
            {
                var settings = await db.Settings.SingleAsync(cancellationToken);
                Reads reads = db.Database.GetDbConnection();
                var rules = new TierRules(settings, TierRules.Read(reads));
                if (!Course(reads, rules, customer, now).Succeeded(out var course, out var refusal))
                {
                    return refusal;
                }

                course.CatchUp(now);
                return read(reads, rules, course, now);
            },
            cancellationToken);
    }
}
