using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Coupons for many: by a file or for everybody in a list, rehearsed, given once, and withdrawn where nobody has used them (R-025, X1).</summary>
public sealed class CouponsImportTests : PointsImportTest
{
    private static readonly ImportOptions _coupons = new() { Kind = ImportKind.Coupons };

    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, ValidityMonths, CouponText) VALUES (5, 'Autumn', 8, 2500, 0, 1, '10 % off')");
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, ValidityMonths, CouponText, EndsAt) VALUES (6, 'Summer', 8, 2500, 0, 1, '5 % off', 0)");
    }

    [Fact]
    public async Task R_025_a_rehearsal_shows_who_gets_a_coupon_and_a_commit_gives_it_as_by_hand()
    {
        var (ada, bob) = (await Programme.CustomerAsync("Ada", email: "ada@example.com"), await Programme.CustomerAsync("Bob", email: "bob@example.com"));
        await Programme.Get<CouponBook>().GiveAsync(Guid.CreateVersion7(), bob, new CampaignId(5), Programme.Agent);

        var import = await StageAsync("E-Mail;Kampagne\nada@example.com;AUTUMN\nbob@example.com;C-5\nada@example.com;Autumn\nbob@example.com;Summer\nnobody@example.com;Autumn\n;Autumn\nbob@example.com;\n", _coupons);

        Assert.Equal((7, 2, 3, 2, 2), (import.Counts.Rows, import.Counts.Accepted, import.Counts.Rejected, import.Counts.Skipped, import.Counts.Customers));
        Assert.Equal(
            [(ada, 0, null), (bob, 1, null), (ada, 0, ImportReason.SaidBefore), (bob, 0, ImportReason.UnknownCampaign), (null, 0, ImportReason.NoSuchCustomer), (null, 0, ImportReason.NoCustomer), (bob, 0, ImportReason.CellEmpty)],
            (await CouponRowsAsync(import)).Select(row => (row.CustomerId, row.HeldBefore, row.Problem?.Reason)));
        Assert.Equal("Autumn (C-5)", (await CouponRowsAsync(import))[3].Problem!.Value);
        Assert.Single(Given());

        var done = await CommitAsync(import);
        var codes = (await CouponRowsAsync(done)).Take(2).Select(row => row.Code!).ToList();
        Assert.Equal((2, 2), (done.Counts.Committed, codes.Distinct(StringComparer.Ordinal).Count()));
        var row = (await Programme.Get<CouponBook>().ListAsync(ada, new CouponQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows.Single();
        Assert.Equal((codes[0], "Autumn", CouponState.Given), (row.Code, row.Campaign, row.State));
        Assert.Equal(
            (codes[0] + " of C-5", "Petra Lang"),
            Programme.Query($"SELECT After, Actor FROM AuditEntries WHERE Deed = 'GiveCoupon' AND CustomerId = {ada}", found => (found.GetString(0), found.GetString(1))).Single());
    }

    [Fact]
    public async Task X1_an_undo_withdraws_what_nobody_used_and_names_what_somebody_did()
    {
        var ids = new[] { await Programme.CustomerAsync(refId: "A"), await Programme.CustomerAsync(refId: "B"), await Programme.CustomerAsync(refId: "C") };
        var import = await ImportAsync("ref_id,campaign\nA,Autumn\nB,Autumn\nC,Autumn\n", _coupons);
        var codes = (await CouponRowsAsync(import)).Select(row => row.Code!).ToList();
        (await Programme.Get<CouponBook>().UseAsync(codes[1], "A-1", Programme.Agent)).OrThrow();
        (await Programme.Get<CouponBook>().WithdrawAsync(codes[2], Programme.Agent)).OrThrow();
        Assert.Equal(2, (await Programme.Get<ImportBook>().UndoEffectAsync(import.Id, Programme.Manager, Cancel)).OrThrow().MovedSince);

        var undone = (await Imports.UndoAsync(import.Id, Programme.Manager, Cancel)).OrThrow();

        Assert.Equal((ImportStatus.Undone, 1, 2), (undone.Status, undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal([3, 2, 3], Given());
        Assert.Equal(
            [new ImportProblem(ImportReason.CouponUsed, null, codes[1]), new ImportProblem(ImportReason.CouponWithdrawnBefore, null, codes[2])],
            (await CouponRowsAsync(undone, ImportState.Kept)).Select(row => row.Problem));
        Assert.Equal(Points.Whole(25), (await Programme.FiguresAsync(ids[1])).Total);
        Assert.Equal(1, Programme.Query("SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'WithdrawCoupon' AND Actor = 'Petra Lang'", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task X1_everybody_in_a_list_gets_one_coupon_by_one_order_however_often_it_is_staged()
    {
        await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Bob", registered: false);
        await Programme.CustomerAsync("Left");
        Programme.Execute("UPDATE Customers SET LeftAt = 1 WHERE Name = 'Left'");
        var order = new BulkCouponOrder(Guid.CreateVersion7(), "reg=registered", new CampaignId(5));

        var first = await StagedAsync(order);
        var second = await StagedAsync(order);
        Assert.Equal(("bulk_coupon_c-5_2025-11-28-1437_petra-lang_reg-registered.csv", 1, 1), (first.FileName, first.Counts.Accepted, first.Counts.Rejected));
        await CommitAsync(first);
        var again = await CommitAsync(second);

        Assert.Equal((0, 1), (again.Counts.Committed, again.Counts.AlreadyRecorded));
        Assert.Equal([ImportReason.CouponGivenBefore, ImportReason.CustomerLeft], (await CouponRowsAsync(again)).Select(row => row.Problem!.Reason));
        Assert.Single(Given());
        Assert.Equal(1, (await StagedAsync(order with { Key = Guid.CreateVersion7() })).Counts.Accepted);
    }

    [Fact]
    public async Task What_has_changed_since_the_rehearsal_stays_out()
    {
        var (gone, own) = (await Programme.CustomerAsync("Gone", refId: "G"), await Programme.CustomerAsync("Mia", refId: "M", email: "mia@example.com"));
        await Programme.CustomerAsync("Ada", refId: "A");
        var import = await StageAsync("ref_id,campaign\nG,Autumn\nM,Autumn\n", _coupons);
        var late = await StageAsync("ref_id,campaign\nA,Autumn\n", _coupons);
        Programme.Execute($"UPDATE Customers SET Status = 2 WHERE Id = {gone}");

        var done = (await Imports.CommitAsync(import.Id, Programme.Manager with { Email = "mia@example.com" }, Cancel)).OrThrow();
        Programme.Execute("UPDATE Campaigns SET EndsAt = 0 WHERE Id = 5");
        var ended = await CommitAsync(late);

        Assert.Equal([ImportReason.CustomerInactive, ImportReason.OwnAccount], (await CouponRowsAsync(done)).Select(row => row.Problem!.Reason));
        Assert.Equal(ImportReason.UnknownCampaign, (await CouponRowsAsync(ended)).Single().Problem!.Reason);
        Assert.Empty(Given());
        Assert.NotEqual(gone, own);
    }

    [Fact]
    public async Task It_takes_the_right_to_grant_and_a_campaign_in_force()
    {
        await Programme.CustomerAsync(refId: "A");
        var marketing = Actor.Person("Mia Funk", StaffRole.Marketing);

        Assert.False((await TryStageAsync("ref_id,campaign\nA,Autumn\n", _coupons, marketing)).Succeeded(out _, out var refusal));
        Assert.Equal(new NotAllowed(Capability.GrantCampaigns), refusal);
        Assert.False((await TryStageAsync("ref_id,points\nA,5\n", _coupons with { Map = "ref_id=ref_id" }, Programme.Manager)).Succeeded(out _, out refusal));
        Assert.Equal(new FieldNotMapped("campaign"), refusal);
        var order = new BulkCouponOrder(Guid.CreateVersion7(), "", new CampaignId(5));
        Assert.Equal(new NotAllowed(Capability.GrantCampaigns), await RefusedAsync(order, marketing));
        Assert.Equal(new CouponCampaignNotFound(), await RefusedAsync(order with { Campaign = new CampaignId(1) }, Programme.Manager));
        Assert.Equal(new CampaignNotInForce("Summer"), await RefusedAsync(order with { Campaign = new CampaignId(6) }, Programme.Manager));
        Assert.False(BulkImports.May<BulkCouponOrder>(marketing));
    }

    private IReadOnlyList<int> Given() => Programme.Query("SELECT State FROM Coupons ORDER BY Id", row => row.GetInt32(0));

    private async Task<Refusal?> RefusedAsync(BulkOrder order, Actor actor) =>
        (await Programme.Get<BulkImports>().WriteAsync(order, new MemoryStream(), actor, Cancel)).Succeeded(out _, out var refusal) ? null : refusal;

    private async Task<Import> StagedAsync(BulkOrder order)
    {
        BulkFile written;
        await using (var stream = File.Create(_file))
        {
            written = (await Programme.Get<BulkImports>().WriteAsync(order, stream, Programme.Manager, Cancel)).OrThrow();
        }

        var staged = (await Imports.StageAsync(_file, written.Name, written.Options, Programme.Manager, Cancel)).OrThrow();
        File.Delete(_file);
        return staged;
    }

    private async Task<IReadOnlyList<ImportedCouponRow>> CouponRowsAsync(Import import, ImportState? state = null) =>
        (await Programme.Get<ImportBook>().CouponsAsync(import.Id, state, text: null, new Window(0, 100), Programme.Manager, Cancel)).OrThrow().Rows;
}
