using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Gives the coupons that an import accepted, as by hand, and withdraws those that were not used (X1).</summary>
internal sealed class CouponsCommit(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
    : RowCommit<CouponsCommit.Row>(store, import, actor, report)
{
    private OwnAccounts? _own;

    protected override string Table => "ImportedCoupons";

    protected override ImportCounts Start(ImportCounts rehearsed) => rehearsed;

    protected override ImportCounts Tally(DbConnection connection) => ImportTally.OfCoupons(connection, Import.Id, new ImportCounts());

    protected override string InWords(ImportCounts counts) => $"{counts.Accepted} coupons to {counts.Customers} customers";

    protected override List<Row> Next(Writing writing, ImportState state, long behind, int most) => ((Reads)writing.Connection).Query(
        """
        SELECT p.Line, p.CustomerId, p.CampaignId, p.Identifier, p.CouponId, p.Named, c.Status, c.LeftAt IS NOT NULL
        FROM ImportedCoupons p CROSS JOIN Customers c ON c.Id = p.CustomerId
        WHERE p.ImportId = @0 AND p.Line > @1 AND p.State = @2 ORDER BY p.Line LIMIT @3
        """,
        row => new Row(row.GetInt64(0), new CustomerId(row.GetInt64(1)), new CampaignId(row.GetInt64(2)), row.TextOrNull(3), new CouponId(row.LongOrNull(4) ?? 0), row.TextOrNull(5))
        {
            Status = (CustomerStatus)row.GetInt32(6),
            HasLeft = row.GetBoolean(7),
        },
        Import.Id.Value, behind, (int)state, most);

    protected override async Task<ImportCounts> CommitAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, Actor);
        var campaigns = await writing.Db.Campaigns.AsNoTracking().Where(campaign => campaign.Kind == CampaignKind.Coupon).ToListAsync();
        campaigns.RemoveAll(campaign => !campaign.IsInForceAt(writing.Now));
        using var held = new CouponsHeld(writing.Connection.Database);
        return rows.Aggregate(counts, (sum, row) => Commit(writing, row, campaigns, held, sum));
    }

    protected override async Task<ImportCounts> UndoAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, Actor);
        var ids = rows.ConvertAll(row => row.Coupon);
        var coupons = await writing.Db.Coupons.Where(coupon => ids.Contains(coupon.Id)).ToDictionaryAsync(coupon => coupon.Id);
        return rows.Aggregate(counts, (sum, row) => Mark(writing, row, Undo(writing, coupons[row.Coupon]), sum));
    }

    private ImportCounts Commit(Writing writing, Row row, List<Campaign> campaigns, CouponsHeld held, ImportCounts counts)
    {
        var campaign = campaigns.Find(campaign => campaign.Id == row.Campaign);
        var problem = _own!.Includes(writing.Connection, row.Customer) ? new ImportProblem(ImportReason.OwnAccount, null, row.Named)
            : CustomerFinder.Unfit(row.Status, row.HasLeft, row.Named)
            ?? (campaign is null ? CouponsRowReader.Unknown(row.Campaign.ToString(), campaigns)
                : held.GivenBy(row.Identifier) is { } code ? new ImportProblem(ImportReason.CouponGivenBefore, null, code) : null);
        if (problem is not null)
        {
            return Leave(writing, row, problem, counts);
        }

        var before = held.Of(row.Customer, row.Campaign, writing.Now);
        var coupon = CouponBook.Give(writing, CouponsRow.KeyOf(row.Identifier) ?? Guid.CreateVersion7(), row.Customer, campaign!, Actor);
        writing.Connection.Prepare("UPDATE ImportedCoupons SET State = 4, CouponId = @2, HeldBefore = @3, Cells = NULL WHERE ImportId = @0 AND Line = @1")
            .Run(Import.Id.Value, row.Line, coupon.Id.Value, before);
        return counts with { Committed = counts.Committed + 1 };
    }

    // Why the coupon is kept; null where it was withdrawn. It may have gone to another account by a merge.
    private ImportProblem? Undo(Writing writing, Coupon coupon)
    {
        if (coupon.State is CouponState.Used)
        {
            return new ImportProblem(ImportReason.CouponUsed, null, coupon.Code);
        }

        if (coupon.State is CouponState.Withdrawn)
        {
            return new ImportProblem(ImportReason.CouponWithdrawnBefore, null, coupon.Code);
        }

        if (_own!.Includes(writing.Connection, coupon.CustomerId))
        {
            return new ImportProblem(ImportReason.OwnAccount, null, coupon.Code);
        }

        CouponBook.Withdraw(writing, coupon, Actor);
        return null;
    }

    internal sealed record Row(long Line, CustomerId Customer, CampaignId Campaign, string? Identifier, CouponId Coupon, string? Named) : BookedRow(Line)
    {
        public CustomerStatus Status { get; init; }

        public bool HasLeft { get; init; }
    }
}
