using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Orders;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Orders;

public sealed class OrdersPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Petra Lang", StaffRole.Manager);
        Services.AddSingleton(Programme.Get<OrderHistory>()).AddSingleton(Programme.Get<UnmatchedOrders>());
        Services.AddSingleton(Programme.Get<CustomerDirectory>()).AddSingleton(Programme.Get<ProgrammeBook>());
    }

    [Fact]
    public async Task L_004_all_orders_of_all_customers_lead_to_the_customer_and_to_the_order()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace");
        await Programme.OrderAsync(ada, 40m, "A-1");
        await Programme.CreditNoteAsync(ada, 10m, "A-1", "G-1");

        var page = Open<OrdersPage>("/orders");

        Assert.Equal(["G-1", "A-1"], page.FindAll(".lc-reflink").Select(link => link.TextContent));
        Assert.All(page.FindAll("td a"), link => Assert.Equal($"/customers/{ada}", link.GetAttribute("href")));
        await page.InvokeAsync(() => page.Find("button.lc-more[aria-label*='A-1']").Click());
        page.WaitForAssertion(() => Assert.Contains("Points for revenue", page.Find(".lc-contributed").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_narrowed_stands_in_the_address()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace");
        await Programme.OrderAsync(ada, 40m, "A-1");
        await Programme.CreditNoteAsync(ada, 10m, "A-1", "G-1");

        Assert.Equal(["G-1"], Open<OrdersPage>("/orders?kind=creditnote").FindAll(".lc-reflink").Select(link => link.TextContent));
        Assert.Equal(["A-1"], Open<OrdersPage>("/orders?q=A-").FindAll(".lc-reflink").Select(link => link.TextContent));
        Assert.Contains("Nothing found", Open<OrdersPage>("/orders?to=2001-01-01").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unmatched_order_is_assigned_to_the_customer_whom_a_person_finds()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace");
        await KeepAsync("L-1");
        var page = Open<UnmatchedPage>("/orders/unmatched");

        await page.InvokeAsync(() => page.Find("button[aria-label='Assign L-1']").Click());
        page.WaitForElement("#assign-find");
        await page.InvokeAsync(() => page.Find("#assign-find").Input("nobody of that name"));
        page.WaitForAssertion(() => Assert.Contains("Nobody was found for that.", page.Find(".lc-dlg").TextContent, StringComparison.Ordinal));
        await page.InvokeAsync(() => page.Find("#assign-find").Input("lovelace"));
        page.WaitForAssertion(() => Assert.False(page.Find(".lc-dlg button[type=submit]").HasAttribute("disabled")));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("Everything is matched", page.Markup, StringComparison.Ordinal));
        Assert.Equal(Points.Whole(40), (await Programme.FiguresAsync(ada)).Collected);
    }

    [Fact]
    public async Task An_unmatched_order_is_put_aside_with_a_reason_that_stays_with_it()
    {
        await KeepAsync("L-1");
        var page = Open<UnmatchedPage>("/orders/unmatched?settled=true");
        await page.InvokeAsync(() => page.Find("button[aria-label='Put aside L-1']").Click());
        page.WaitForElement("#dismiss-reason");

        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());
        page.WaitForAssertion(() => Assert.Equal("Say why, so that others can follow it.", page.Find("#dismiss-reason-error").TextContent));
        await page.InvokeAsync(() => page.Find("#dismiss-reason").Input("A test order of the shop"));
        await page.InvokeAsync(() => page.Find("form.lc-dlg").Submit());

        page.WaitForAssertion(() => Assert.Contains("Put aside (Petra Lang)A test order of the shop", page.Find(".rz-data-row").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_record_orders_sees_the_list_without_its_buttons()
    {
        SignIn("Eva Brandt", StaffRole.Agent);
        await KeepAsync("L-1");

        var page = Open<UnmatchedPage>("/orders/unmatched");

        Assert.Contains("L-1", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button[aria-label='Assign L-1']"));
    }

    private async Task KeepAsync(string refId) => (await Programme.Get<UnmatchedOrders>().KeepAsync(
        new NewOrder(default, "Shop", refId, Programme.Clock.GetCurrentInstant(), [new NewPosition("SKU", "Thing", 2, 20m)]), "C-9", Programme.Manager)).OrThrow();

    private IRenderedComponent<ContainerFragment> Open<TPage>(string address)
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<TPage>(1);
            builder.CloseComponent();
        });
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }
}
