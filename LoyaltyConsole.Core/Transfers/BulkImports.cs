using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A file that is ready to be staged.</summary>
/// <param name="Name">What it is called among the imports.</param>
/// <param name="Rows">How many customers it names.</param>
/// <param name="Options">How it is to be staged.</param>
public sealed record BulkFile(string Name, long Rows, ImportOptions Options);

/// <summary>The list finds nobody for whom something could be done.</summary>
public sealed record NobodyToAdjust : Refusal;

/// <summary>
/// Turns a list into a file. What comes then is an import like any other: rehearsed row by row, committed in small steps that
/// can be resumed, and taken back as a whole (X1).
/// </summary>
public sealed class BulkImports
{
    private readonly LoyaltyStore _store;
    private readonly ProgrammeBook _programme;
    private readonly IClock _clock;

    internal BulkImports(LoyaltyStore store, ProgrammeBook programme, IClock clock) => (_store, _programme, _clock) = (store, programme, clock);

    /// <summary>Whether a person may do such a thing to everybody whom a list finds.</summary>
    public static bool May<TOrder>(Actor actor)
        where TOrder : BulkOrder => BulkOrder.RightsOf<TOrder>().All(actor.May);

    /// <summary>Writes the file. Whom the list finds at this moment is in it; deleted customers are not.</summary>
    /// <param name="order">What becomes of whom.</param>
    /// <param name="stream">Where; stays open.</param>
    /// <param name="actor">Who orders it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// What was written; or, in this order, <see cref="NotAllowed"/> (to import, then for the single deed),
    /// <see cref="ExportFilterUnknown"/>, <see cref="FeatureOff"/>, what the order itself refuses, <see cref="NobodyToAdjust"/>. Points:
    /// <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>, <see cref="NothingToAdjust"/>, <see cref="TooManyPoints"/>,
    /// <see cref="TooManyDecimals"/>, <see cref="ValidityInThePast"/>. Levels: <see cref="TierUnchanged"/>,
    /// <see cref="TierNotFound"/>, <see cref="TextTooLong"/>, <see cref="TierLockInThePast"/>. Groups: <see cref="GroupMissing"/>,
    /// <see cref="TextTooLong"/>. Coupons: <see cref="Rewards.CouponCampaignNotFound"/>, <see cref="Rewards.CampaignNotInForce"/>.
    /// </returns>
    public async Task<Result<BulkFile>> WriteAsync(BulkOrder order, Stream stream, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return refused;
        }

        if (_store.Refuses(actor, order.Rights) is { } unallowed)
        {
            return unallowed;
        }

        var filter = CustomerFilterText.Read(order.Filter, out var unread);
        if (unread is [var part, ..])
        {
            return new ExportFilterUnknown(part);
        }

        if (_store.Refuses(actor, Capability.Import, filter.Needs()) is { } missing)
        {
            return missing;
        }

        var (settings, now) = (await _programme.SettingsAsync(cancellationToken), _clock.GetCurrentInstant());
        var levels = await _store.ReadAsync(connection => TierRules.Read(connection), cancellationToken);
        var campaigns = await _store.ReadAsync(db => db.Campaigns.ToListAsync(cancellationToken), cancellationToken);
        if (order.Flaw(new BulkFacts(settings, levels, campaigns, now)) is { } flaw)
        {
            return flaw;
        }

        IReadOnlyList<CustomerStatus> asked = filter.Statuses.Count == 0 ? [CustomerStatus.Active, CustomerStatus.Inactive] : filter.Statuses;
        var living = asked.Where(status => status != CustomerStatus.Deleted).ToList();
        var rows = living.Count == 0 ? 0 : await _store.ReadAsync(
            connection => Write(new CustomerQuery(connection, filter with { Statuses = living }, settings, now, CustomerDirectory.CountedExactly + 1)
                .AllIds(connection, CustomerSort.Id, descending: false), order, stream, levels, cancellationToken),
            cancellationToken);
        return rows == 0 ? new NobodyToAdjust()
            : new BulkFile(
                ExportName.OfBulk(order.Words(levels), order.Filter, actor, settings, now), rows,
                order.Options with { Delimiter = CsvDelimiter.Comma, Encoding = "utf-8", DateFormat = DateFormat.Iso.Pattern() });
    }

    private static long Write(List<long> ids, BulkOrder order, Stream stream, IReadOnlyList<Tier> levels, CancellationToken cancellationToken)
    {
        using var csv = new CsvText(stream, CsvDelimiter.Comma);
        foreach (var name in order.Columns)
        {
            csv.Text(name);
        }

        csv.EndRow();
        foreach (var id in ids)
        {
            cancellationToken.ThrowIfCancellationRequested();
            csv.Number(id);
            order.Write(csv, id, levels);
            csv.EndRow();
        }

        return ids.Count;
    }
}
