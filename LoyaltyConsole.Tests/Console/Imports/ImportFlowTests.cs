using Bunit;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>From the file to the ledger.</summary>
public sealed class ImportFlowTests : ImportContext
{
    [Fact]
    public async Task A_file_is_rehearsed_first_and_booked_when_somebody_says_so()
    {
        var start = UploadForMapping(Orders);
        await Button(start, "Rehearse").ClickAsync(new());
        start.WaitForAssertion(() => Assert.Equal("/imports/1", Address));

        var page = Open(new ImportId(1));
        Expect(page, "Nothing is booked yet. Commit books the 4 accepted rows");
        page.WaitForAssertion(() => Assert.Equal(("8", "4", "3", "1"), (Figures(page)["Rows"], Figures(page)["Accepted"], Figures(page)["Errors"], Figures(page)["Skipped"])));
        page.WaitForAssertion(() => Assert.Equal(("2", "117", "−80"), (Figures(page)["New customers"], Figures(page)["Points earned"], Figures(page)["Points taken back"])));
        Assert.Empty(Programme.Query("SELECT Id FROM LedgerEntries", row => row.GetInt64(0)));

        await Button(page, "Commit 4 rows").ClickAsync(new());
        Expect(page, "4 rows committed at 14:37:00. 2 orders and 1 credit notes are recorded");
        page.WaitForAssertion(() => Assert.Contains(Rows(page), row => row.EndsWith("Booked as order 1", StringComparison.Ordinal)));
        page.WaitForAssertion(() => Assert.Equal(["undo Undo import"], Buttons(page)));
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    public async Task Each_order_shows_its_customers_balance_before_and_after()
    {
        var page = Open(await RehearsedAsync());

        page.WaitForAssertion(() => Assert.Equal(6, Rows(page).Count));
        Assert.Equal("2 A-1 1 Oct 2025 00:00 K-1 37.00 EUR 37 0 → 37 check Accepted, new customer", Rows(page)[0]);
        Assert.Equal("8 C-4 credit note 6 Oct 2025 00:00 K-4 −80.00 EUR −80 80 → 0 check Accepted, new customer", Rows(page)[4]);
    }

    [Fact]
    public async Task The_views_part_what_is_accepted_from_what_stays_out()
    {
        var id = await RehearsedAsync();

        var skipped = Open(id, "?view=skipped");
        skipped.WaitForAssertion(() => Assert.EndsWith("The row names no customer.", Assert.Single(Rows(skipped)), StringComparison.Ordinal));
        Assert.Equal(
            ["All orders 6", "Accepted 3", "Rows with errors 3", "Skipped 1"], skipped.FindAll(".lc-views a").Select(Text));

        var errors = Open(id, "?view=errors");
        errors.WaitForAssertion(
            () => Assert.Equal(
                [
                    "4 error Price: “1,250” has a comma, which could mean thousands or decimals. Write a point, such as 1250.5. A-2 · K-2 · 2025-10-02 · Teapot · 1 · 1,250",
                    "5 error Error in line 4: the whole order stays out until that line is corrected. A-2 · K-2 · 2025-10-02 · Cup · 1 · 3.00",
                    "9 error Date: “some day” is no date in the format of this column. Write it like the others. A-5 · K-5 · some day · Lamp · 1 · 80",
                ],
                Rows(errors)));
        Assert.Equal($"/imports/{id}/errors.csv", errors.Find("a[download]").GetAttribute("href"));
    }

    [Theory]
    [InlineData("?q=C-4", "C-4")]
    [InlineData("?q=k-1", "A-1")]
    [InlineData("?q=7", "A-4")]
    [InlineData("?view=errors&q=some day", "A-5")]
    public async Task The_search_finds_a_line_an_order_and_a_customer(string query, string found)
    {
        var page = Open(await RehearsedAsync(), query);

        page.WaitForAssertion(() => Assert.Contains(found, Assert.Single(Rows(page)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_file_again_is_pointed_out_and_books_nothing()
    {
        var first = await RehearsedAsync();
        await Imports.CommitAsync(first, Programme.Manager, Cancel);

        var page = Open(await RehearsedAsync());

        Expect(page, "This very file was committed before: import 1, 28 Nov 2025 14:37.");
        Expect(page, "Nothing is booked, and no row can be accepted.");
        page.WaitForAssertion(() => Assert.Equal(["Discard"], Buttons(page)));
    }

    [Fact]
    public async Task What_is_discarded_books_nothing()
    {
        var page = Open(await RehearsedAsync());
        page.WaitForElement(".lc-actions button");

        await Button(page, "Discard").ClickAsync(new());

        Expect(page, "Discarded on 28 Nov 2025 14:37. Nothing was booked.");
        Assert.Empty(page.FindAll(".lc-grid"));
    }

    [Fact]
    public async Task Reads_in_german()
    {
        Read("de");

        var page = Open(await RehearsedAsync(), "?view=errors");

        Expect(page, "Noch ist nichts gebucht. „Übernehmen“ bucht die 4 angenommenen Zeilen");
        page.WaitForAssertion(
            () => Assert.Contains(Rows(page), row => row.Contains("Price: „1,250“ hat ein Komma, das Tausender oder Dezimalen meinen könnte.", StringComparison.Ordinal)));
        page.WaitForAssertion(() => Assert.Equal(["Verwerfen", "4 Zeilen übernehmen"], Buttons(page)));
    }
}
