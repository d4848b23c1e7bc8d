using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>A file of points from the browser to the ledger (S-005, E-014, X1).</summary>
public sealed class PointsPagesTests : ImportContext
{
    private const string Points =
        """
        email;points
        ada@example.com;25
        ada@example.com;52,620
        nobody@example.com;10
        ada@example.com;-10
        grace@example.com;500
        ;7
        """;

    [Fact]
    public async Task E_014_a_file_of_points_is_mapped_rehearsed_and_committed()
    {
        await PeopleAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/imports/new?kind=points");
        var start = UploadForMapping(Points);
        Assert.Contains("Import points: orders.csv", Text(start.Find("h1")), StringComparison.Ordinal);
        Assert.Contains(start.FindAll(".lc-sample th"), column => Text(column) is "points Points");

        await Button(start, "Rehearse").ClickAsync(new());
        start.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var page = Open(new ImportId(1));
        Expect(page, "Nothing is booked yet. Commit books the 3 accepted rows");
        page.WaitForAssertion(() => Assert.Equal(("6", "3", "2", "1"), (Figures(page)["Rows"], Figures(page)["Accepted"], Figures(page)["Errors"], Figures(page)["Skipped"])));
        page.WaitForAssertion(() => Assert.Equal(("525", "−10", "1"), (Figures(page)["Points added"], Figures(page)["Points deducted"], Figures(page)["Tier changes"])));

        await Button(page, "Commit 3 rows").ClickAsync(new());
        Expect(page, "3 entries are booked: 525 points added, 10 deducted.");
        page.WaitForAssertion(() => Assert.EndsWith("check Entry 1", Rows(page)[4], StringComparison.Ordinal));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task X1_each_row_shows_balance_locked_points_and_tier_before_and_after()
    {
        await PeopleAsync();

        var page = Open(await RehearsedPointsAsync());

        page.WaitForAssertion(
            () => Assert.Equal(
                [
                    "2 Ada Lovelace 1 25 0 → 25 0 Member check Accepted",
                    "3 Ada Lovelace 1 error points: “52,620” has a comma, which could mean thousands or decimals. Write a point, such as 1250.5.",
                    "4 nobody@example.com 10 error No customer is known as “nobody@example.com”.",
                    "5 Ada Lovelace 1 −10 25 → 15 0 Member check Accepted",
                    "6 Grace Hopper 2 500 0 → 500 0 Member → Silver check Accepted",
                    "7 7 The row names no customer.",
                ],
                Rows(page)));
    }

    [Theory]
    [InlineData("?view=tiers", "Grace Hopper")]
    [InlineData("?q=grace", "Grace Hopper")]
    [InlineData("?q=4", "nobody@example.com")]
    [InlineData("?view=skipped", "names no customer")]
    public async Task The_views_and_the_search_find_rows(string query, string found)
    {
        await PeopleAsync();

        var page = Open(await RehearsedPointsAsync(), query);

        page.WaitForAssertion(() => Assert.Contains(found, Assert.Single(Rows(page)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task X1_an_undo_says_first_what_it_would_do_and_names_what_it_keeps()
    {
        await PeopleAsync();
        var id = await RehearsedPointsAsync();
        (await Imports.CommitAsync(id, Programme.Manager, Cancel)).OrThrow();
        await Programme.RedeemAsync(new(2), 120);
        var page = Open(id);
        page.WaitForElement(".lc-actions button");
        page.WaitForAssertion(() => Assert.Equal(["undo Undo import"], Buttons(page)));

        var dialogs = Render<Radzen.Blazor.RadzenDialog>();
        var asking = Button(page, "Undo import").ClickAsync(new());
        dialogs.WaitForAssertion(
            () => Assert.Contains("1 customers have spent 120 of these points. Those are kept, and each row is named.", Text(dialogs.Find("form")), StringComparison.Ordinal));
        await dialogs.Find("form").SubmitAsync();
        await asking;

        Expect(page, "1 kept, of which 120 points were spent; Kept names them.");
        page.WaitForAssertion(() => Assert.EndsWith("Kept. 120 of 500 were spent, and are kept.", Rows(page)[4], StringComparison.Ordinal));
        Assert.Contains("Kept 1", page.FindAll(".lc-views a").Select(Text));
        page.WaitForAssertion(() => Assert.Empty(Buttons(page)));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task Reads_in_german()
    {
        await PeopleAsync();
        Read("de");

        var page = Open(await RehearsedPointsAsync());

        page.WaitForAssertion(() => Assert.Contains(Rows(page), row => row.EndsWith("Kein Kunde ist als „nobody@example.com“ bekannt.", StringComparison.Ordinal)));
        Assert.Equal(["Alle Zeilen 6", "Angenommen 3", "Zeilen mit Fehlern 2", "Übersprungen 1", "Stufenwechsel 1"], page.FindAll(".lc-views a").Select(Text));
    }

    private async Task PeopleAsync()
    {
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        await Programme.CustomerAsync("Grace Hopper", email: "grace@example.com");
    }

    private Task<ImportId> RehearsedPointsAsync() => RehearsedAsync(Points, new ImportOptions { Kind = ImportKind.Points });
}
