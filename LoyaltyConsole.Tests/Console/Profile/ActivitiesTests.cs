using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Features.Profile.Activities;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>"User Activities" on the profile, and the page with all of them (R-016, D15).</summary>
public sealed class ActivitiesTests : ProfileContext
{
    [Theory]
    [InlineData("en", "Transaction on Jul 27 2026 6:59:01AM|User Signed up on Jan 23 2026 3:43:19PM")]
    [InlineData("de", "Transaktion am 27. Juli 2026 06:59:01|Kunde angemeldet am 23. Jan. 2026 15:43:19")]
    public async Task R_016_activities_read_as_in_the_manual(string language, string sentences)
    {
        Read(language);
        Programme.Clock.Set(Programme.Berlin(2026, 1, 23, 15, 43) + Duration.FromSeconds(19));
        var ada = await Programme.CustomerAsync();
        Programme.Clock.Set(Programme.Berlin(2026, 7, 27, 6, 59) + Duration.FromSeconds(1));
        await Programme.OrderAsync(ada, 20m);

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Equal(sentences.Split('|'), Lines(screen)));
    }

    [Fact]
    public async Task R_016_the_profile_shows_the_last_seven_and_leads_to_all()
    {
        var ada = await Programme.CustomerAsync();
        for (var number = 0; number < 9; number++)
        {
            Programme.Clock.Advance(Duration.FromMinutes(1));
            await Programme.OrderAsync(ada, 20m);
        }

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Equal(7, Lines(screen).Count));
        var all = screen.Find(".lc-acts-all");
        Assert.Equal(("All activities 10", $"/customers/{ada}/activities"), (Text(all), all.QuerySelector("a")!.GetAttribute("href")));
    }

    [Fact]
    public async Task X8_what_somebody_else_does_appears_at_once()
    {
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada);
        screen.WaitForAssertion(() => Assert.Single(Lines(screen)));

        await BookAsync(ada, 50);

        screen.WaitForAssertion(() => Assert.StartsWith("50 points credited on Nov 28 2025", Lines(screen)[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task R_016_all_of_them_are_paged_with_points_reference_and_who()
    {
        var ada = await Programme.CustomerAsync();
        for (var number = 0; number < 10; number++)
        {
            Programme.Clock.Advance(Duration.FromMinutes(1));
            await Programme.OrderAsync(ada, 20m, $"8821{number}");
        }

        await BookAsync(ada, -5);

        var first = OpenAll(ada);
        first.WaitForAssertion(() => Assert.Equal(10, Rows(first).Count));
        Assert.Equal("User Activities of Ada Lovelace12", Text(first.Find("h1")));
        Assert.Equal(["Nov 28 2025 2:48:00PM", "5 points deducted", "−5", "", "Petra Lang"], Rows(first)[0]);
        Assert.Equal(["Nov 28 2025 2:47:00PM", "Transaction", "", "88219", ""], Rows(first)[1]);
        var second = OpenAll(ada, "?page=2");
        second.WaitForAssertion(() => Assert.Equal(["Transaction", "User Signed up"], Rows(second).Select(row => row[1])));
    }

    [Fact]
    public void Somebody_who_is_not_there_has_no_activities()
    {
        var screen = OpenAll(new CustomerId(99));

        screen.WaitForAssertion(() => Assert.Contains("There is no customer 99", screen.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task L_101_the_activities_of_a_merged_customer_lead_to_whom_they_belong_now()
    {
        var (ada, eve) = (await Programme.CustomerAsync(), await Programme.CustomerAsync("Eve"));
        Programme.Execute($"UPDATE Customers SET Status = 3, MergedInto = {ada} WHERE Id = {eve}");

        var screen = OpenAll(eve);

        screen.WaitForAssertion(() => Assert.EndsWith($"/customers/{ada}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Lines(IRenderedComponent<ContainerFragment> screen) => [.. screen.FindAll(".lc-acts-list li").Select(Text)];

    private IRenderedComponent<ContainerFragment> OpenAll(CustomerId customer, string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/customers/{customer}/activities{query}");
        return Render(builder =>
        {
            builder.OpenComponent<ActivitiesPage>(0);
            builder.AddComponentParameter(1, nameof(ActivitiesPage.Id), customer.Value);
            builder.CloseComponent();
        });
    }
}
