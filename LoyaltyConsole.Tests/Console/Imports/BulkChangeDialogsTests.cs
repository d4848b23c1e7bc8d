using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>The dialogs for all in a list, but for points: level and lock, and group (X1, E-048, E-050).</summary>
public sealed class BulkChangeDialogsTests : ImportContext
{
    [Fact]
    public async Task X1_E_050_a_level_and_a_lock_for_all_become_an_import_that_waits_for_its_commit()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync("Ada");
        var dialog = Open<BulkTierDialog>("reg=registered");
        dialog.WaitForAssertion(() => Assert.Equal(["Each keeps their tier", "Member", "Silver", "Gold", "Platinum"], dialog.Find("#bulk-tier").Children.Select(Text)));
        Assert.Empty(dialog.FindAll("#bulk-lock-until"));

        await dialog.InvokeAsync(() => dialog.Find("#bulk-tier").ChangeAsync(new() { Value = "3" }));
        await dialog.InvokeAsync(() => dialog.FindAll("[name=bulk-lock]")[1].ChangeAsync(new() { Value = "on" }));
        await dialog.InvokeAsync(() => dialog.Find("#bulk-lock-until").ChangeAsync(new() { Value = "2026-12-31" }));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var page = Open(new ImportId(1));
        page.WaitForAssertion(() => Assert.Equal(["2 Ada 1 Member → Gold none → until 31 Dec 2026 check Accepted"], Rows(page)));
        Assert.Equal("Member", Programme.StoredTier(ada));
    }

    [Fact]
    public async Task X1_E_048_a_group_for_all_becomes_an_import_that_waits_for_its_commit()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        await Programme.CustomerAsync("Ada");
        var dialog = Open<BulkGroupDialog>("");

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        dialog.WaitForAssertion(() => Assert.Equal("Name the group.", Text(dialog.Find("#bulk-group-error"))));
        Assert.Empty(Waiting);
        await dialog.InvokeAsync(() => dialog.Find("#bulk-group").Input("VIP"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var page = Open(new ImportId(1));
        page.WaitForAssertion(() => Assert.Equal(["2 Ada 1 Customer group: VIP check Accepted"], Rows(page)));
    }

    [Fact]
    public async Task X1_R_025_a_coupon_for_all_is_rehearsed_given_and_withdrawn()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, ValidityMonths, CouponText) VALUES (5, 'Autumn', 8, 0, 0, 1, '10 % off')");
        await Programme.CustomerAsync("Ada");
        var dialog = Open<BulkCouponDialog>("");
        dialog.WaitForAssertion(() => Assert.Equal(["Choose a campaign", "Autumn"], dialog.Find("#bulk-campaign").Children.Select(Text)));

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        dialog.WaitForAssertion(() => Assert.NotEmpty(Text(dialog.Find("#bulk-campaign-error"))));
        await dialog.InvokeAsync(() => dialog.Find("#bulk-campaign").ChangeAsync(new() { Value = "5" }));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var page = Open(new ImportId(1));
        page.WaitForAssertion(() => Assert.Equal(["2 Ada 1 Autumn 0 → 1 check Accepted"], Rows(page)));
        await Button(page, "Commit 1 row").ClickAsync(new());
        Expect(page, "1 coupons are given to 1 customers.");
        var dialogs = Render<Radzen.Blazor.RadzenDialog>();
        var asking = Button(page, "Undo import").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("1 coupons that nobody has used are withdrawn", Text(dialogs.Find("form")), StringComparison.Ordinal));
        await dialogs.Find("form").SubmitAsync();
        await asking;
        page.WaitForAssertion(() => Assert.EndsWith("withdrawn", Rows(page)[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task X1_without_a_campaign_that_gives_coupons_the_dialog_leads_to_them()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        await Programme.CustomerAsync("Ada");

        var dialog = Open<BulkCouponDialog>("");

        dialog.WaitForAssertion(() => Assert.Equal("/campaigns", dialog.Find("a").GetAttribute("href")));
    }

    [Fact]
    public async Task X1_nothing_chosen_and_a_list_of_nobody_are_said_and_leave_no_file()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        await Programme.CustomerAsync("Ada");
        var dialog = Open<BulkTierDialog>("locked=yes");

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        dialog.WaitForAssertion(() => Assert.Contains("would change nothing", Text(dialog.Find("#bulk-tier-error")), StringComparison.Ordinal));
        await dialog.InvokeAsync(() => dialog.FindAll("[name=bulk-lock]")[2].ChangeAsync(new() { Value = "on" }));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Contains("finds nobody", Text(dialog.Find("[role=alert]")), StringComparison.Ordinal));
        Assert.Empty(Waiting);
    }

    private IRenderedComponent<TDialog> Open<TDialog>(string filter)
        where TDialog : BulkDialog => Render<TDialog>(parameters => parameters
        .Add(dialog => dialog.Filter, filter).Add(dialog => dialog.Count, "1").Add(dialog => dialog.Guard, new LeaveGuard()));
}
