using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>Somebody in front of a customer's profile.</summary>
public abstract class ProfileContext : ConsoleContext
{
    /// <summary>What tells the screens of time.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Services.AddSingleton(Time).AddProfile();

        // What the profile's own services are made of; components find Core by themselves.
        Services.AddSingleton(Programme.Get<CustomerFeed>()).AddSingleton(Programme.Get<CustomerProfiles>()).AddSingleton(Programme.Get<PointsExplanation>());
        Services.AddSingleton(Programme.Get<PointsLedger>()).AddSingleton(Programme.Get<PointsHistory>());
        Services.AddSingleton(Programme.Get<RewardBook>()).AddSingleton(Programme.Get<CustomerTiers>())
            .AddSingleton(Programme.Get<ApprovalRequests>());
    }

    /// <summary>Opens the profile, with whatever opens over it.</summary>
    protected IRenderedComponent<ContainerFragment> Open(CustomerId customer, string query = "")
    {
        var screen = Begin(customer, query);
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-skel")));
        return screen;
    }

    /// <summary>The same without waiting for what comes later.</summary>
    protected IRenderedComponent<ContainerFragment> Begin(CustomerId customer, string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/customers/{customer}{query}");
        return Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<CustomerPage>(1);
            builder.AddComponentParameter(2, nameof(CustomerPage.Id), customer.Value);
            builder.CloseComponent();
            builder.OpenComponent<SnackbarHost>(3);
            builder.CloseComponent();
        });
    }

    /// <summary>Opens the profile and one of its dialogs.</summary>
    protected async Task<IRenderedComponent<ContainerFragment>> OpenDialogAsync(CustomerId customer, string button, string query = "")
    {
        var screen = Open(customer, query);
        await ClickAsync(screen, button);
        screen.WaitForElement("#points");
        return screen;
    }

    /// <summary>Types into a field and waits until the effect of it is worked out.</summary>
    protected static async Task TypeAsync(IRenderedComponent<ContainerFragment> screen, string field, string text)
    {
        await DoAsync(screen, () => screen.Find(field).Input(text));
        screen.WaitForAssertion(() => Assert.Contains(screen.FindAll(".lc-dlg-foot button[type=submit], .lc-field-err, .lc-formerr"), IsAnswer));
    }

    protected static Task ClickAsync(IRenderedComponent<ContainerFragment> screen, string button) =>
        DoAsync(screen, () => Button(screen, button).Click());

    protected static Task SubmitAsync(IRenderedComponent<ContainerFragment> screen) =>
        DoAsync(screen, () => screen.Find("form.lc-dlg").Submit());

    // In one step, so that nothing is drawn anew between finding something and touching it.
    /// <summary>Opens the menu of a row, which its button names, and chooses an entry of it.</summary>
    protected static async Task ChooseAsync(IRenderedComponent<ContainerFragment> screen, string row, string entry)
    {
        await DoAsync(screen, () => screen.Find($"button[aria-label='more: {row}']").Click());
        screen.WaitForElement(".lc-menu");
        await DoAsync(screen, () => screen.FindAll(".lc-menu .rz-navigation-item-link").Single(item => Says(item, entry)).Click());
    }

    /// <summary>A reward of the catalogue.</summary>
    protected async Task<Reward> RewardAsync(string name, int cost) =>
        (await Programme.Get<RewardBook>().SaveAsync(null, new RewardDraft(name, null, Points.Whole(cost)), Programme.Manager)).OrThrow();

    /// <summary>Somebody else books on the account.</summary>
    protected async Task BookAsync(CustomerId customer, int points, string? reason = null)
    {
        Programme.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        var adjustment = await Programme.AdjustmentAsync(customer, AdjustmentDoor.AddOrSubtract, Points.Whole(points));
        (await Programme.Ledger.AdjustAsync(adjustment with { InternalReason = reason }, Programme.Manager)).OrThrow();
    }

    protected static IElement Button(IRenderedComponent<ContainerFragment> screen, string text) =>
        screen.FindAll("button").First(button => Says(button, text));

    protected static IElement Save(IRenderedComponent<ContainerFragment> screen) => screen.Find(".lc-dlg-foot button[type=submit]");

    /// <summary>What a person reads; symbols are letters only to a parser.</summary>
    protected static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var symbol in copy.QuerySelectorAll(".rzi").ToList())
        {
            symbol.Remove();
        }

        return string.Join(' ', copy.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    protected static bool Says(IElement element, string text) => string.Equals(Text(element), text, StringComparison.Ordinal);

    /// <summary>The value beside a label.</summary>
    protected static string Value(IRenderedComponent<ContainerFragment> screen, string list, string label) => screen.FindAll($"{list} > div")
        .Where(pair => Says(pair.QuerySelector("dt")!, label))
        .Select(pair => string.Join(" | ", pair.QuerySelectorAll("dd").Select(Text)))
        .FirstOrDefault() ?? "";

    /// <summary>The cells of the effect's rows by their label.</summary>
    protected static string Effect(IRenderedComponent<ContainerFragment> screen, string label)
    {
        var row = screen.FindAll(".lc-effect tbody tr").Single(row => Says(row.QuerySelector("th")!, label));
        return string.Join(' ', row.QuerySelectorAll("td").Select(Text).Where(text => text.Length > 0));
    }

    /// <summary>The texts of the table's cells, row by row.</summary>
    protected static IReadOnlyList<IReadOnlyList<string>> Rows(IRenderedComponent<ContainerFragment> screen) =>
        [.. screen.FindAll(".lc-grid .rz-data-row").Select(row => (IReadOnlyList<string>)[.. row.QuerySelectorAll("td").Select(Text)])];

    protected static IReadOnlyList<string> Heads(IRenderedComponent<ContainerFragment> screen) =>
        [.. screen.FindAll(".lc-grid thead th").Select(Text)];

    private static bool IsAnswer(IElement element) => element.ClassList.Contains("lc-field-err") || element.ClassList.Contains("lc-formerr") || !element.HasAttribute("disabled");
}
