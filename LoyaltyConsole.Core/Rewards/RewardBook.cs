using System.Text.Json.Serialization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Rewards;

/// <summary>A reward as a form puts it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">What customers read about it.</param>
/// <param name="Cost">How many points it costs.</param>
/// <param name="StartsAt">The first instant at which it can be had; null for always.</param>
/// <param name="EndsAt">The instant from which it can no longer be had; null for never.</param>
public sealed record RewardDraft(string Name, string? Description, Points Cost, Instant? StartsAt = null, Instant? EndsAt = null);

/// <summary>A row of the catalogue.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Outstanding">How many customers have it and have not used it.</param>
/// <param name="Used">How often it was used.</param>
public sealed record RewardRow(Reward Reward, long Outstanding, long Used);

/// <summary>A reward as the Spend balance dialog offers it (S-024, S-026).</summary>
/// <param name="Reward">The reward.</param>
/// <param name="Missing">How many redeemable points are missing for it; zero where it can be selected.</param>
public sealed record RewardChoice(Reward Reward, Points Missing);

/// <summary>What the Spend balance dialog begins with (S-023).</summary>
/// <param name="Account">The account now.</param>
/// <param name="Choices">Every reward that can be had now, the cheapest first.</param>
/// <param name="Blocked">Why nothing can be redeemed at all; null where it can.</param>
public sealed record SpendView(AccountView Account, IReadOnlyList<RewardChoice> Choices, Refusal? Blocked);

/// <summary>Points that are spent on a reward, as the Spend balance dialog puts it.</summary>
/// <param name="Key">The key that the dialog made when it opened; the same spend twice is booked once.</param>
/// <param name="Customer">Whose points.</param>
/// <param name="Reward">On what.</param>
/// <param name="SeenVersion">The version of the account that the operator sees.</param>
/// <param name="SeenBalance">The balance that the operator sees, for telling what changed.</param>
public sealed record RewardSpend(Guid Key, CustomerId Customer, RewardId Reward, long SeenVersion, Points SeenBalance)
{
    /// <summary>A note for staff.</summary>
    public string? InternalReason { get; init; }

    /// <summary>The one-time code that the customer says, where the programme asks for one .</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

/// <summary>What spending points on a reward would do, before it is booked (S-025, X2).</summary>
/// <param name="Now">The figures now.</param>
/// <param name="After">The figures afterwards.</param>
/// <param name="Uses">Which lots would be used, in order.</param>
public sealed record SpendPreview(Figures Now, Figures After, IReadOnlyList<LotUse> Uses)
{
    /// <summary>Why it would have to be approved by somebody else; null where it would not (X6).</summary>
    public ApprovalNeeded? Needs { get; init; }
}

/// <summary>Which of a customer's rewards are shown.</summary>
/// <param name="State">Only those of which this became.</param>
/// <param name="Text">Part of a name or coupon code.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record CustomerRewardQuery(
    CustomerRewardState? State = null, string? Text = null, CustomerRewardSort Sort = CustomerRewardSort.Given, bool Descending = true);

/// <summary>A row of the Rewards tab (S-012).</summary>
/// <param name="Id">The customer's reward.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Origin">How the customer came by it.</param>
/// <param name="State">What became of it.</param>
/// <param name="Points">What was spent on it; zero for one that a level brought.</param>
/// <param name="CouponCode">Its coupon code.</param>
/// <param name="ReservedUntil">Until when its coupon code waits to be used, while it does.</param>
/// <param name="GivenAt">When the customer got it.</param>
/// <param name="SettledAt">When it was used or removed.</param>
/// <param name="OrderRefId">The order on which it was used.</param>
/// <param name="EntryId">The redemption that paid for it.</param>
public sealed record CustomerRewardRow(
    CustomerRewardId Id, string Name, RewardOrigin Origin, CustomerRewardState State, Points Points, string? CouponCode,
    Instant? ReservedUntil, Instant GivenAt, Instant? SettledAt, string? OrderRefId, LedgerEntryId? EntryId);

/// <summary>The columns by which a customer's rewards can be sorted.</summary>
public enum CustomerRewardSort
{
    /// <summary>By when the customer got it.</summary>
    Given,

    /// <summary>By name.</summary>
    Name,

    /// <summary>By points.</summary>
    Points,

    /// <summary>By what became of it.</summary>
    State,

    /// <summary>By coupon code.</summary>
    Coupon,

    /// <summary>By when it was used or removed.</summary>
    Settled,

    /// <summary>By the order on which it was used.</summary>
    Order,
}

/// <summary>The catalogue of rewards, and the rewards that customers have.</summary>
public sealed class RewardBook
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal RewardBook(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>The catalogue, the cheapest first.</summary>
    /// <returns>All rewards; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<IReadOnlyList<RewardRow>>> CatalogueAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<IReadOnlyList<RewardRow>>(new NotAllowed(Capability.ReadCustomers));
        }

        var now = _clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        return _store.ReadAsync<Result<IReadOnlyList<RewardRow>>>(
            async db =>
            {
                var rewards = await db.Rewards.OrderBy(reward => reward.Cost).ThenBy(reward => reward.Id).ToListAsync(cancellationToken);
                Reads reads = db.Database.GetDbConnection();
                var counts = reads.Query(
                    $"""
                    SELECT c.RewardId, COUNT(*) FILTER (WHERE {StateNow} = 1), COUNT(*) FILTER (WHERE {StateNow} = 2)
                    FROM CustomerRewards c LEFT JOIN Redemptions r ON r.EntryId = c.EntryId GROUP BY c.RewardId
                    """,
                    row => (Id: new RewardId(row.GetInt64(0)), Outstanding: row.GetInt64(1), Used: row.GetInt64(2)),
                    now).ToDictionary(count => count.Id);
                return rewards
                    .Select(reward => counts.TryGetValue(reward.Id, out var count)
                        ? new RewardRow(reward, count.Outstanding, count.Used)
                        : new RewardRow(reward, 0, 0))
                    .ToList();
            },
            cancellationToken);
    }

    /// <summary>Adds a reward to the catalogue, or changes it; what was spent on it before stays as it was (rule 5.1.9).</summary>
    /// <param name="id">The reward that is changed, with the version that the form showed; null for a new one.</param>
    /// <param name="draft">What it is to be.</param>
    /// <param name="actor">Who changes it.</param>
    /// <returns>
    /// The reward; or, in this order, <see cref="NotAllowed"/>, <see cref="RewardNameMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="RewardCostOutOfRange"/>, <see cref="RewardEndsBeforeItStarts"/>, <see cref="RewardNotFound"/>, <see cref="RewardChanged"/>.
    /// A new reward of the same name, cost and dates as another is that one: the same form sent twice adds one.
    /// </returns>
    public Task<Result<Reward>> SaveAsync((RewardId Id, long Version)? id, RewardDraft draft, Actor actor)
    {
        if (!actor.May(Capability.ManageRewards))
        {
            return Refused<Reward>(new NotAllowed(Capability.ManageRewards));
        }

        if (string.IsNullOrWhiteSpace(draft.Name))
        {
            return Refused<Reward>(new RewardNameMissing());
        }

        if (draft.Name.Length > Reward.NameLength || draft.Description?.Length > Reward.DescriptionLength)
        {
            return Refused<Reward>(new TextTooLong(draft.Name.Length > Reward.NameLength ? Reward.NameLength : Reward.DescriptionLength));
        }

        if (draft.Cost <= Points.Zero || draft.Cost > Points.MostInOneEntry)
        {
            return Refused<Reward>(new RewardCostOutOfRange(Points.MostInOneEntry));
        }

        if (draft.StartsAt >= draft.EndsAt)
        {
            return Refused<Reward>(new RewardEndsBeforeItStarts());
        }

        return _store.WriteAsync<Reward>(async writing =>
        {
            var name = draft.Name.Trim();
            var description = string.IsNullOrWhiteSpace(draft.Description) ? null : draft.Description.Trim();
            if (id is null)
            {
                var same = await writing.Db.Rewards.AsNoTracking().FirstOrDefaultAsync(reward =>
                    reward.Name == name && reward.Cost == draft.Cost && reward.StartsAt == draft.StartsAt && reward.EndsAt == draft.EndsAt);
                if (same is not null)
                {
                    return same;
                }

                var added = new Reward
                {
                    Id = new RewardId(((Reads)writing.Connection).Number("SELECT MAX(Id) FROM Rewards") + 1),
                    Name = name,
                    Description = description,
                    Cost = draft.Cost,
                    StartsAt = draft.StartsAt,
                    EndsAt = draft.EndsAt,
                    Version = 1,
                };
                writing.Db.Rewards.Add(added);
                writing.Audit(actor, "AddReward", null, null, Words(added));
                return added;
            }

            if (await writing.Db.Rewards.SingleOrDefaultAsync(reward => reward.Id == id.Value.Id) is not { } known)
            {
                return new RewardNotFound(id.Value.Id);
            }

            if (known.Version != id.Value.Version)
            {
                return new RewardChanged(known.Name);
            }

            var before = Words(known);
            (known.Name, known.Description, known.Cost, known.StartsAt, known.EndsAt) = (name, description, draft.Cost, draft.StartsAt, draft.EndsAt);
            known.Version++;
            writing.Audit(actor, "ChangeReward", null, before, Words(known));
            return known;
        });
    }

    /// <summary>What the Spend balance dialog shows: the balance, and every reward with what is missing for it (S-022 to S-026).</summary>
    /// <returns>The view; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>.</returns>
    public Task<Result<SpendView>> ChoicesAsync(CustomerId customer, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<SpendView>(new NotAllowed(Capability.RedeemPoints));
        }

        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync<Result<SpendView>>(
            async db =>
            {
                Reads reads = db.Database.GetDbConnection();
                var opened = PointsLedger.Open(reads, customer, now);
                if (!opened.Succeeded(out var account, out var refusal))
                {
                    return refusal;
                }

                var figures = account.FiguresAt(now);
                var rewards = await db.Rewards.OrderBy(reward => reward.Cost).ThenBy(reward => reward.Id).ToListAsync(cancellationToken);
                Refusal? blocked = reads.Number("SELECT IsLocked FROM Customers WHERE Id = @0", customer.Value) == 1 ? new RedemptionLocked()
                    : figures.Debt > Points.Zero ? new CustomerInDebt(figures.Debt)
                    : null;
                return new SpendView(
                    new AccountView(figures, account.Version),
                    [
                        .. rewards.Where(reward => reward.IsAvailableAt(now))
                            .Select(reward => new RewardChoice(reward, Points.Max(Points.Zero, reward.Cost - figures.Redeemable))),
                    ],
                    blocked);
            },
            cancellationToken);
    }

    /// <summary>What spending points on a reward would do, by the same rules that book it (S-025, X2).</summary>
    /// <returns>The effect; or, in the same order, what <see cref="SpendAsync"/> refuses.</returns>
    public Task<Result<SpendPreview>> PreviewAsync(RewardSpend spend, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<SpendPreview>(new NotAllowed(Capability.RedeemPoints));
        }

        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync<Result<SpendPreview>>(
            async db =>
            {
                if (!Available(db, spend.Reward, now).Succeeded(out var reward, out var refusal))
                {
                    return refusal;
                }

                Reads reads = db.Database.GetDbConnection();
                if (!Open(reads, spend, reward, now).Succeeded(out var account, out refusal))
                {
                    return refusal;
                }

                var before = account.FiguresAt(now);
                account.Redeem(new LedgerEntry
                {
                    CustomerId = spend.Customer,
                    OriginalCustomerId = spend.Customer,
                    Kind = EntryKind.Redemption,
                    Points = -reward.Cost,
                    EffectiveAt = now,
                    CreatedAt = now,
                    Actor = actor.Name,
                });
                return new SpendPreview(before, account.FiguresAt(now), AdjustmentRules.UsesOf(account, now))
                {
                    Needs = FourEyes.Need(reads, await db.Settings.SingleAsync(cancellationToken), actor, spend.Customer, Points.Zero, now),
                };
            },
            cancellationToken);
    }

    /// <summary>Spends points on a reward, which the customer then has outstanding (S-022 to S-027).</summary>
    /// <returns>
    /// The redemption's entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, where the
    /// programme asks for a one-time code what is wrong with that (<see cref="OneTimeCodeMissing"/>, <see cref="OneTimeCodeNotOpen"/>,
    /// <see cref="OneTimeCodeVoid"/>, <see cref="OneTimeCodeWrong"/>), <see cref="CommandKeyReused"/>, <see cref="RewardNotFound"/>,
    /// <see cref="RewardNotAvailable"/>, <see cref="TextTooLong"/>, <see cref="AccountChanged"/>, what
    /// <see cref="PointsLedger.RedeemAsync"/> refuses from the customer on, and an <see cref="ApprovalNeeded"/>.
    /// </returns>
    public async Task<Result<LedgerEntry>> SpendAsync(RewardSpend spend, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return new NotAllowed(Capability.RedeemPoints);
        }

        return await OneTimeCodes.TryAsync(_store, spend.Key, spend.Customer, spend.Code, actor) is { } wrong
            ? wrong
            : await Once.RunAsync(_store, spend.Key, spend, writing => Spend(writing, spend, actor));
    }

    internal static Result<LedgerEntry> Spend(Writing writing, RewardSpend spend, Actor actor)
    {
        if (!Available(writing.Db, spend.Reward, writing.Now).Succeeded(out var reward, out var refusal)
            || !Open(writing.Connection, spend, reward, writing.Now).Succeeded(out _, out refusal))
        {
            return refusal;
        }

        if (FourEyes.Weigh(writing, actor, spend.Customer, Points.Zero) is { } needed)
        {
            return needed;
        }

        var redeemed = PointsLedger.Redeem(writing, new Redemption(spend.Key, spend.Customer, reward.Cost, CustomerText: reward.Name)
        {
            InternalReason = string.IsNullOrWhiteSpace(spend.InternalReason) ? null : spend.InternalReason,
            Code = spend.Code,
        }, actor);
        if (redeemed.Succeeded(out var entry, out _))
        {
            Give(writing, spend.Customer, spend.Reward, RewardOrigin.Spent, entry.Id);
        }

        return redeemed;
    }

    /// <summary>
    /// Reserves the points of a reward under a coupon code, for a shop (rule 5.3.1): the customer has the reward as soon
    /// as the code is confirmed.
    /// </summary>
    /// <param name="reservation">Whose points; how many is what the reward costs, whatever it says.</param>
    /// <param name="reward">On what.</param>
    /// <param name="actor">The shop.</param>
    /// <returns>
    /// The reservation, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, <see cref="RewardNotFound"/>, <see cref="RewardNotAvailable"/>, and what
    /// <see cref="PointsLedger.ReserveAsync"/> refuses from the customer on.
    /// </returns>
    public Task<Result<Reserved>> ReserveAsync(Reservation reservation, RewardId reward, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<Reserved>(new NotAllowed(Capability.RedeemPoints));
        }

        return Once.RunAsync(_store, reservation.Key, new { reservation, reward }, writing =>
        {
            if (!Available(writing.Db, reward, writing.Now).Succeeded(out var chosen, out var refusal))
            {
                return refusal;
            }

            var reserved = PointsLedger.Reserve(writing, reservation with { Points = chosen.Cost, CustomerText = chosen.Name }, actor);
            if (reserved.Succeeded(out var entry, out _))
            {
                Give(writing, reservation.Customer, reward, RewardOrigin.Spent, entry.Id);
            }

            return reserved;
        },
        PointsLedger.ReservedAsync);
    }

    /// <summary>A customer's rewards, which have been used and which are outstanding (S-012).</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<CustomerRewardRow>>> ListAsync(
        CustomerId customer, CustomerRewardQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<Page<CustomerRewardRow>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var now = _clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var direction = query.Descending ? "DESC" : "ASC";
        var column = query.Sort switch
        {
            CustomerRewardSort.Given => "c.GivenAt",
            CustomerRewardSort.Name => "w.Name",
            CustomerRewardSort.Points => "Spent",
            CustomerRewardSort.State => "StateNow",
            CustomerRewardSort.Coupon => "r.CouponCode",
            CustomerRewardSort.Settled => "Settled",
            CustomerRewardSort.Order => "r.OrderRefId",
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        const string from =
            $"""
            CustomerRewards c JOIN Rewards w ON w.Id = c.RewardId LEFT JOIN Redemptions r ON r.EntryId = c.EntryId
            LEFT JOIN LedgerEntries e ON e.Id = c.EntryId
            WHERE c.CustomerId = @customer AND (@like = '%%' OR w.Name LIKE @like ESCAPE '\' OR r.CouponCode LIKE @like ESCAPE '\')
                AND (CAST(@state AS BIGINT) IS NULL OR {StateNow} = @state)
            """;
        (string, object?)[] values =
            [("@customer", customer.Value), ("@0", now), ("@state", (int?)query.State), ("@like", $"%{PointsHistory.Escaped(query.Text)}%")];
        return _store.ReadAsync<Result<Page<CustomerRewardRow>>>(
            connection => new Page<CustomerRewardRow>(
                connection.Query(
                    $"""
                    SELECT c.Id, w.Name, c.Origin, {StateNow} AS StateNow, -COALESCE(e.Points, 0) AS Spent, r.CouponCode,
                        CASE WHEN r.State = 1 AND r.ReservedUntil > @0 THEN r.ReservedUntil END, c.GivenAt,
                        COALESCE(c.SettledAt, CASE WHEN r.State IN (3, 4) THEN r.SettledAt WHEN r.ReservedUntil <= @0 AND r.State = 1 THEN r.ReservedUntil END) AS Settled,
                        r.OrderRefId, c.EntryId
                    FROM {from}
                    ORDER BY {column} {direction}, c.Id {direction} LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new CustomerRewardRow(
                        new CustomerRewardId(row.GetInt64(0)), row.GetString(1), (RewardOrigin)row.GetInt32(2), (CustomerRewardState)row.GetInt32(3),
                        new Points(row.GetInt64(4)), row.TextOrNull(5), row.LongOrNull(6).ToInstant(),
                        Instant.FromUnixTimeMilliseconds(row.GetInt64(7)), row.LongOrNull(8).ToInstant(), row.TextOrNull(9),
                        row.LongOrNull(10) is { } paidBy ? new LedgerEntryId(paidBy) : null),
                    values),
                (int)connection.Number($"SELECT COUNT(*) FROM {from}", values)),
            cancellationToken);
    }

    /// <summary>Notes that a customer used an outstanding reward. Doing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerRewardNotFound"/>, <see cref="RewardRemoved"/>.</returns>
    public Task<Result<Done>> UseAsync(CustomerRewardId id, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<Done>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            if (await writing.Db.CustomerRewards.SingleOrDefaultAsync(reward => reward.Id == id) is not { } reward)
            {
                return new CustomerRewardNotFound(id);
            }

            var redemption = await writing.Db.Redemptions.AsNoTracking().SingleOrDefaultAsync(known => known.EntryId == reward.EntryId);
            if (reward.State == CustomerRewardState.Removed || redemption?.State is RedemptionState.Lapsed or RedemptionState.Cancelled or RedemptionState.Reserved)
            {
                return new RewardRemoved();
            }

            if (reward.State == CustomerRewardState.Outstanding)
            {
                Settle(writing, reward, CustomerRewardState.Used, actor);
                writing.Audit(actor, "UseReward", reward.CustomerId, "outstanding", $"reward {id} used");
            }

            return default(Done);
        });
    }

    /// <summary>
    /// Removes a reward from the account (S-013): points that were spent on an unused one go back to their lots; those of
    /// a used one only on purpose, by a compensating entry, since its discount stays granted (rule 5.3.4). Doing it twice
    /// changes nothing.
    /// </summary>
    /// <param name="id">The customer's reward.</param>
    /// <param name="evenIfUsed">Whether a used one is meant to be refunded; takes <see cref="Capability.ReverseEntries"/>.</param>
    /// <param name="actor">Who removes it.</param>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerRewardNotFound"/>, <see cref="RewardUsed"/>, and what
    /// <see cref="PointsLedger.DiscardAsync"/> or <see cref="PointsLedger.ReverseAsync"/> refuses.
    /// </returns>
    public Task<Result<Done>> RemoveAsync(CustomerRewardId id, bool evenIfUsed, Actor actor)
    {
        var needed = evenIfUsed ? Capability.ReverseEntries : Capability.RedeemPoints;
        if (!actor.May(needed))
        {
            return Refused<Done>(new NotAllowed(needed));
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            if (await writing.Db.CustomerRewards.SingleOrDefaultAsync(reward => reward.Id == id) is not { } reward)
            {
                return new CustomerRewardNotFound(id);
            }

            if (reward.State == CustomerRewardState.Removed)
            {
                return default(Done);
            }

            if (reward.State == CustomerRewardState.Used && !evenIfUsed)
            {
                return new RewardUsed();
            }

            if (reward.EntryId is { } spent && (await GiveBackAsync(writing, reward, spent, actor)) is { } refusal)
            {
                return refusal;
            }

            var before = reward.State;
            Settle(writing, reward, CustomerRewardState.Removed, actor);
            writing.Audit(actor, "RemoveReward", reward.CustomerId, before.ToString(), $"reward {id} removed");
            return default(Done);
        });
    }

    /// <summary>Gives a reward inside a deed.</summary>
    internal static void Give(Writing writing, CustomerId customer, RewardId reward, RewardOrigin origin, LedgerEntryId? paidBy) =>
        writing.Connection.Prepare(
            """
            INSERT INTO CustomerRewards (Id, CustomerId, RewardId, Origin, EntryId, State, GivenAt)
            VALUES ((SELECT COALESCE(MAX(Id), 0) + 1 FROM CustomerRewards), @0, @1, @2, @3, 1, @4)
            """).Run(customer.Value, reward.Value, (int)origin, paidBy?.Value, writing.Now.ToUnixTimeMilliseconds());

    private static async Task<Refusal?> GiveBackAsync(Writing writing, CustomerReward reward, LedgerEntryId spent, Actor actor)
    {
        var entry = await writing.Db.LedgerEntries.AsNoTracking().SingleAsync(entry => entry.Id == spent);
        if (entry.Status == EntryStatus.Discarded)
        {
            return null;
        }

        var givenBack = await writing.Db.LedgerEntries.AnyAsync(other => other.CorrectsId == spent && other.Kind != EntryKind.Expiry);
        var result = reward.State == CustomerRewardState.Outstanding && !givenBack
            ? PointsLedger.Discard(writing, entry, actor)
            : PointsLedger.Reverse(writing, new EntryReversal(Guid.CreateVersion7(), spent, "Reward removed"), actor, "ReverseEntry", check: null);
        return result.Succeeded(out _, out var refusal) || refusal is AlreadyReversed or NothingLeftToReverse ? null : refusal;
    }

    private static void Settle(Writing writing, CustomerReward reward, CustomerRewardState state, Actor actor) =>
        (reward.State, reward.SettledAt, reward.SettledBy) = (state, writing.Now, actor.Name);

    // What became of a customer's reward c by now (@0): a coupon code that lapsed or was given up takes its reward along.
    private const string StateNow = "(CASE WHEN r.State IN (3, 4) OR (r.State = 1 AND r.ReservedUntil <= @0) THEN 3 ELSE c.State END)";

    private static Result<Reward> Available(LoyaltyDb db, RewardId id, Instant now)
    {
        if (db.Rewards.AsNoTracking().SingleOrDefault(reward => reward.Id == id) is not { } reward)
        {
            return new RewardNotFound(id);
        }

        return reward.IsAvailableAt(now) ? reward : new RewardNotAvailable(reward.Name);
    }

    private static Result<PointsAccount> Open(Reads reads, RewardSpend spend, Reward reward, Instant now)
    {
        if (spend.InternalReason?.Length > LedgerEntry.TextLength)
        {
            return new TextTooLong(LedgerEntry.TextLength);
        }

        if (!PointsLedger.Open(reads, spend.Customer, now).Succeeded(out var account, out var refusal))
        {
            return refusal;
        }

        return account.Version == spend.SeenVersion
            ? PointsLedger.OpenForRedeeming(reads, spend.Customer, reward.Cost, now)
            : new AccountChanged(spend.SeenBalance, account.FiguresAt(now).Balance);
    }

    private static string Words(Reward reward) => $"{reward.Id}: {reward.Name}, {reward.Cost}, {reward.StartsAt} to {reward.EndsAt}";

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);
}
