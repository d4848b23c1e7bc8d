using System.Data.Common;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Opens one customer: the profile's head, and the small changes of status that the row menu offers.</summary>
public sealed class CustomerProfiles
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal CustomerProfiles(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>The head of the profile, as it is now.</summary>
    /// <returns>
    /// The profile; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerMerged"/>,
    /// <see cref="CustomerDeleted"/>, since a deleted account can no longer be viewed in detail (L-100).
    /// </returns>
    public Task<Result<CustomerProfile>> OpenAsync(CustomerId id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<CustomerProfile>>(new NotAllowed(Capability.ReadCustomers));
        }

        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return _store.ReadAsync<Result<CustomerProfile>>(
            async db =>
            {
                var found = await db.Customers
                    .Where(customer => customer.Id == id)
                    .Select(customer => new
                    {
                        Customer = customer,
                        Integration = db.Integrations.First(integration => integration.Id == customer.IntegrationId).Name,
                        Tier = db.Tiers.First(tier => tier.Id == customer.TierId),
                    })
                    .SingleOrDefaultAsync(cancellationToken);
                if (found is null)
                {
                    return new CustomerNotFound(id);
                }

                if (found.Customer.Status == CustomerStatus.Deleted)
                {
                    return found.Customer.MergedInto is { } survivor ? new CustomerMerged(survivor) : new CustomerDeleted();
                }

                var connection = db.Database.GetDbConnection();
                var (figures, version, oldestDebtAt) = AccountReader.Now(connection, id, now);
                return new CustomerProfile(
                    found.Customer, found.Integration, found.Tier.Name, found.Tier.Rank,
                    new AccountView(figures, version), KeyFiguresOf(connection, id), oldestDebtAt);
            },
            cancellationToken);
    }

    /// <summary>Activates or deactivates (L-025, L-026). Doing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<Done>> SetActiveAsync(CustomerId id, bool active, Actor actor) => ChangeAsync(
        id, actor, Capability.ChangeStatus, active ? "Activate" : "Deactivate",
        customer => customer.Status.ToString(),
        customer => customer.Status = active ? CustomerStatus.Active : CustomerStatus.Inactive);

    /// <summary>Locks or unlocks redemption (L-029, L-030); a locked customer still collects (L-021). Doing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.</returns>
    public Task<Result<Done>> SetLockedAsync(CustomerId id, bool locked, Actor actor) => ChangeAsync(
        id, actor, locked ? Capability.LockRedemption : Capability.UnlockRedemption, locked ? "LockRedemption" : "UnlockRedemption",
        customer => customer.IsLocked ? "locked" : "not locked",
        customer => customer.IsLocked = locked);

    private Task<Result<Done>> ChangeAsync(
        CustomerId id, Actor actor, Capability needed, string deed, Func<Customer, string> state, Action<Customer> change)
    {
        if (!actor.May(needed))
        {
            return Task.FromResult<Result<Done>>(new NotAllowed(needed));
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            var customer = await writing.Db.Customers.SingleOrDefaultAsync(customer => customer.Id == id);
            if (customer is null)
            {
                return new CustomerNotFound(id);
            }

            if (customer.Status == CustomerStatus.Deleted)
            {
                return new CustomerDeleted();
            }

            var before = state(customer);
            change(customer);
            if (!string.Equals(state(customer), before, StringComparison.Ordinal))
            {
                customer.ModifiedAt = writing.Now;
                writing.Audit(actor, deed, id, before, state(customer));
            }

            return default(Done);
        });
    }

    private static KeyFigures KeyFiguresOf(DbConnection connection, CustomerId id)
    {
        var byCurrency = connection.Query(
            """
            SELECT Currency, SUM(GoodsTotal + Shipping), COUNT(*) FILTER (WHERE Type = 1)
            FROM Orders WHERE CustomerId = @0 GROUP BY Currency ORDER BY 2 DESC
            """,
            row => (Total: new Money(row.GetInt64(1), row.GetString(0)), Orders: row.GetInt32(2)),
            ("@0", id.Value));
        var last = connection.Query(
            "SELECT GoodsTotal + Shipping, Currency, PlacedAt FROM Orders WHERE CustomerId = @0 AND Type = @1 ORDER BY PlacedAt DESC, Id DESC LIMIT 1",
            row => (Value: new Money(row.GetInt64(0), row.GetString(1)), At: Instant.FromUnixTimeMilliseconds(row.GetInt64(2))),
            ("@0", id.Value), ("@1", (int)OrderType.Order));
        return new KeyFigures(
            [.. byCurrency.Select(currency => currency.Total)],
            byCurrency.Sum(currency => currency.Orders),
            last.Count == 0 ? null : last[0].Value,
            [.. byCurrency.Where(currency => currency.Orders > 0).Select(currency => Money.Of(currency.Total.Value / currency.Orders, currency.Total.Currency))],
            last.Count == 0 ? null : last[0].At);
    }
}
