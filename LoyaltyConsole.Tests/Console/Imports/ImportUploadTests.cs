using Bunit;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>What is wrong with a file, and with its mapping, is said beside what it concerns.</summary>
public sealed class ImportUploadTests : ImportContext
{
    [Fact]
    public void A_file_that_cannot_be_read_is_refused_where_it_is_chosen()
    {
        var page = Upload("   ");

        Expect(page, "The file is empty.");
        Assert.Single(page.FindAll("input[type=file]"));
        Assert.Empty(Waiting);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_even_taken()
    {
        var page = Upload(ManyOrders(1_000));

        Expect(page, "The file is larger than 20,000 bytes. Split it.");
        Assert.Empty(Waiting);
    }

    [Fact]
    public async Task A_file_that_breaks_off_leaves_nothing_behind()
    {
        var folder = Services.GetRequiredService<UploadFolder>();

        var received = await folder.ReceiveAsync(new FileThatBreaksOff(), _ => { }, Cancel);

        Assert.False(received.Succeeded(out _, out var refusal));
        Assert.Equal(new UploadBrokeOff(), refusal);
        Assert.Empty(Waiting);
    }

    [Fact]
    public async Task Only_so_many_files_wait_at_once()
    {
        var folder = Services.GetRequiredService<UploadFolder>();
        var waiting = new List<UploadedFile>();
        while (waiting.Count < UploadFolder.MostWaiting)
        {
            waiting.Add((await folder.ReceiveAsync(new SmallFile(), _ => { }, Cancel)).OrThrow());
        }

        Assert.False((await folder.ReceiveAsync(new SmallFile(), _ => { }, Cancel)).Succeeded(out _, out var refusal));
        Assert.Equal(new UploadsBusy(), refusal);

        waiting[0].Dispose();
        waiting[0] = (await folder.ReceiveAsync(new SmallFile(), _ => { }, Cancel)).OrThrow();
        waiting.ForEach(file => file.Dispose());
        Assert.Empty(Waiting);
    }

    [Fact]
    public void The_columns_are_mapped_by_their_names()
    {
        var page = UploadForMapping(Orders);

        Assert.Equal(("InvoiceNo", "Customer", "Date"), (ColumnOf(page, "order_ref"), ColumnOf(page, "customer_ref"), ColumnOf(page, "placed_at")));
        Assert.Equal("InvoiceNo Order number", Text(page.Find(".lc-sample th")));
        Assert.Contains("Found: semicolon", page.Markup, StringComparison.Ordinal);
        Assert.Equal(5, page.FindAll(".lc-sample tbody tr").Count);
    }

    [Theory]
    [InlineData("order_ref", "No column holds the order number (order_ref). Choose one, or say that each row is an order of its own")]
    [InlineData("customer_ref", "No column names the customer.")]
    [InlineData("placed_at", "No column is chosen for placed_at. Every row needs it; choose one.")]
    [InlineData("unit_price", "No column holds an amount.")]
    public async Task A_field_that_is_needed_says_so_itself(string field, string sentence)
    {
        var page = UploadForMapping(Orders);
        await page.Find($"#{field}").ChooseAsync("Not imported");

        await Button(page, "Rehearse").ClickAsync(new());

        page.WaitForAssertion(() => Assert.StartsWith(sentence, Text(page.Find($"#{field}-error")), StringComparison.Ordinal));
        Assert.Single(Waiting);
    }

    [Fact]
    public async Task Dates_that_could_be_either_ask_for_their_format()
    {
        var page = UploadForMapping("order_ref,customer_ref,placed_at,total\nA-1,K-1,03/04/2025,10\n");
        await Button(page, "Rehearse").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("day first and month first both fit", Text(page.Find("#date-format-error")), StringComparison.Ordinal));

        await page.Find("#date-format").ChooseAsync("dd/MM/yyyy");
        await Button(page, "Rehearse").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var import = Open(new(1));
        import.WaitForAssertion(() => Assert.Contains("3 Apr 2025 00:00", Assert.Single(Rows(import)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_without_order_numbers_is_taken_row_by_row()
    {
        var page = UploadForMapping("customer_ref,placed_at,total\nK-1,2025-10-01,10\nK-1,2025-10-01,10\n");

        await page.Find(".lc-check input").ChangeAsync(true);
        await Button(page, "Rehearse").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var import = Open(new(1));
        import.WaitForAssertion(() => Assert.Equal(2, Rows(import).Count));
    }

    [Fact]
    public async Task Another_delimiter_shows_other_columns()
    {
        var page = UploadForMapping(Orders);

        await page.Find("#delimiter").ChooseAsync("tab");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".lc-sample th")));
    }

    [Fact]
    public async Task A_left_page_keeps_no_file()
    {
        UploadForMapping(Orders);
        Assert.Single(Waiting);

        await DisposeComponentsAsync();

        Assert.Empty(Waiting);
    }

    private static string? ColumnOf(IRenderedComponent<NewImportPage> page, string field) => page.Find($"#{field}").Shown();

    private class SmallFile : IBrowserFile
    {
        public string Name => "orders.csv";

        public DateTimeOffset LastModified => default;

        public virtual long Size => 10;

        public string ContentType => "text/csv";

        public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) => new MemoryStream(new byte[10]);
    }

    private sealed class FileThatBreaksOff : SmallFile
    {
        public override long Size => 100;
    }
}
