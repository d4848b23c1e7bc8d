using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The programme itself: its settings, and the lists that its screens choose from.</summary>
public sealed class ProgrammeBook
{
    private readonly LoyaltyStore _store;

    internal ProgrammeBook(LoyaltyStore store) => _store = store;

    /// <summary>The settings as they are now.</summary>
    public Task<ProgrammeSettings> SettingsAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(db => db.Settings.SingleAsync(cancellationToken), cancellationToken);

    /// <summary>The settings, for whoever is being put together and cannot wait.</summary>
    public ProgrammeSettings Settings() => SettingsAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>All integrations by name.</summary>
    public Task<IReadOnlyList<Integration>> IntegrationsAsync(CancellationToken cancellationToken) => _store.ReadAsync(
        async db => (IReadOnlyList<Integration>)await db.Integrations.OrderBy(integration => integration.Name).ToListAsync(cancellationToken),
        cancellationToken);

    /// <summary>All levels from the lowest.</summary>
    public Task<IReadOnlyList<Tier>> TiersAsync(CancellationToken cancellationToken) => _store.ReadAsync(
        async db => (IReadOnlyList<Tier>)await db.Tiers.OrderBy(tier => tier.Rank).ToListAsync(cancellationToken),
        cancellationToken);

    /// <summary>The campaigns that earn, the newest last.</summary>
    public Task<IReadOnlyList<Campaign>> CampaignsAsync(CancellationToken cancellationToken) => _store.ReadAsync(
        async db => (IReadOnlyList<Campaign>)await db.Campaigns.OrderBy(campaign => campaign.Id).ToListAsync(cancellationToken),
        cancellationToken);
}
