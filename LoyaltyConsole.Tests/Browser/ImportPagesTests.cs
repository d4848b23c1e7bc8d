using System.Globalization;
using System.Text;
using LoyaltyConsole.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LoyaltyConsole.Tests.Browser;

/// <summary>An import in a real browser: the file travels over the real circuit, and every step can be used by everybody.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ImportPagesTests(ConsoleFixture running)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    [Theory]
    [InlineData(1440, 900, "light")]
    [InlineData(1024, 768, "dark")]
    public async Task Every_step_is_reached_and_read_by_everybody(int width, int height, string theme)
    {
        var page = await running.OpenSignedInAsync("/imports", new() { ViewportSize = new() { Width = width, Height = height } });
        await page.EvaluateAsync("theme => document.documentElement.dataset.theme = theme", theme);
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Import orders" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Import orders" })).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        // Larger than one message of the circuit, so that it comes in several.
        await page.GetByLabel("Choose a file of orders").SetInputFilesAsync(new FilePayload
        {
            Name = "orders.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(Orders($"{theme}-")),
        });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" })).ToBeVisibleAsync(Patience);
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Rehearse" }).ClickAsync();
        var commit = page.GetByRole(AriaRole.Button, new() { Name = "Commit 3,999 rows" });
        await Expect(commit).ToBeVisibleAsync(Patience);
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = $"{theme}-0", Exact = true })).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Rows with errors" }).ClickAsync();
        await Expect(page.GetByText("Write a point, such as 1250.5.")).ToBeVisibleAsync();
        await Axe.AssertNone(page);

        await commit.ClickAsync();
        await Expect(page.GetByText("3,999 rows committed at")).ToBeVisibleAsync(Patience);
        await Axe.AssertNone(page);
        await page.Context.CloseAsync();
    }

    private static string Orders(string prefix)
    {
        var text = new StringBuilder("order_ref,customer_ref,placed_at,item_name,total\n");
        for (var order = 0; order < 3_999; order++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{prefix}{order},K-{order % 500},2025-10-01 10:00,Something with a rather long name,12.50\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{prefix}bad,K-1,2025-10-02 10:00,Lamp,\"1,250\"\n").ToString();
    }
}
