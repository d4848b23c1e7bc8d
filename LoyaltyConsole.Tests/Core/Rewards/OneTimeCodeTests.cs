using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Outbox;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Rewards;

/// <summary>Codes by which customers spend points over the phone (R-030, D16).</summary>
public sealed class OneTimeCodeTests : OutboxTest
{
    private OneTimeCodes Codes => Programme.Get<OneTimeCodes>();

    [Fact]
    public async Task R_030_nothing_is_asked_for_unless_the_programme_wants_it()
    {
        await Programme.LotAsync(Anna, 100);

        await Programme.RedeemAsync(Anna, 10);

        AssertRefused(new OneTimeCodeNotNeeded(), await Codes.SendAsync(Guid.CreateVersion7(), Anna, Programme.Agent));
    }

    [Fact]
    public async Task R_030_points_are_spent_with_the_code_that_was_mailed_and_with_each_once()
    {
        await BeginAsync();
        AssertRefused(new OneTimeCodeMissing(), await SpendAsync(null));
        AssertRefused(new OneTimeCodeNotOpen(), await SpendAsync("123456"));

        var sent = (await Codes.SendAsync(Guid.CreateVersion7(), Anna, Programme.Agent)).OrThrow();
        await SendAsync();
        var letter = Assert.Single(Bag.Letters);
        Assert.Equal((MessageTemplate.OneTimeCode, "anna@example.org", "10"), (letter.Template, letter.Address, letter.Values["minutes"]));
        Assert.Matches("^[0-9]{6}$", letter.Values["code"]);
        Assert.Equal(("anna@example.org", Programme.Clock.GetCurrentInstant() + Duration.FromMinutes(10)), (sent.Address, sent.ExpiresAt));
        var entry = (await SpendAsync($" {letter.Values["code"][..3]} {letter.Values["code"][3..]} ")).OrThrow();

        AssertRefused(new OneTimeCodeNotOpen(), await SpendAsync(letter.Values["code"]));
        var row = Assert.Single(await ListAsync());
        Assert.Equal((OneTimeCodeState.Used, entry.Id, Points.Whole(30), "Mug", "Eva Brandt"), (row.State, row.Entry!.Value, row.Points!.Value, row.For, row.SentBy));
        Assert.Equal(Points.Whole(70), (await Programme.FiguresAsync(Anna)).Redeemable);
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task R_030_a_redemption_at_the_desk_needs_it_as_well_and_staff_reserve_nothing_past_it()
    {
        await BeginAsync();
        var code = await CodeAsync();

        AssertRefused(new OneTimeCodeMissing(), await Programme.Ledger.ReserveAsync(new Reservation(Guid.CreateVersion7(), Anna, Points.Whole(5)), Programme.Agent));
        AssertRefused(new OneTimeCodeMissing(), await Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), Anna, Points.Whole(5)), Programme.Agent));
        (await Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), Anna, Points.Whole(5)) { Code = code }, Programme.Agent)).OrThrow();
    }

    [Fact]
    public async Task R_030_a_shop_knows_its_customer_and_needs_no_code()
    {
        await BeginAsync();
        var shop = Actor.Shop("Shop", new IntegrationId(1), IntegrationScopes.All);

        (await Programme.Ledger.ReserveAsync(new Reservation(Guid.CreateVersion7(), Anna, Points.Whole(5)), shop)).OrThrow();
    }

    [Fact]
    public async Task R_030_wrong_codes_are_written_down_and_five_make_it_void()
    {
        await BeginAsync();
        var code = await CodeAsync();
        var wrong = string.Equals(code, "000000", StringComparison.Ordinal) ? "000001" : "000000";

        foreach (var left in new[] { 4, 3, 2, 1 })
        {
            AssertRefused(new OneTimeCodeWrong(left), await SpendAsync(wrong));
        }

        AssertRefused(new OneTimeCodeVoid(), await SpendAsync(wrong));
        AssertRefused(new OneTimeCodeNotOpen(), await SpendAsync(code));
        Assert.Equal((OneTimeCodeState.Void, 5), Assert.Single(await ListAsync()) is var row ? (row.State, row.Tries) : default);
        Assert.Equal(5, Programme.Query("SELECT Actor FROM AuditEntries WHERE Deed = 'WrongOneTimeCode'", audit => audit.GetString(0)).Count(actor => string.Equals(actor, "Eva Brandt", StringComparison.Ordinal)));
        Assert.Equal(Points.Whole(100), (await Programme.FiguresAsync(Anna)).Redeemable);
    }

    [Fact]
    public async Task R_030_eight_wrong_ones_at_once_are_no_more_than_five_tries()
    {
        await BeginAsync();
        var code = await CodeAsync();
        var wrong = string.Equals(code, "000000", StringComparison.Ordinal) ? "000001" : "000000";

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SpendAsync(wrong)));

        Assert.Equal((OneTimeCodeState.Void, 5), Assert.Single(await ListAsync()) is var row ? (row.State, row.Tries) : default);
    }

    [Theory]
    [InlineData(599_999, true)]
    [InlineData(600_000, false)]
    public async Task R_030_a_code_is_good_for_ten_minutes(int milliseconds, bool isGood)
    {
        await BeginAsync();
        var code = await CodeAsync();
        Programme.Clock.Advance(Duration.FromMilliseconds(milliseconds));

        Assert.Equal(isGood, (await SpendAsync(code)).Succeeded(out _, out _));
        Assert.Equal(isGood ? OneTimeCodeState.Used : OneTimeCodeState.Expired, Assert.Single(await ListAsync()).State);
    }

    [Fact]
    public async Task R_030_another_code_makes_the_one_before_void_and_the_same_command_sends_one()
    {
        await BeginAsync();
        var first = await CodeAsync();
        var key = Guid.CreateVersion7();
        var sent = (await Codes.SendAsync(key, Anna, Programme.Agent)).OrThrow();
        Assert.Equal(sent, (await Codes.SendAsync(key, Anna, Programme.Agent)).OrThrow());

        AssertRefused(new OneTimeCodeWrong(4), await SpendAsync(first));
        (await SpendAsync((await Codes.RevealAsync(sent.Id, Programme.Manager)).OrThrow())).OrThrow();

        Assert.Equal([OneTimeCodeState.Used, OneTimeCodeState.Void], (await ListAsync()).Select(row => row.State));
        Assert.Equal(2, (await OfAsync(Anna)).Count);
    }

    [Fact]
    public async Task R_030_a_spend_that_is_refused_for_something_else_uses_no_code_up_and_a_retry_answers_the_first()
    {
        await BeginAsync();
        var code = await CodeAsync();
        var spend = await SpendOrderAsync(code);
        Assert.IsType<RewardNotFound>(Refused(await Programme.Get<RewardBook>().SpendAsync(spend with { Key = Guid.CreateVersion7(), Reward = new RewardId(99) }, Programme.Agent)));

        var first = (await Programme.Get<RewardBook>().SpendAsync(spend, Programme.Agent)).OrThrow();

        Assert.Equal(first.Id, (await Programme.Get<RewardBook>().SpendAsync(spend, Programme.Agent)).OrThrow().Id);
        Assert.Equal(first.Id, (await Programme.Get<RewardBook>().SpendAsync(spend with { Code = null }, Programme.Agent)).OrThrow().Id);
    }

    [Fact]
    public async Task R_030_twelve_who_spend_with_one_code_at_once_spend_once()
    {
        await BeginAsync();
        var code = await CodeAsync();
        var spends = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            Programme.Ledger.RedeemAsync(new Redemption(Guid.CreateVersion7(), Anna, Points.Whole(5)) { Code = code }, Programme.Agent)));

        Assert.Equal(1, spends.Count(spend => spend.Succeeded(out _, out _)));
        Assert.Equal(Points.Whole(95), (await Programme.FiguresAsync(Anna)).Redeemable);
    }

    [Fact]
    public async Task R_030_a_code_is_not_mailed_when_its_time_is_over_before_it_leaves()
    {
        await BeginAsync();
        await CodeAsync();
        Programme.Clock.Advance(Duration.FromMinutes(10));

        await SendAsync();

        Assert.Empty(Bag.Letters);
        Assert.Equal((MessageState.Cancelled, MessageFault.NotNeeded), Assert.Single(await OfAsync(Anna)) is var message ? (message.State, message.Fault!.Value) : default);
    }

    [Fact]
    public async Task D16_a_code_lies_nowhere_is_masked_and_each_look_at_it_is_written_down()
    {
        await BeginAsync();
        var sent = (await Codes.SendAsync(Guid.CreateVersion7(), Anna, Programme.Agent)).OrThrow();
        AssertRefused(new NotAllowed(Capability.RevealCodes), await Codes.RevealAsync(sent.Id, Programme.Agent));
        AssertRefused(new OneTimeCodeNotFound(new OneTimeCodeId(99)), await Codes.RevealAsync(new OneTimeCodeId(99), Programme.Manager));
        var code = (await Codes.RevealAsync(sent.Id, Programme.Manager)).OrThrow();
        await SendAsync();
        (await SpendAsync(code)).OrThrow();

        Assert.Equal(code, Assert.Single(Bag.Letters).Values["code"]);
        Assert.Equal(["Petra Lang"], Programme.Query("SELECT Actor FROM AuditEntries WHERE Deed = 'RevealOneTimeCode'", row => row.GetString(0)));
        var texts = Programme.Query(
            "SELECT Parameters FROM Messages UNION ALL SELECT COALESCE(After, '') FROM AuditEntries UNION ALL SELECT hex(Salt) FROM OneTimeCodes", row => row.GetString(0));
        Assert.DoesNotContain(texts, text => text.Contains(code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task R_030_nobody_is_sent_a_code_who_cannot_be_or_by_whom_may_not()
    {
        await BeginAsync();
        var guest = await Programme.CustomerAsync("Gus", email: null);

        AssertRefused(new NotAllowed(Capability.RedeemPoints), await Codes.SendAsync(Guid.CreateVersion7(), Anna, Actor.Person("Nobody")));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await Codes.SendAsync(Guid.CreateVersion7(), new CustomerId(99), Programme.Agent));
        AssertRefused(new OneTimeCodeWithoutAddress(), await Codes.SendAsync(Guid.CreateVersion7(), guest, Programme.Agent));
        (await Programme.Profiles.SetActiveAsync(guest, active: false, Programme.Agent)).OrThrow();
        AssertRefused(new CustomerInactive(), await Codes.SendAsync(Guid.CreateVersion7(), guest, Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Codes.ListAsync(Anna, new OneTimeCodeQuery(), new Window(0, 10), Actor.Person("Nobody"), Cancel));
    }

    [Fact]
    public async Task X6_what_waits_for_a_colleague_takes_the_code_when_it_is_submitted_and_none_when_it_is_approved()
    {
        await BeginAsync();
        var approvals = Programme.Get<ApprovalRequests>();
        var own = Programme.Agent with { Email = "anna@example.org", StaffId = "eva" };
        var spend = await SpendOrderAsync(null);
        AssertRefused(new OneTimeCodeMissing(), await approvals.SubmitAsync(ApprovalOrder.Of(spend), own));
        spend = spend with { Code = await CodeAsync() };
        Assert.IsAssignableFrom<ApprovalNeeded>(Refused(await Programme.Get<RewardBook>().SpendAsync(spend, own)));

        var request = (await approvals.SubmitAsync(ApprovalOrder.Of(spend), own)).OrThrow();
        Assert.Equal(request.Id, (await approvals.SubmitAsync(ApprovalOrder.Of(spend), own)).OrThrow().Id);
        Assert.Equal((OneTimeCodeState.Used, null), Assert.Single(await ListAsync()) is var row ? (row.State, row.Entry) : default);
        Programme.Clock.Advance(Duration.FromHours(1));
        var seen = (await approvals.PreviewAsync(request.Id, Programme.Manager)).OrThrow().Seen;
        (await approvals.ApproveAsync(new Approval(Guid.CreateVersion7(), request.Id, seen), Programme.Manager)).OrThrow();

        Assert.Equal(Points.Whole(70), (await Programme.FiguresAsync(Anna)).Redeemable);
        Assert.DoesNotContain(spend.Code!, Programme.Query("SELECT Content FROM ApprovalRequests", content => content.GetString(0)).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_5_7_a_merge_takes_the_codes_along_and_makes_an_open_one_void()
    {
        await BeginAsync();
        await CodeAsync();
        (await Codes.SendAsync(Guid.CreateVersion7(), Other, Programme.Agent)).OrThrow();

        await MergeAsync();

        Assert.Equal([OneTimeCodeState.Void, OneTimeCodeState.Waiting], (await ListAsync()).Select(row => row.State));
    }

    [Fact]
    public async Task X12_an_erasure_leaves_no_code()
    {
        await BeginAsync();
        await CodeAsync();

        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), Anna, Anna.ToString()), Programme.Manager)).OrThrow();

        Assert.Equal([0L], Programme.Query("SELECT COUNT(*) FROM OneTimeCodes", row => row.GetInt64(0)));

        // The numbers of codes that are gone come again; their messages are others.
        await CodeAsync(Other);
        await SendAsync();
        Assert.Equal("a.keller@example.org", Assert.Single(Bag.Letters).Address);
    }

    private async Task BeginAsync()
    {
        await Programme.ChangeAsync(settings => settings.SpendingNeedsCode = true);
        await Programme.LotAsync(Anna, 100);
    }

    private async Task<string> CodeAsync(CustomerId? customer = null)
    {
        var sent = (await Codes.SendAsync(Guid.CreateVersion7(), customer ?? Anna, Programme.Agent)).OrThrow();
        return (await Codes.RevealAsync(sent.Id, Programme.Manager)).OrThrow();
    }

    private async Task<RewardSpend> SpendOrderAsync(string? code)
    {
        var rewards = Programme.Get<RewardBook>();
        var known = (await rewards.CatalogueAsync(Programme.Manager, Cancel)).OrThrow();
        var mug = known.Count > 0 ? known[0].Reward : (await rewards.SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(30)), Programme.Manager)).OrThrow();
        var account = await Programme.AccountAsync(Anna);
        return new RewardSpend(Guid.CreateVersion7(), Anna, mug.Id, account.Version, account.Figures.Balance) { Code = code };
    }

    private async Task<Result<LedgerEntry>> SpendAsync(string? code) => await Programme.Get<RewardBook>().SpendAsync(await SpendOrderAsync(code), Programme.Agent);

    private async Task<IReadOnlyList<OneTimeCodeRow>> ListAsync() =>
        (await Codes.ListAsync(Anna, new OneTimeCodeQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows;
}
