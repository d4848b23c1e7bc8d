using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>"Customer's OTP", and the code in Spend balance (R-030, D16).</summary>
public sealed class CodesTabTests : ProfileContext
{
    private OneTimeCodes Codes => Programme.Get<OneTimeCodes>();

    [Fact]
    public async Task R_030_points_are_spent_with_the_code_that_the_customer_reads_out()
    {
        var (ada, mug) = await BeginAsync();
        var screen = await OpenSpendAsync(ada);
        await DoAsync(screen, () => screen.Find("#reward").Change(mug.ToString()));
        screen.WaitForAssertion(() => Assert.Equal("Type the code that the customer reads out.", Text(screen.Find(".lc-foot-note"))));
        Assert.True(Save(screen).HasAttribute("disabled"));

        await ClickAsync(screen, "Send code");
        screen.WaitForAssertion(() => Assert.Contains("Sent to ada@example.org, good until 14:47:00.", Text(screen.Find("[role=status]")), StringComparison.Ordinal));
        var code = await CodeAsync(ada);
        await DoAsync(screen, () => screen.Find("#spend-code").Input(string.Equals(code, "111111", StringComparison.Ordinal) ? "222222" : "111111"));
        screen.WaitForAssertion(() => Assert.False(Save(screen).HasAttribute("disabled")));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Equal("That is not the code. Tries left: 4.", Text(screen.Find("#spend-code-error"))));

        // What else is told of the customer leaves it there.
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager)).OrThrow();
        (await Programme.Profiles.SetLockedAsync(ada, locked: false, Programme.Manager)).OrThrow();
        screen.WaitForAssertion(() => Assert.NotEmpty(screen.FindAll("#spend-code-error")));
        Assert.True(Save(screen).HasAttribute("disabled"));

        await DoAsync(screen, () => screen.Find("#spend-code").Input(code));
        screen.WaitForAssertion(() => Assert.False(Save(screen).HasAttribute("disabled")));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("200", Value(screen, ".lc-figs", "Total Redeemable Points")));
        Assert.Equal(OneTimeCodeState.Used, (await ListAsync(ada)).Single().State);
    }

    [Fact]
    public async Task R_030_a_customer_without_an_address_cannot_be_sent_one_and_the_dialog_says_so()
    {
        await BeginAsync();
        var ben = await Programme.CustomerAsync("Ben Roth");
        await Programme.LotAsync(ben, 500);
        var screen = await OpenSpendAsync(ben);

        await ClickAsync(screen, "Send code");

        screen.WaitForAssertion(() => Assert.Contains("has no e-mail address", Text(screen.Find("#spend-code-error")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task R_030_without_the_setting_nothing_asks_for_a_code()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        await RewardAsync("Mug", 300);

        Assert.Empty((await OpenSpendAsync(ada)).FindAll("#spend-code"));
        Assert.Contains("No codes yet", Text(Open(ada, "?tab=codes").Find(".lc-empty")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_030_the_list_says_what_each_code_was_for_masked()
    {
        var (ada, mug) = await BeginAsync();
        await Codes.SendAsync(Guid.CreateVersion7(), ada, Programme.Agent);
        var code = await CodeAsync(ada);
        var account = await Programme.AccountAsync(ada);
        (await Programme.Get<RewardBook>().SpendAsync(
            new RewardSpend(Guid.CreateVersion7(), ada, mug, account.Version, account.Figures.Balance) { Code = code }, Programme.Agent)).OrThrow();
        (await Codes.SendAsync(Guid.CreateVersion7(), ada, Programme.Agent)).OrThrow();

        var screen = Open(ada, "?tab=codes");

        Assert.Equal(["Sent", "Code", "Status", "Used or void since", "For what", "Wrong tries", "Sent by"], Heads(screen));
        Assert.Equal(
            [
                ["28 Nov 2025 14:37", "••••••masked", "Waiting until 14:47:00", "", "", "0", "Eva Brandt"],
                ["28 Nov 2025 14:37", "••••••masked", "Used", "28 Nov 2025 14:37", "Mug · 300 points", "0", "Eva Brandt"],
            ],
            Rows(screen).Select(row => row.ToArray()));
        Assert.Empty(screen.FindAll("button[aria-label^='Show code']"));
        Assert.Single(Rows(Open(ada, "?tab=codes&k-kind=used")));
    }

    [Fact]
    public async Task D16_a_manager_has_a_code_shown_which_is_written_down()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var (ada, _) = await BeginAsync();
        var sent = (await Codes.SendAsync(Guid.CreateVersion7(), ada, Programme.Agent)).OrThrow();
        var screen = Open(ada, "?tab=codes");

        await DoAsync(screen, () => screen.Find($"button[aria-label='Show code {sent.Id}']").Click());

        screen.WaitForAssertion(() => Assert.Matches("^[0-9]{6}$", Text(screen.Find(".lc-grid .lc-mask"))));
        Assert.Single(Programme.Query("SELECT Id FROM AuditEntries WHERE Deed = 'RevealOneTimeCode'", row => row.GetInt64(0)));
        await DoAsync(screen, () => screen.Find($"button[aria-label='Hide code {sent.Id}']").Click());
        Assert.DoesNotMatch("[0-9]{6}", Text(screen.Find(".lc-grid .lc-mask")));
    }

    private async Task<(CustomerId Ada, RewardId Mug)> BeginAsync()
    {
        await Programme.ChangeAsync(settings => settings.SpendingNeedsCode = true);
        var ada = await Programme.CustomerAsync(email: "ada@example.org");
        await Programme.LotAsync(ada, 500);
        return (ada, (await RewardAsync("Mug", 300)).Id);
    }

    private async Task<string> CodeAsync(CustomerId customer) =>
        (await Codes.RevealAsync((await ListAsync(customer))[0].Id, Programme.Manager)).OrThrow();

    private async Task<IReadOnlyList<OneTimeCodeRow>> ListAsync(CustomerId customer) =>
        (await Codes.ListAsync(customer, new OneTimeCodeQuery(), new Window(0, 10), Programme.Agent, Cancel)).OrThrow().Rows;

    private async Task<IRenderedComponent<ContainerFragment>> OpenSpendAsync(CustomerId customer)
    {
        var screen = Open(customer);
        await ClickAsync(screen, "Spend balance");
        screen.WaitForElement("#reward option:not([hidden])");
        return screen;
    }
}
