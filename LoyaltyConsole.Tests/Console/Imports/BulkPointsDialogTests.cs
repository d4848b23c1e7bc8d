using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>"Adjust all" above the overview: from a list to a rehearsed import (X1).</summary>
public sealed class BulkPointsDialogTests : ImportContext
{
    [Fact]
    public async Task X1_a_list_becomes_an_import_that_waits_for_its_commit()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Bob", registered: false);
        var dialog = Open("reg=registered");

        await dialog.InvokeAsync(() => dialog.Find("#bulk-points").Input("25"));
        await dialog.InvokeAsync(() => dialog.Find("#bulk-reason").Input("for the delay"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        await UntilAsync(ImportStatus.Rehearsed);
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(ada)).Total);
    }

    [Fact]
    public async Task X1_what_is_wrong_stands_beside_its_field_and_leaves_no_file()
    {
        await Programme.CustomerAsync("Ada");
        var dialog = Open("");

        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        dialog.WaitForAssertion(() => Assert.NotEmpty(dialog.Find("#bulk-points-error").TextContent));
        await dialog.InvokeAsync(() => dialog.Find("#bulk-points").Input("25"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.NotEmpty(dialog.Find("#bulk-reason-error").TextContent));
        Assert.Empty(Waiting);
    }

    [Fact]
    public async Task X1_a_list_that_finds_nobody_says_so()
    {
        await Programme.CustomerAsync("Ada");
        var dialog = Open("locked=yes");

        await dialog.InvokeAsync(() => dialog.Find("#bulk-points").Input("25"));
        await dialog.InvokeAsync(() => dialog.Find("#bulk-reason").Input("for the delay"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        dialog.WaitForAssertion(() => Assert.Contains("finds nobody", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(Waiting);
    }

    private IRenderedComponent<BulkPointsDialog> Open(string filter) => Render<BulkPointsDialog>(parameters => parameters
        .Add(dialog => dialog.Filter, filter).Add(dialog => dialog.Count, "1").Add(dialog => dialog.Guard, new LeaveGuard()));

    private async Task UntilAsync(ImportStatus status)
    {
        for (var tries = 0; ; tries++)
        {
            var import = (await Programme.Get<ImportBook>().OpenAsync(new ImportId(1), Actor.Console("test"), Cancel)).OrThrow();
            if (import.Status == status)
            {
                return;
            }

            Assert.True(tries < 200, $"It is {import.Status}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancel);
        }
    }
}
