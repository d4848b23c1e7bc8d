using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>By what a shop names a customer.</summary>
public enum CustomerMark
{
    /// <summary>The reference in the shop's system.</summary>
    RefId,

    /// <summary>The e-mail address.</summary>
    Email,

    /// <summary>The phone number.</summary>
    Phone,

    /// <summary>The reference of an order of theirs in the shop's system.</summary>
    OrderRef,
}

/// <summary>
/// What a shop may ask about a customer. Staff see more: of a deactivated customer a shop learns nothing about the points
/// account (L-023).
/// </summary>
public sealed class CustomerEnquiries
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;
    private readonly ProgrammeBook _programme;

    internal CustomerEnquiries(LoyaltyStore store, IClock clock, ProgrammeBook programme) => (_store, _clock, _programme) = (store, clock, programme);

    /// <summary>Finds the one customer whom a mark names.</summary>
    /// <returns>
    /// Their id; or, in this order, <see cref="NotAllowed"/> where the actor neither reads customers nor records orders,
    /// <see cref="CustomerUnknown"/>, <see cref="CustomerAmbiguous"/>.
    /// </returns>
    public async Task<Result<CustomerId>> FindAsync(CustomerMark mark, string value, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers) && !actor.May(Capability.RecordOrders))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var callingCode = mark == CustomerMark.Phone ? (await _programme.SettingsAsync(cancellationToken)).CallingCode : "";
        return await _store.ReadAsync(
            connection => mark switch
            {
                CustomerMark.RefId => CustomerSearch.ByRef(connection, actor.Integration, value),
                CustomerMark.Email => CustomerSearch.ByEmail(connection, value),
                CustomerMark.Phone => CustomerSearch.ByPhone(connection, value, callingCode),
                CustomerMark.OrderRef => CustomerSearch.ByOrder(connection, actor.Integration, value),
                _ => throw new ArgumentOutOfRangeException(nameof(mark)),
            },
            cancellationToken);
    }

    /// <summary>A customer's profile.</summary>
    /// <returns>
    /// The profile; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.
    /// </returns>
    public async Task<Result<CustomerCard>> OpenAsync(CustomerId id, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        return await _store.ReadAsync<Result<CustomerCard>>(
            async db =>
            {
                var card = await db.Customers
                    .Where(customer => customer.Id == id)
                    .Select(customer => new CustomerCard(
                        customer,
                        db.Integrations.First(integration => integration.Id == customer.IntegrationId).Name,
                        db.Tiers.First(tier => tier.Id == customer.TierId).Name))
                    .SingleOrDefaultAsync(cancellationToken);
                return card is null ? new CustomerNotFound(id)
                    : card.Customer.Status == CustomerStatus.Deleted ? new CustomerDeleted()
                    : card;
            },
            cancellationToken);
    }

    /// <summary>The figures at an instant, by default now.</summary>
    /// <returns>
    /// The figures; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>.
    /// </returns>
    public async Task<Result<Figures>> BalanceAsync(CustomerId id, Instant? at, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var now = _clock.GetCurrentInstant().TruncatedToMilliseconds();
        return await _store.ReadAsync<Result<Figures>>(
            connection =>
            {
                if (Silence(connection, id) is { } silence)
                {
                    return silence;
                }

                var instant = at?.TruncatedToMilliseconds() ?? now;
                var account = instant >= now ? AccountReader.Read(connection, id) : AccountReader.ReadAsOf(connection, id, instant);
                account.AdvanceTo(instant, instant);
                return account.FiguresAt(instant);
            },
            cancellationToken);
    }

    /// <summary>The points history, the newest first.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="after">The entry after which to go on; null for the beginning.</param>
    /// <param name="limit">How many entries.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>
    /// The entries; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="CustomerInactive"/>.
    /// </returns>
    public async Task<Result<IReadOnlyList<HistoryRow>>> HistoryAsync(
        CustomerId id, LedgerEntryId? after, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var now = _clock.GetCurrentInstant();
        return await _store.ReadAsync<Result<IReadOnlyList<HistoryRow>>>(
            connection => Silence(connection, id) is { } silence ? silence : PointsHistory.After(connection, id, after, limit, now),
            cancellationToken);
    }

    private static Refusal? Silence(DbConnection connection, CustomerId id) =>
        (CustomerStatus)connection.Number("SELECT Status FROM Customers WHERE Id = @0", ("@0", id.Value)) switch
        {
            CustomerStatus.Active => null,
            CustomerStatus.Inactive => new CustomerInactive(),
            CustomerStatus.Deleted => new CustomerDeleted(),
            _ => new CustomerNotFound(id),
        };
}
