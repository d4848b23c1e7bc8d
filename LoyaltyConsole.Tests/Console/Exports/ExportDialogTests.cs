using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Features.Exports;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console.Exports;

/// <summary>Asking for a file on a screen (S-003, E-015, target S13).</summary>
public sealed class ExportDialogTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
    }

    [Fact]
    public async Task S_003_the_list_as_it_is_shown_is_asked_for_with_a_reason_and_fetched_at_an_address_of_its_own()
    {
        var dialog = Open(new WantedExport(ExportKind.Customers) { Filter = "status=active", Words = "Status active.", Columns = ["customer_id", "name"] });
        Assert.Contains("Status active.", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("The 2 shown columns", dialog.Markup, StringComparison.Ordinal);

        await dialog.InvokeAsync(() => dialog.Find("textarea").Input("for the newsletter"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        var export = await OnlyAsync();
        Assert.Equal(("status=active", "customer_id,name", "for the newsletter"), (export.Filter, export.Columns, export.Reason));
        Assert.Equal($"/exports/{export.Key}.csv", JSInterop.Invocations["lc.download"].Single().Arguments[0]);
    }

    [Fact]
    public async Task S_003_all_customers_leave_for_another_product_where_that_is_chosen()
    {
        var dialog = Open(new WantedExport(ExportKind.Customers) { Filter = "status=active", Columns = ["name"] });

        await dialog.InvokeAsync(() => dialog.Find("select").Change("Brevo"));
        Assert.DoesNotContain("shown columns", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("Consent to mail is not in the file", dialog.Markup, StringComparison.Ordinal);
        await dialog.InvokeAsync(() => dialog.FindAll("input[name=export-rows]")[1].Change("on"));
        await dialog.InvokeAsync(() => dialog.Find("textarea").Input("for Brevo"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        var export = await OnlyAsync();
        Assert.Equal((ExportFormat.Brevo, "", null), (export.Format, export.Filter, export.Columns));
    }

    [Fact]
    public async Task S13_without_a_reason_nothing_is_asked_for_and_the_field_says_so()
    {
        var dialog = Open(new WantedExport(ExportKind.Ledger));

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.NotEmpty(dialog.Find("#export-reason-error").TextContent));
        Assert.Empty((await Programme.Get<ExportBook>().ListAsync(new Window(0, 10), Programme.Manager, Cancel)).OrThrow().Rows);
        Assert.DoesNotContain(JSInterop.Invocations, call => string.Equals(call.Identifier, "lc.download", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S13_whoever_exported_too_often_reads_when_it_is_possible_again()
    {
        Read("de");
        for (var turn = 0; turn < ExportLimits.Default.PerHour; turn++)
        {
            (await Programme.Get<ExportBook>().RequestAsync(new ExportOrder(Guid.CreateVersion7(), ExportKind.Ledger, "again"), Programme.Manager)).OrThrow();
        }

        var dialog = Open(new WantedExport(ExportKind.Ledger));
        await dialog.InvokeAsync(() => dialog.Find("textarea").Input("again"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Contains("Der nächste Export ist ab 15:37 möglich.", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S13_the_page_tells_who_took_what_out_and_whether_all_of_it()
    {
        var (exports, order) = (Programme.Get<ExportBook>(), new ExportOrder(Guid.CreateVersion7(), ExportKind.Customers, "for the newsletter") { Format = ExportFormat.Mailchimp });
        (await exports.RequestAsync(order, Programme.Manager)).OrThrow();
        await (await exports.FetchAsync(order.Key, Programme.Manager)).OrThrow().WriteAsync(new MemoryStream(), Cancel);

        var page = Render<ExportsPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["1", "28 Nov 2025 14:37", "Customers · Mailchimp", "All", "for the newsletter", "0", "complete", "Petra Lang"],
            page.FindAll(".rz-data-row td").Select(cell => cell.TextContent.Trim())));
        Assert.Equal(["Customers", "All transactions", "Ledger", "Orders", "Segments"], page.FindAll(".lc-actions button").Select(button => button.TextContent.Replace("download", "", StringComparison.Ordinal).Trim()));
    }

    [Fact]
    public void S13_agents_see_neither_the_page_nor_a_button()
    {
        SignIn("Eva Brandt", StaffRole.Agent);

        Assert.DoesNotContain("All transactions", Render<ExportsPage>().Markup, StringComparison.Ordinal);
        Assert.Empty(Render<ExportButton>(parameters => parameters.Add(button => button.Kind, ExportKind.Customers)).FindAll("button"));
    }

    private IRenderedComponent<ExportDialog> Open(WantedExport wanted) => Render<ExportDialog>(parameters => parameters
        .Add(dialog => dialog.Offer, wanted)
        .Add(dialog => dialog.Guard, new LeaveGuard()));

    private async Task<Export> OnlyAsync() =>
        Assert.Single((await Programme.Get<ExportBook>().ListAsync(new Window(0, 10), Programme.Manager, Cancel)).OrThrow().Rows);
}
