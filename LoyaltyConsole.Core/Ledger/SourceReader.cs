using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Tells what credits and movements are known by.</summary>
internal sealed class SourceReader
{
    /// <summary>The columns of a source, of entry e, order o and campaign g.</summary>
    public const string Columns = "e.Kind, e.OrderId, o.RefId, e.CampaignId, g.Name, e.CouponCode, e.Reason";

    /// <summary>Where <see cref="Columns"/> come from.</summary>
    public const string From = "LedgerEntries e LEFT JOIN Orders o ON o.Id = e.OrderId LEFT JOIN Campaigns g ON g.Id = e.CampaignId";

    private readonly Dictionary<LedgerEntryId, Source> _known;

    private SourceReader(Dictionary<LedgerEntryId, Source> known) => _known = known;

    /// <summary>Reads those of some entries only: an account may hold ten thousand.</summary>
    public static SourceReader Of(Reads reads, IEnumerable<LedgerEntryId> entries) => new(reads.Query(
        $"SELECT e.Id, {Columns} FROM {From} WHERE e.Id IN ({string.Join(',', entries.Distinct())})",
        row => (Id: new LedgerEntryId(row.GetInt64(0)), Source: SourceOf(row, 1))).ToDictionary(row => row.Id, row => row.Source));

    /// <summary>Reads <see cref="Columns"/> from a row.</summary>
    public static Source SourceOf(StoredRow row, int from) => new(
        (EntryKind)row.GetInt32(from),
        row.LongOrNull(from + 1) is { } order ? new OrderId(order) : null, row.TextOrNull(from + 2),
        row.LongOrNull(from + 3) is { } campaign ? new CampaignId(campaign) : null, row.TextOrNull(from + 4),
        row.TextOrNull(from + 5), (ReasonKind?)row.LongOrNull(from + 6));

    public Source Of(LedgerEntryId id) => _known[id];

    // What no job has written down yet has no more than this to be known by.
    public Source Of(Movement movement) => movement.Id is { } id
        ? _known[id]
        : new Source(movement.Kind, movement.OrderId, null, null, null, null, null);
}
