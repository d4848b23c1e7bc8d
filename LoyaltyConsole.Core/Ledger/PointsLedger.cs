using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The points accounts: what they hold at an instant, and everything that a person does to them.</summary>
public sealed partial class PointsLedger
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

                if (at is null || at == now)
                {
                    var (figures, version, _) = AccountReader.Now(connection, customer, now);
                    return new AccountView(figures, version);
                }

                var account = at > now ? AccountReader.Read(connection, customer) : AccountReader.ReadAsOf(connection, customer, at.Value);
                account.AdvanceTo(at.Value, at.Value);
                return new AccountView(account.FiguresAt(at.Value), account.Version);
            },
            cancellationToken);
    }

    /// <summary>What an adjustment would do, by the same rules that book it (X2).</summary>
    /// <returns>
    /// The effect; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>, <see cref="AccountChanged"/>, <see cref="PointsMustBePositive"/>,
    /// <see cref="NothingToAdjust"/>, <see cref="TooManyDecimals"/>, <see cref="TooManyPoints"/>, <see cref="TextTooLong"/>,
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
                    booked.LockedUntil, booked.ValidUntil)
                {
                    Needs = FourEyes.Need(connection, settings, actor, adjustment.Customer, booked.Difference, now),
                };
            },
            cancellationToken);
    }

    /// <summary>Books a manual credit or deduction (L-071 to L-079, S-014 to S-021, E-043 to E-047).</summary>
    /// <returns>
    /// The entry, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>,
    /// <see cref="CommandKeyReused"/>, what <see cref="PreviewAsync"/> refuses, and an <see cref="ApprovalNeeded"/>.
    /// </returns>
    public Task<Result<LedgerEntry>> AdjustAsync(Adjustment adjustment, Actor actor)
    {
        if (!actor.May(Capability.AdjustPoints))
        {
            return Refused<LedgerEntry>(new NotAllowed(Capability.AdjustPoints));
        }

        return Once.RunAsync(_store, adjustment.Key, adjustment, writing => Adjust(writing, adjustment, actor));
    }

    internal static Result<LedgerEntry> Adjust(Writing writing, Adjustment adjustment, Actor actor)
    {
        var opened = Open(writing.Connection, adjustment.Customer, writing.Now);
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

        if (FourEyes.Weigh(writing, actor, adjustment.Customer, booked.Difference) is { } needed)
        {
            return needed;
        }

        return Book(writing, account, before, booked.Entry, actor, "AdjustPoints");
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

    /// <summary>Whether the customer has left the programme, and collects nothing (S-009).</summary>
    internal static bool HasLeft(Reads reads, CustomerId customer) =>
        reads.Number("SELECT COUNT(*) FROM Customers WHERE Id = @0 AND LeftAt IS NOT NULL", customer.Value) > 0;

    /// <summary>The account of a customer who takes part, with time having acted up to now.</summary>
    internal static Result<PointsAccount> Open(Reads reads, CustomerId customer, Instant now, bool withSpentLots = false)
    {
        switch ((CustomerStatus)reads.Number("SELECT Status FROM Customers WHERE Id = @0", customer.Value))
        {
            case CustomerStatus.Deleted: return new CustomerDeleted();
            case CustomerStatus.Inactive: return new CustomerInactive();
            case CustomerStatus.Active: break;
            default: return new CustomerNotFound(customer);
        }

        var account = AccountReader.Read(reads, customer, withSpentLots);
        account.AdvanceTo(now, now);
        return account;
    }
}
