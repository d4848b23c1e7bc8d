using System.Security.Cryptography;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The points accounts: what they hold at an instant, and everything that a person does to them.</summary>
public sealed class PointsLedger
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal PointsLedger(LoyaltyStore store, IClock clock, ProgrammeBook programme) =>
        (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>The figures at an instant, by default now (rule 5.1.11).</summary>
    /// <returns>The account; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>.</returns>
    public Task<Result<AccountView>> AccountAsync(CustomerId customer, Instant? at, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<AccountView>(new NotAllowed(Capability.ReadCustomers));
        }

        var now = Now();
        return _store.ReadAsync<Result<AccountView>>(
            connection =>
            {
                if (connection.Number("SELECT COUNT(*) FROM Accounts WHERE CustomerId = @0", ("@0", customer.Value)) == 0)
                {
                    return new CustomerNotFound(customer);
                }

                var instant = at ?? now;
                var account = at is null || at >= now
                    ? AccountReader.Read(connection, customer)
                    : AccountReader.ReadAsOf(connection, customer, instant);
                account.AdvanceTo(instant, instant);
                return new AccountView(account.FiguresAt(instant), account.Version);
            },
            cancellationToken);
    }

    /// <summary>What an adjustment would do, by the same rules that book it (X2).</summary>
    /// <returns>
    /// The effect; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>, <see cref="AccountChanged"/>, <see cref="PointsMustBePositive"/>,
    /// <see cref="NothingToAdjust"/>, <see cref="TooManyPoints"/>, <see cref="TextTooLong"/>,
    /// <see cref="DatesOnlyForCredits"/>, <see cref="ValidityInThePast"/>, <see cref="LockedBeyondValidity"/>,
    /// <see cref="NotEnoughPoints"/>.
    /// </returns>
    public async Task<Result<AdjustmentPreview>> PreviewAsync(Adjustment adjustment, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.AdjustPoints))
        {
            return new NotAllowed(Capability.AdjustPoints);
        }

        var settings = await _programme.SettingsAsync(cancellationToken);
        var now = Now();
        return await _store.ReadAsync(
            connection =>
            {
                var opened = Open(connection, adjustment.Customer, now);
                if (!opened.Succeeded(out var account, out var refusal))
                {
                    return refusal;
                }

                var figures = account.FiguresAt(now);
                var tried = account.Copy();
                var applied = AdjustmentRules.Apply(tried, adjustment, settings, "", now);
                if (!applied.Succeeded(out var booked, out refusal))
                {
                    return refusal;
                }

                return (Result<AdjustmentPreview>)new AdjustmentPreview(
                    figures, tried.FiguresAt(now), booked.Difference, AdjustmentRules.UsesOf(tried, now),
                    booked.Difference > Points.Zero ? figures.Debt - tried.FiguresAt(now).Debt : Points.Zero,
                    booked.LockedUntil, booked.ValidUntil);
            },
            cancellationToken);
    }

    /// <summary>Books a manual credit or deduction (L-071 to L-079, S-014 to S-021, E-043 to E-047).</summary>
    /// <returns>
    /// The entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, and what <see cref="PreviewAsync"/> refuses.
    /// </returns>
    public Task<Result<LedgerEntry>> AdjustAsync(Adjustment adjustment, Actor actor)
    {
        if (!actor.May(Capability.AdjustPoints))
        {
            return Refused<LedgerEntry>(new NotAllowed(Capability.AdjustPoints));
        }

        return OnceAsync(adjustment.Key, adjustment, writing =>
        {
            var opened = Open(writing.Connection.Sqlite, adjustment.Customer, writing.Now);
            if (!opened.Succeeded(out var account, out var refusal))
            {
                return refusal;
            }

            var before = account.FiguresAt(writing.Now);
            var applied = AdjustmentRules.Apply(account, adjustment, writing.Settings, actor.Name, writing.Now);
            if (!applied.Succeeded(out var booked, out refusal))
            {
                return refusal;
            }

            return Book(writing, account, before, booked.Entry, actor, "AdjustPoints");
        });
    }

    /// <summary>Spends redeemable points, earliest expiry first (L-078, rule 5.1.5).</summary>
    /// <returns>
    /// The entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>, <see cref="RedemptionLocked"/>, <see cref="PointsMustBePositive"/>,
    /// <see cref="CustomerInDebt"/>, <see cref="NotEnoughPoints"/>.
    /// </returns>
    public Task<Result<LedgerEntry>> RedeemAsync(Redemption redemption, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<LedgerEntry>(new NotAllowed(Capability.RedeemPoints));
        }

        return OnceAsync(redemption.Key, redemption, writing =>
        {
            var opened = Open(writing.Connection.Sqlite, redemption.Customer, writing.Now);
            if (!opened.Succeeded(out var account, out var refusal))
            {
                return refusal;
            }

            if (writing.Connection.Sqlite.Number("SELECT IsLocked FROM Customers WHERE Id = @0", ("@0", redemption.Customer.Value)) == 1)
            {
                return new RedemptionLocked();
            }

            if (redemption.Points <= Points.Zero)
            {
                return new PointsMustBePositive();
            }

            var before = account.FiguresAt(writing.Now);
            if (before.Debt > Points.Zero)
            {
                return new CustomerInDebt(before.Debt);
            }

            if (redemption.Points > before.Redeemable)
            {
                return new NotEnoughPoints(before.Redeemable, redemption.Points);
            }

            var entry = new LedgerEntry
            {
                CustomerId = redemption.Customer,
                OriginalCustomerId = redemption.Customer,
                Kind = EntryKind.Redemption,
                Points = -redemption.Points,
                CouponCode = redemption.CouponCode,
                CustomerText = redemption.CustomerText,
                EffectiveAt = writing.Now,
                CreatedAt = writing.Now,
                Actor = actor.Name,
                CommandKey = redemption.Key,
            };
            account.Redeem(entry);
            return Book(writing, account, before, entry, actor, "RedeemPoints");
        });
    }

    /// <summary>
    /// Discards a redemption: it affects neither balances nor statistics any more, and its points go back to their
    /// lots; what ran out meanwhile is not revived (L-068, rules 5.3.2 and 5.3.3). Discarding twice changes nothing.
    /// </summary>
    /// <returns>
    /// The entry; or, in this order, <see cref="NotAllowed"/>, <see cref="EntryNotFound"/>, <see cref="NotARedemption"/>.
    /// </returns>
    public Task<Result<LedgerEntry>> DiscardAsync(LedgerEntryId id, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Refused<LedgerEntry>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<LedgerEntry>(async writing =>
        {
            var entry = await writing.Db.LedgerEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Id == id);
            if (entry is null)
            {
                return new EntryNotFound(id);
            }

            if (entry.Kind != EntryKind.Redemption)
            {
                return new NotARedemption(id);
            }

            if (entry.Status == EntryStatus.Discarded)
            {
                return entry;
            }

            var connection = writing.Connection.Sqlite;
            var account = AccountReader.Read(connection, entry.CustomerId, withSpentLots: true);
            account.AdvanceTo(writing.Now, writing.Now);
            var before = account.FiguresAt(writing.Now);
            connection.Execute("UPDATE LedgerEntries SET Status = 2 WHERE Id = @0", ("@0", id.Value));
            entry.Status = EntryStatus.Discarded;
            account.Release(entry, AccountReader.TakenBy(connection, id), writing.Now);
            return Book(writing, account, before, entry, actor, "DiscardRedemption");
        });
    }

    private static Result<LedgerEntry> Book(
        Writing writing, PointsAccount account, Figures before, LedgerEntry entry, Actor actor, string deed)
    {
        writing.Ledger.Append(account, writing.Now);
        var after = account.FiguresAt(writing.Now);
        writing.Audit(
            actor, deed, account.CustomerId,
            $"redeemable {before.Redeemable}, locked {before.Locked}, debt {before.Debt}",
            $"entry {entry.Id}: {entry.Points}; redeemable {after.Redeemable}, locked {after.Locked}, debt {after.Debt}");
        return entry;
    }

    private Instant Now() => _clock.GetCurrentInstant().TruncatedToMilliseconds();

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);

    /// <summary>The account of a customer who takes part, with time having acted up to now.</summary>
    private static Result<PointsAccount> Open(SqliteConnection connection, CustomerId customer, Instant now)
    {
        switch ((CustomerStatus)connection.Number("SELECT Status FROM Customers WHERE Id = @0", ("@0", customer.Value)))
        {
            case CustomerStatus.Deleted: return new CustomerDeleted();
            case CustomerStatus.Inactive: return new CustomerInactive();
            case CustomerStatus.Active: break;
            default: return new CustomerNotFound(customer);
        }

        var account = AccountReader.Read(connection, customer);
        account.AdvanceTo(now, now);
        return account;
    }

    /// <summary>Carries a command out, unless its key was used: then the first result is the answer (rule 5.1.10).</summary>
    private Task<Result<LedgerEntry>> OnceAsync(Guid key, object content, Func<Writing, Result<LedgerEntry>> command)
    {
        var fingerprint = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, content.GetType(), CommandContent.Json));
        return _store.WriteAsync<LedgerEntry>(async writing =>
        {
            if (await writing.Db.Commands.AsNoTracking().SingleOrDefaultAsync(recorded => recorded.Key == key) is { } recorded)
            {
                return recorded.Fingerprint.AsSpan().SequenceEqual(fingerprint)
                    ? await writing.Db.LedgerEntries.AsNoTracking().SingleAsync(entry => entry.Id == recorded.EntryId)
                    : new CommandKeyReused();
            }

            var result = command(writing);
            if (result.Succeeded(out var entry, out _))
            {
                writing.Db.Commands.Add(new Command { Key = key, Fingerprint = fingerprint, EntryId = entry.Id, CreatedAt = writing.Now });
            }

            return result;
        });
    }
}
