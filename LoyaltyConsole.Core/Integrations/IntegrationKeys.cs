using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>A key as it is ordered: its secret is made by whoever orders it, so that ordering it twice makes one key.</summary>
/// <param name="Integration">The name of the integration, which is recorded when it is new.</param>
/// <param name="Secret">The secret, of which only a hash is kept.</param>
/// <param name="Scopes">What it opens.</param>
public sealed record NewIntegrationKey(string Integration, KeySecret Secret, IntegrationScopes Scopes);

/// <summary>A row of the list of integrations: one for each key, and one for an integration without any.</summary>
/// <param name="Integration">The integration.</param>
/// <param name="Key">Its key.</param>
public sealed record IntegrationRow(Integration Integration, IntegrationKey? Key);

/// <summary>The integrations and the keys by which they call.</summary>
public sealed class IntegrationKeys
{
    private readonly LoyaltyStore _store;
    private readonly KeyRing _ring;

    internal IntegrationKeys(LoyaltyStore store, KeyRing ring) => (_store, _ring) = (store, ring);

    /// <summary>All integrations by name, the latest key of each first.</summary>
    /// <returns>The rows; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<IntegrationRow>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Api) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync<Result<IReadOnlyList<IntegrationRow>>>(
            async db =>
            {
                var integrations = await db.Integrations.OrderBy(integration => integration.Name).ToListAsync(cancellationToken);
                var keys = (await db.IntegrationKeys.OrderByDescending(key => key.Id).ToListAsync(cancellationToken))
                    .ToLookup(key => key.IntegrationId);
                return integrations
                    .SelectMany(integration => keys[integration.Id].Cast<IntegrationKey?>().DefaultIfEmpty(), (integration, key) => new IntegrationRow(integration, key))
                    .ToList();
            },
            cancellationToken);
    }

    /// <summary>Makes a key. The same order again answers the first result.</summary>
    /// <returns>
    /// The key; or, in this order, <see cref="NotAllowed"/>, <see cref="IntegrationNameMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="ScopesMissing"/>, <see cref="CommandKeyReused"/>.
    /// </returns>
    public async Task<Result<IntegrationKey>> CreateAsync(NewIntegrationKey order, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Api) is { } refused)
        {
            return refused;
        }

        var name = order.Integration.Trim();
        if (name.Length == 0)
        {
            return new IntegrationNameMissing();
        }

        if (name.Length > Integration.NameLength)
        {
            return new TextTooLong(Integration.NameLength);
        }

        var scopes = order.Scopes & IntegrationScopes.All;
        if (scopes == IntegrationScopes.None)
        {
            return new ScopesMissing();
        }

        var created = await _store.WriteAsync<IntegrationKey>(async writing =>
        {
            var hash = order.Secret.Hash();
            var integration = CustomerRegister.Integration(writing, name);
            if (await writing.Db.IntegrationKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Prefix == order.Secret.Prefix) is { } made)
            {
                return made.Hash.AsSpan().SequenceEqual(hash) && made.IntegrationId == integration && made.Scopes == scopes
                    ? made
                    : new CommandKeyReused();
            }

            var key = new IntegrationKey
            {
                Id = new IntegrationKeyId(1 + await writing.Db.IntegrationKeys.CountAsync()),
                IntegrationId = integration,
                Prefix = order.Secret.Prefix,
                Hash = hash,
                Scopes = scopes,
                CreatedAt = writing.Now,
                CreatedBy = actor.Name,
            };
            writing.Db.IntegrationKeys.Add(key);
            writing.Audit(actor, "CreateIntegrationKey", null, null, $"{name}: {order.Secret}, {string.Join(' ', ScopeNames.Of(scopes))}");
            return key;
        });
        _ring.Forget();
        return created;
    }

    /// <summary>Revokes a key: it opens nothing any more. Doing it twice changes nothing.</summary>
    /// <returns>The key; or, in this order, <see cref="NotAllowed"/>, <see cref="KeyNotFound"/>.</returns>
    public async Task<Result<IntegrationKey>> RevokeAsync(IntegrationKeyId id, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Api) is { } refused)
        {
            return refused;
        }

        var revoked = await _store.WriteAsync<IntegrationKey>(async writing =>
        {
            var key = await writing.Db.IntegrationKeys.SingleOrDefaultAsync(key => key.Id == id);
            if (key is null)
            {
                return new KeyNotFound();
            }

            if (key.RevokedAt is null)
            {
                (key.RevokedAt, key.RevokedBy) = (writing.Now, actor.Name);
                writing.Audit(actor, "RevokeIntegrationKey", null, KeySecret.Shown(key.Prefix), "revoked");
            }

            return key;
        });
        _ring.Forget();
        return revoked;
    }
}
