using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Programme;

/// <summary>The programme itself: its settings, and the lists that its screens choose from.</summary>
public sealed class ProgrammeBook
{
    private readonly LoyaltyStore _store;
    private int _edition;

    internal ProgrammeBook(LoyaltyStore store) => _store = store;

    /// <summary>The settings as they are now.</summary>
    public Task<ProgrammeSettings> SettingsAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(db => db.Settings.SingleAsync(cancellationToken), cancellationToken);

    /// <summary>The settings, for whoever is being put together and cannot wait.</summary>
    public ProgrammeSettings Settings() => SettingsAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Counts the changes of the settings, so that whoever keeps them can tell that they are old. Read it before them.</summary>
    public int Edition => Volatile.Read(ref _edition);

    /// <summary>Hears when the settings were changed.</summary>
    public event EventHandler? SettingsChange;

    /// <summary>Changes the settings; nothing that is booked changes with them (rule 5.1.9). The same form twice changes nothing.</summary>
    /// <param name="seen">The settings as the form showed them.</param>
    /// <param name="wanted">What they are to be.</param>
    /// <param name="actor">Who changes them.</param>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="ProgrammeNameMissing"/>, <see cref="UnitNameMissing"/>,
    /// <see cref="TextTooLong"/>, <see cref="SettingOutOfRange"/>, <see cref="ZoneUnknown"/>, <see cref="CurrencyUnknown"/>,
    /// <see cref="CallingCodeUnknown"/>, <see cref="LanguageUnknown"/>, <see cref="DecimalsInUse"/>, <see cref="SettingsChanged"/>.
    /// </returns>
    public async Task<Result<Done>> ChangeAsync(ProgrammeRules seen, ProgrammeRules wanted, Actor actor)
    {
        if (!actor.May(Capability.ManageProgramme))
        {
            return new NotAllowed(Capability.ManageProgramme);
        }

        if (wanted.Flaw() is { } flaw)
        {
            return flaw;
        }

        // Before the write, since it may have to look at every entry; points of more decimals cannot be booked meanwhile
        // but for the moment between the two, and would only be shown rounded.
        var step = wanted.Decimals switch { 0 => 100, 1 => 10, _ => 1 };
        if (wanted.Decimals < seen.Decimals && await _store.ReadAsync(
            connection => connection.Number("SELECT COUNT(*) FROM (SELECT 1 FROM LedgerEntries WHERE Points % @step <> 0 LIMIT 1) finer", ("@step", step)) > 0,
            CancellationToken.None))
        {
            return new DecimalsInUse(wanted.Decimals);
        }

        var changed = await _store.WriteAsync<Done>(async writing =>
        {
            var settings = await writing.Db.Settings.SingleAsync();
            var before = ProgrammeRules.Of(settings);
            if (before == wanted)
            {
                return default(Done);
            }

            if (before != seen)
            {
                return new SettingsChanged();
            }

            wanted.WriteTo(settings);
            writing.Audit(actor, "ChangeSettings", null, before.Differing(wanted), wanted.Differing(before));
            return default(Done);
        });
        if (changed.Succeeded(out _, out _))
        {
            Interlocked.Increment(ref _edition);
            SettingsChange?.Invoke(this, EventArgs.Empty);
        }

        return changed;
    }

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
