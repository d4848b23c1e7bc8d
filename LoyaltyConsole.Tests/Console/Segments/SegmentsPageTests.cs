using AngleSharp.Dom;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Segments;
using LoyaltyConsole.Resources;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using NodaTime;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Segments;

/// <summary>The page of the segments: sizes, models, rehearsal, movement (E-011, E-012, X11).</summary>
public sealed class SegmentsPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Mia Kern", StaffRole.Marketing);
        Services.AddSingleton(Programme.Get<SegmentBook>()).AddSingleton(Programme.Get<SegmentRunner>()).AddSingleton(Programme.Get<SegmentReports>());
        for (var number = 1; number <= 6; number++)
        {
            var customer = await Programme.CustomerAsync($"Customer {number}");
            for (var order = 1; order < number; order++)
            {
                await Programme.OrderAsync(customer, 10m * number, placedAt: Programme.Clock.GetCurrentInstant() - Duration.FromDays(60 - (10 * number)));
            }
        }
    }

    [Fact]
    public async Task Each_segment_says_its_size_and_worth_and_leads_to_its_customers()
    {
        await RunAsync(1);

        var page = Open();

        page.WaitForAssertion(() => Assert.Equal(
            "Champions 1 17% 300.00 EUR 300 Recency, % of its weight ≥ 80 and Frequency, top % ≤ 20", Rows(page, ".lc-segments")[0]));
        Assert.Equal("No orders 1 17% 0 no order in the window", Rows(page, ".lc-segments")[^1]);
        Assert.Equal("/customers?segment=1", page.Find("a[aria-label='1 customers in Champions']").GetAttribute("href"));
        Assert.Contains("Too few customers: 5 are scored.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("The customer overview shows this model.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_has_not_run_is_run_for_a_day()
    {
        var page = Open("?model=2");
        page.WaitForAssertion(() => Assert.Contains("This model has not run yet", page.Markup, StringComparison.Ordinal));

        await ClickAsync(page, "Run for a day");
        page.WaitForElement("#segment-day");
        await DoAsync(page, () => page.Find("#segment-day").Input("2025-11-29"));
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("cannot be after today", Text(page.Find(".lc-formerr")), StringComparison.Ordinal));
        await DoAsync(page, () => page.Find("#segment-day").Input(""));
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.Equal(7, Rows(page, ".lc-segments").Count));
    }

    [Fact]
    public async Task X11_the_movement_and_the_development_between_two_days()
    {
        await RunAsync(1, new LocalDate(2025, 10, 31));
        await RunAsync(1);

        var page = Open();

        page.WaitForElement(".lc-matrix table");
        Assert.Equal("Champions", Text(page.FindAll(".lc-matrix thead th")[1]));
        Assert.Equal(6, page.FindAll(".lc-matrix td").Sum(cell => int.Parse(Text(cell), System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["28 Nov 2025", "31 Oct 2025"], Rows(page, ".lc-chart-table table").Select(row => row[..11]));
        Assert.Contains("customers on 31 Oct 2025", page.Find(".lc-chart svg").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(
            new SegmentRunNotKept(),
            (await Programme.Get<SegmentReports>().MovementAsync(new SegmentRunId(1), new SegmentRunId(99), Programme.Agent, Cancel)).Succeeded(out _, out var refusal) ? null : refusal);
    }

    [Fact]
    public async Task A_rule_is_changed_after_a_rehearsal_and_the_overview_follows()
    {
        await RunAsync(2);
        var page = Open("?model=2");
        await MenuAsync(page, "RFM quintiles", "Edit");
        page.WaitForElement("#model-name");

        await DoAsync(page, () => page.Find("input[aria-label='Codes of Champions']").Input("55x"));
        await ClickAsync(page, "Rehearse");
        page.WaitForAssertion(() => Assert.Contains(Sentence(new SegmentCodeUnread("Champions", "55x", 5)), Text(page.Find(".lc-formerr")), StringComparison.Ordinal));
        await DoAsync(page, () => page.Find("input[aria-label='Codes of Champions']").Input("***"));
        await ClickAsync(page, "Rehearse");
        page.WaitForAssertion(() => Assert.Equal("Champions 1 → 5", Rows(page, ".lc-effect")[0]));
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.StartsWith("Champions 5 83%", Rows(page, ".lc-segments")[0], StringComparison.Ordinal));
        Assert.Equal(5, Programme.Query("SELECT COUNT(*) FROM CustomerSegments s JOIN Segments g ON g.Id = s.SegmentId WHERE s.ModelId = 2 AND g.Name = 'Champions'", row => row.GetInt64(0))[0]);
    }

    [Fact]
    public async Task A_weighted_model_is_made_and_what_is_no_number_is_named()
    {
        var page = Open();
        await ClickAsync(page, "New model");
        page.WaitForElement("#model-name");

        await DoAsync(page, () => page.Find("#model-name").Input("Mine"));
        await DoAsync(page, () => page.Find("input[aria-label='Loyal, condition 1: value']").Input("many"));
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains(Sentence(new SegmentValueUnread("Loyal", "many")), Text(page.Find(".lc-formerr")), StringComparison.Ordinal));
        await DoAsync(page, () => page.Find("input[aria-label='Loyal, condition 1: value']").Input("55.5"));
        await DoAsync(page, () => page.Find("input[aria-label='recency: Weight in %']").Input("50"));
        await SubmitAsync(page);
        page.WaitForAssertion(() => Assert.Contains("The weights add up to 110 %.", Text(page.Find(".lc-formerr")), StringComparison.Ordinal));
        await DoAsync(page, () => page.Find("input[aria-label='recency: Weight in %']").Input("40"));
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".lc-views a"), link => Text(link) is "Mine"));
        var model = (await Programme.Get<SegmentBook>().ListAsync(Programme.Agent, Cancel)).OrThrow().Single(model => model.Name is "Mine");
        Assert.Equal(55.5m, model.Segments[1].Rule.Conditions[0].Value);
        Assert.NotNull(model.CurrentRun);
    }

    [Fact]
    public async Task Another_model_is_chosen_and_one_that_nobody_needs_is_deleted()
    {
        await RunAsync(3);
        var page = Open("?model=3");
        await MenuAsync(page, "RFM quintiles, eleven segments", "Show in the overview");
        page.WaitForAssertion(() => Assert.Contains("The customer overview shows this model.", page.Markup, StringComparison.Ordinal));

        Services.GetRequiredService<NavigationManager>().NavigateTo("/segments?model=1");
        page = Open("?model=1");
        await MenuAsync(page, "RFM model", "Delete");
        page.WaitForElement("form.lc-dlg");
        await SubmitAsync(page);

        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll(".lc-views a"), link => Text(link) is "RFM model"));
    }

    [Fact]
    public async Task Agents_read_and_change_nothing_in_their_language()
    {
        await RunAsync(1);
        SignIn("Eva Brandt", StaffRole.Agent);
        Read("de");

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains(Rows(page, ".lc-segments"), row => row.StartsWith("Zu reaktivieren", StringComparison.Ordinal)));
        Assert.DoesNotContain(page.FindAll("button"), button => Text(button) is "Neues Modell" or "mehr" or "Für einen Tag ausführen");
    }

    private async Task RunAsync(long model, LocalDate? on = null) => (await Programme.Get<SegmentRunner>().RunAsync(
        new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(model), on), Programme.Manager)).OrThrow();

    private IRenderedComponent<ContainerFragment> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/segments{query}");
        return Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<SegmentsPage>(1);
            builder.CloseComponent();
        });
    }

    private static async Task MenuAsync(IRenderedComponent<ContainerFragment> page, string model, string deed)
    {
        page.WaitForElement($"button[aria-label='more: {model}']");
        await DoAsync(page, () => page.Find($"button[aria-label='more: {model}']").Click());
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".lc-menu .rz-navigation-item-text"), item => string.Equals(Text(item), deed, StringComparison.Ordinal)));
        await DoAsync(page, () => page.FindAll(".lc-menu .rz-navigation-item").First(item => Text(item).EndsWith(deed, StringComparison.Ordinal)).Click());
    }

    private string Sentence(Refusal refusal) => Services.GetRequiredService<IStringLocalizer<RefusalTexts>>().Sentence(refusal);

    private static IReadOnlyList<string> Rows(IRenderedComponent<ContainerFragment> page, string table) => [.. page.FindAll($"{table} tbody tr").Select(Text)];

    private static async Task ClickAsync(IRenderedComponent<ContainerFragment> page, string button)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("button"), candidate => string.Equals(Text(candidate), button, StringComparison.Ordinal)));
        await DoAsync(page, () => page.FindAll("button").First(candidate => string.Equals(Text(candidate), button, StringComparison.Ordinal)).Click());
    }

    private static Task SubmitAsync(IRenderedComponent<ContainerFragment> page) => DoAsync(page, () => page.Find("form.lc-dlg").Submit());

    private static string Text(IElement element)
    {
        var copy = (IElement)element.Clone();
        foreach (var symbol in copy.QuerySelectorAll(".rzi").ToList())
        {
            symbol.Remove();
        }

        return string.Join(' ', copy.GetDescendants().OfType<IText>().SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }
}
