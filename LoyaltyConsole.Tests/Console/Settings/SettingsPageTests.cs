using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Settings;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Settings;

public sealed class SettingsPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        DefaultWaitTimeout = TimeSpan.FromSeconds(10);
        SignIn("Ines Roth", StaffRole.Administrator);
        Services.AddSingleton(Programme.Get<ProgrammeBook>());
    }

    [Fact]
    public async Task S_014_a_programme_of_points_becomes_one_of_stamps()
    {
        var page = Open();
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));

        await page.InvokeAsync(() => page.Find("#setting-UnitEn").Input("stamp"));
        await page.InvokeAsync(() => page.Find("#setting-UnitsEn").Input("stamps"));
        await page.InvokeAsync(() => page.Find("#setting-StampsPerCard").Input("10"));
        await page.InvokeAsync(() => page.Find("form").Submit());

        page.WaitForAssertion(() => Assert.Equal("stamp", Programme.Get<ProgrammeBook>().Settings().UnitEn));
        var settings = Programme.Get<ProgrammeBook>().Settings();
        Assert.Equal(("stamp", "stamps", 10), (settings.UnitEn, settings.UnitsEn, settings.StampsPerCard));
        page.WaitForAssertion(() => Assert.True(page.Find("button[type=submit]").HasAttribute("disabled")));
        Assert.Equal(("2", "4"), new Display(settings).Cards(Points.Whole(24)));
        Assert.Null(new Display(settings).Cards(Points.Whole(9)));
    }

    [Fact]
    public async Task What_is_no_number_is_said_beside_its_field_and_nothing_is_saved()
    {
        var page = Open();

        await page.InvokeAsync(() => page.Find("#setting-UndoMinutes").Input("ten"));

        Assert.Contains("“ten” is no whole number.", page.Find("#setting-UndoMinutes-error").TextContent, StringComparison.Ordinal);
        await page.InvokeAsync(() => page.Find("form").Submit());
        Assert.Equal(10, Programme.Get<ProgrammeBook>().Settings().UndoMinutes);

        await page.InvokeAsync(() => page.Find("#setting-UndoMinutes").Input("9999"));
        await page.InvokeAsync(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.Contains("0 – 1440", page.Find("#setting-UndoMinutes-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_may_not_manage_the_programme_sees_no_form()
    {
        SignIn("Petra Lang", StaffRole.Manager);

        Assert.Empty(Open().FindAll("form"));
    }

    private IRenderedComponent<SettingsPage> Open()
    {
        var page = Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".lc-skel")));
        return page;
    }
}
