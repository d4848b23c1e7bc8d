using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>An order to delete a customer.</summary>
/// <param name="Key">The key of the command; the same order twice is carried out once.</param>
/// <param name="Customer">Who is deleted.</param>
/// <param name="Typed">What was typed to confirm it: the customer's id or e-mail address.</param>
public sealed record ErasureOrder(Guid Key, CustomerId Customer, string Typed);

/// <summary>"Delete": separates a customer from the shop's account and makes them unrecognisable, for good (L-027, L-098).</summary>
public sealed class Erasures
{
    private readonly LoyaltyStore _store;

    private readonly IClock _clock;

    internal Erasures(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>
    /// Deletes a customer: everything personal is erased, points, amounts and dates stay for statistics and traceability
    /// (L-099). It cannot be undone. The same command again answers the first certificate.
    /// </summary>
    /// <returns>
    /// The certificate; or, in this order, <see cref="NotAllowed"/>, <see cref="CommandKeyReused"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>, <see cref="ErasureNotConfirmed"/>, <see cref="ErasureAwaitsCoupon"/>, <see cref="ErasureAwaitsImport"/>.
    /// </returns>
    public Task<Result<ErasureCertificate>> EraseAsync(ErasureOrder order, Actor actor)
    {
        if (!actor.May(Capability.EraseCustomers))
        {
            return Task.FromResult<Result<ErasureCertificate>>(new NotAllowed(Capability.EraseCustomers));
        }

        return _store.WriteAsync<ErasureCertificate>(async writing =>
        {
            if (await writing.Db.Erasures.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == order.Key) is { } known)
            {
                return known.CustomerId == order.Customer ? known : new CommandKeyReused();
            }

            var customer = await writing.Db.Customers.AsNoTracking().SingleOrDefaultAsync(customer => customer.Id == order.Customer);
            if (customer is null)
            {
                return new CustomerNotFound(order.Customer);
            }

            if (customer.Status == CustomerStatus.Deleted)
            {
                return new CustomerDeleted();
            }

            if (!Confirms(order.Typed, customer))
            {
                return new ErasureNotConfirmed(order.Customer);
            }

            if (Erasure.Obstacle(writing, order.Customer) is { } obstacle)
            {
                return obstacle;
            }

            // Nobody can be merged with a deleted account any more.
            AccountMerges.Supersede(writing, [order.Customer], actor);
            return await Erasure.EraseAsync(writing, order.Customer, actor, mergedInto: null, order.Key);
        });
    }

    /// <summary>The certificate of a deleted customer.</summary>
    /// <returns>The certificate; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/> where nobody was deleted.</returns>
    public async Task<Result<ErasureCertificate>> CertificateAsync(CustomerId customer, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.EraseCustomers))
        {
            return new NotAllowed(Capability.EraseCustomers);
        }

        var found = await _store.ReadAsync(
            db => db.Erasures.SingleOrDefaultAsync(certificate => certificate.CustomerId == customer, cancellationToken), cancellationToken);
        return found is null ? new CustomerNotFound(customer) : found;
    }

    /// <summary>Takes what may be left of the latest erasures out of the indexes that are too large to do so by day.</summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        var since = _clock.GetCurrentInstant() - Duration.FromDays(2);
        if (await _store.ReadAsync(db => db.Erasures.AnyAsync(certificate => certificate.At > since, cancellationToken), cancellationToken))
        {
            await _store.RenewAsync(cancellationToken);
        }
    }

    private static bool Confirms(string typed, Customer customer)
    {
        var text = typed.Trim();
        return string.Equals(text.TrimStart('#'), customer.Id.ToString(), StringComparison.Ordinal)
            || (customer.Email is not null && string.Equals(SearchKeys.Fold(text), SearchKeys.Fold(customer.Email), StringComparison.Ordinal));
    }
}
