using AngleSharp.Dom;
using Bunit;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Customers;

/// <summary>Somebody in front of the overview, who reads its rows and works its controls by what they say.</summary>
public abstract class CustomerOverviewContext : ConsoleContext
{
    protected string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    /// <summary>Opens an address of the overview and waits until it has answered.</summary>
    protected IRenderedComponent<CustomerOverviewPage> Open(string address = "/customers")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = Render<CustomerOverviewPage>();
        page.WaitForElement(".lc-grid[aria-busy=false]", TimeSpan.FromSeconds(10));
        return page;
    }

    /// <summary>What the name column says, from the top.</summary>
    protected static IReadOnlyList<string> Names(IRenderedComponent<CustomerOverviewPage> page) =>
        [.. page.FindAll(".rz-data-row").Select(row => Text(row.QuerySelector(".lc-name, .lc-dim")!))];

    protected static void ExpectNames(IRenderedComponent<CustomerOverviewPage> page, params string[] names) =>
        page.WaitForAssertion(() => Assert.Equal(names, Names(page)), TimeSpan.FromSeconds(5));

    /// <summary>The labels of the columns, from the left.</summary>
    protected static IReadOnlyList<string> Labels(IRenderedComponent<CustomerOverviewPage> page) =>
        [.. page.FindAll(".lc-grid thead .rz-column-title-content").Select(Text)];

    protected static IElement Row(IRenderedComponent<CustomerOverviewPage> page, string name) =>
        page.FindAll(".rz-data-row").Single(row => Text(row).Contains(name, StringComparison.Ordinal));

    /// <summary>A button by what it is called or says after its symbol.</summary>
    protected static IElement Button(IRenderedComponent<IComponent> page, string name) => page.FindAll("button")
        .First(button => (button.GetAttribute("aria-label") ?? Text(button)).EndsWith(name, StringComparison.Ordinal));

    /// <summary>Presses a button by its name.</summary>
    protected static Task PressAsync(IRenderedComponent<CustomerOverviewPage> page, string name) => DoAsync(page, () => Button(page, name).Click());

    /// <summary>Opens the filter and fills a field of it in, by its group and its label.</summary>
    protected static async Task FilterAsync<T>(IRenderedComponent<CustomerOverviewPage> page, string group, string label, T value)
    {
        await OpenPanelAsync(page, "lc-filter");
        await DoAsync(page, () => page.FindAll("#lc-filter fieldset")
            .Single(fieldset => string.Equals(Text(fieldset.QuerySelector("legend")!), group, StringComparison.Ordinal))
            .QuerySelectorAll("label").Single(field => string.Equals(Text(field), label, StringComparison.Ordinal))
            .QuerySelector("input")!.Change(value));
    }

    /// <summary>Opens a panel: only then is there something in it.</summary>
    protected static async Task OpenPanelAsync(IRenderedComponent<CustomerOverviewPage> page, string panel)
    {
        await DoAsync(page, () => page.Find($"#{panel}").TriggerEvent("ontoggle", EventArgs.Empty));
        page.WaitForElement($"#{panel} input");
    }

    /// <summary>Opens a row's menu and returns what it offers, by its words.</summary>
    protected async Task<IReadOnlyDictionary<string, IElement>> MenuAsync(IRenderedComponent<CustomerOverviewPage> page, string name)
    {
        var menu = Render<RadzenContextMenu>();
        await DoAsync(page, () => Row(page, name).QuerySelector("[aria-haspopup=menu]")!.Click());
        menu.WaitForElement(".rz-navigation-item");
        return menu.FindAll(".rz-navigation-item").ToDictionary(item => Text(item.QuerySelector(".rz-navigation-item-text")!), StringComparer.Ordinal);
    }

    /// <summary>What an element says, its parts parted by a space.</summary>
    protected static string Text(INode node) => string.Join(' ', node.GetDescendants().OfType<IText>()
        .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
