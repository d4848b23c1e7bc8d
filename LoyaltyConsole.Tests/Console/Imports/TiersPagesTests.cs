using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>A file of levels from the browser to the customers, and back (S-005, E-050, X1).</summary>
public sealed class TiersPagesTests : ImportContext
{
    private const string Tiers = "Email,Points Balance,Birthdate,VIP Tier,Activation Date,Credits Balance\nada@example.com,1,,Gold,,\ngrace@example.com,1,,Silver,,\nmary@example.com,1,,Member,,\nmary@example.com,1,,Platin,,\n";

    [Fact]
    public async Task S_005_a_file_of_another_product_is_known_rehearsed_committed_and_undone()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        var grace = await Programme.CustomerAsync("Grace Hopper", email: "grace@example.com");
        await Programme.CustomerAsync("Mary Shelley", email: "mary@example.com");
        await Programme.OrderAsync(grace, 2_500m);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/imports/new?kind=tiers");
        var start = UploadForMapping(Tiers);
        Assert.Contains("Recognised: BrandLift loyalty", Text(start.Find("#map-file")), StringComparison.Ordinal);

        await Button(start, "Rehearse").ClickAsync(new());
        start.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var page = Open(new ImportId(1));
        page.WaitForAssertion(
            () => Assert.Equal(
                [
                    "2 Ada Lovelace 1 Member → Gold none check Accepted",
                    "3 Grace Hopper 2 Gold → Silver none check Accepted",
                    "4 Mary Shelley 3 Member none Tier and lock are as the row says.",
                    "5 Mary Shelley 3 error “Platin” is no tier. There are: Member, Silver, Gold, Platinum.",
                ],
                Rows(page)));
        page.WaitForAssertion(() => Assert.Equal(("1", "1", "1", "1"), (Figures(page)["Raised"], Figures(page)["Lowered"], Figures(page)["Errors"], Figures(page)["Skipped"])));

        await Button(page, "Commit 2 rows").ClickAsync(new());
        Expect(page, "1 customers are raised, 1 lowered; 0 tiers are locked, 0 unlocked.");
        Assert.Equal("Silver", Programme.StoredTier(grace));
        var dialogs = Render<Radzen.Blazor.RadzenDialog>();
        var asking = Button(page, "Undo import").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("2 customers get back the tier and the lock that they had", Text(dialogs.Find("form")), StringComparison.Ordinal));
        await dialogs.Find("form").SubmitAsync();
        await asking;

        Expect(page, "2 taken back.");
        page.WaitForAssertion(() => Assert.EndsWith("undo Restored", Rows(page)[0], StringComparison.Ordinal));
        Assert.Equal("Gold", Programme.StoredTier(grace));
    }

    [Fact]
    public async Task S_005_whoever_may_not_change_levels_is_told_so_and_sees_such_imports_without_their_buttons()
    {
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/imports/new?kind=tiers");
        var start = Render<NewImportPage>();
        start.WaitForAssertion(() => Assert.Contains("takes the right to change and to lock tiers", start.Markup, StringComparison.Ordinal));
        Assert.Equal(["Orders", "Points", "Customers"], start.FindAll("nav[aria-label='What the file holds'] a").Select(Text));

        var id = await RehearsedAsync("email,tier\nada@example.com,Gold\n", new ImportOptions { Kind = ImportKind.Tiers });
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Equal(["2 Ada Lovelace 1 Member → Gold none check Accepted"], Rows(page)));
        page.WaitForAssertion(() => Assert.Empty(Buttons(page)));
    }
}
