using System.Reflection;
using Bunit;
using LoyaltyConsole.Components.Layout;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Features.Settings;
using LoyaltyConsole.Features.Shell;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console;

/// <summary>What is switched off is offered nowhere, and says so where somebody asks for it (E-016).</summary>
public sealed class FeatureScreensTests : ConsoleContext
{
    private static readonly Actor Administrator = Actor.Person("Kim Vogt", StaffRole.Administrator);

    public static TheoryData<Feature> Features => [.. Enum.GetValues<Feature>()];

    private static IReadOnlyList<(Type Page, Feature Feature)> Pages { get; } =
    [
        .. typeof(MenuEntry).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes<RouteAttribute>().Any())
            .Select(page => (page, PartOfAttribute.Of(page)))
            .Where(page => page.Item2 is not null)
            .Select(page => (page.page, page.Item2!.Value)),
    ];

    [Theory]
    [MemberData(nameof(Features))]
    public void E_016_every_feature_is_honoured_by_the_menu_or_the_profile(Feature feature)
    {
        var without = new FeatureSet(feature);
        var paths = Pages.Where(page => page.Feature == feature)
            .SelectMany(page => page.Page.GetCustomAttributes<RouteAttribute>().Select(route => route.Template))
            .ToList();
        var tabs = ProfileTab.All.Except(ProfileTab.Of(without)).ToList();

        Assert.True(paths.Count > 0 || tabs.Count > 0, $"Nothing that is seen belongs to {feature}.");
        var (all, left) = (Shown(FeatureSet.All), Shown(without));
        Assert.DoesNotContain(left, paths.Contains);

        // What was found beside a page that is gone has an entry of its own then.
        string[] instead = feature switch { Feature.Imports => ["/exports"], Feature.Api => ["/integrations/connections"], _ => [] };
        Assert.Equal(all.Except(paths).Concat(instead).Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void E_016_the_menu_leads_to_exports_alone_where_nothing_is_imported()
    {
        Services.AddSingleton(new FeatureSet(Feature.Imports));
        SignIn("Kim Vogt", StaffRole.Administrator);

        var menu = Render<MainMenu>(parameters => parameters.Add(part => part.Here, "/exports"));

        menu.WaitForAssertion(() => Assert.Single(menu.FindAll("a[href='/exports']")));
        Assert.Empty(menu.FindAll("a[href='/imports']"));
    }

    [Theory]
    [InlineData("en", "Switched off in this installation", "Segments")]
    [InlineData("de", "In dieser Installation abgeschaltet", "Segmente")]
    public void E_016_a_page_that_is_switched_off_says_so(string language, string says, string name)
    {
        Read(language);

        var page = Render<FeatureOffPage>(parameters => parameters.Add(part => part.Feature, Feature.Segments));

        Assert.Contains(name, page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains(says, page.Find(".lc-empty b").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void E_016_the_settings_show_what_the_installation_has()
    {
        Services.AddSingleton(new FeatureSet(Feature.Campaigns, Feature.Api));

        var list = Render<FeatureList>();

        Assert.Equal(
            Enum.GetValues<Feature>().Select(feature => (feature is Feature.Campaigns or Feature.Api ? "Off" : "On", $"Features:{feature}")),
            list.FindAll("dl > div").Select(row => (row.QuerySelector("dd")!.TextContent.Trim(), row.QuerySelector("code")!.TextContent)));
    }

    [Fact]
    public void E_016_without_segments_the_list_has_neither_column_nor_filter()
    {
        Assert.Contains(CustomerColumn.Default(narrow: false), column => string.Equals(column.Key, "segment", StringComparison.Ordinal));
        Assert.DoesNotContain(
            CustomerColumn.Within(new FeatureSet(Feature.Segments), CustomerColumn.Read("id,segment,name")!),
            column => string.Equals(column.Key, "segment", StringComparison.Ordinal));
    }

    // Where the menu leads whoever may everything.
    private static List<string> Shown(FeatureSet features) =>
    [
        .. MenuEntry.First.Concat(MenuEntry.Customers).Concat(MenuEntry.Rest)
            .Where(entry => entry.IsFor(features.Within(Administrator), features))
            .Select(entry => entry.Path),
    ];
}
