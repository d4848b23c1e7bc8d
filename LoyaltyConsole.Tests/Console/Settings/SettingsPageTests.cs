using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Settings;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoyaltyConsole.Tests.Console.Settings;

public sealed class SettingsPageTests : ConsoleContext
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Ines Roth", StaffRole.Administrator);
        Services.AddSingleton(Programme.Get<ProgrammeBook>());
    }

    [Fact]
    public async Task S_014_a_programme_of_points_becomes_one_of_stamps()
    {
        var (page, open) = (Open(), Services.GetRequiredService<Display>());
        var texts = new StringLocalizer<LedgerTexts>(
            new UnitTexts(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance, Programme.Get<ProgrammeBook>()));
        Assert.Equal(("1 point", "Total Redeemable Points"), (open.WithUnit(Points.Whole(1)), texts["Redeemable"].Value));
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));

        await page.InvokeAsync(() => page.Find("#setting-UnitEn").Input("stamp"));
        await page.InvokeAsync(() => page.Find("#setting-UnitsEn").Input("stamps"));
        await page.InvokeAsync(() => page.Find("#setting-StampsPerCard").Input("10"));
        await page.InvokeAsync(() => page.Find("form").Submit());

        page.WaitForAssertion(() => Assert.Equal("stamp", Programme.Get<ProgrammeBook>().Settings().UnitEn));
        var settings = Programme.Get<ProgrammeBook>().Settings();
        Assert.Equal(("stamp", "stamps", 10), (settings.UnitEn, settings.UnitsEn, settings.StampsPerCard));
        page.WaitForAssertion(() => Assert.True(page.Find("button[type=submit]").HasAttribute("disabled")));
        Assert.Equal("Total Redeemable Stamps", texts["Redeemable"].Value);
        Assert.Equal(("2 stamps", ("2", "4")), (open.WithUnit(Points.Whole(2)), open.Cards(Points.Whole(24))));
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
        page.WaitForAssertion(() => Assert.Contains("Between 0 and 1440.", page.Find("#setting-UndoMinutes-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_a_text_is_said_beside_its_field()
    {
        var page = Open();

        await FillAsync(page, "ZoneId", "Mars");
        await page.InvokeAsync(() => page.Find("form").Submit());

        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#setting-ZoneId").GetAttribute("aria-invalid")));
        Assert.Contains("Mars", page.Find("#setting-ZoneId-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".lc-formerr"));
        await FillAsync(page, "ZoneId", "Europe/Berlin");
        await FillAsync(page, "UnitDe", " ");
        await FillAsync(page, "UnitsEn", "");
        await page.InvokeAsync(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.Equal(
            ["setting-UnitsEn-error", "setting-UnitDe-error"], page.FindAll(".lc-field-err").Select(error => error.Id)));
    }

    [Fact]
    public async Task A_form_that_somebody_overtook_says_what_changed_and_goes_on_with_it()
    {
        var page = Open();
        await FillAsync(page, "Name", "Ours");
        await FillAsync(page, "UndoMinutes", "7");

        await ChangeAsync(rules => rules with { UndoMinutes = 3, GoodwillQualifies = true });

        page.WaitForAssertion(() => Assert.Equal(
            ["Minutes for undoing one’s own act: 10 3 (you want 7)", "Goodwill qualifies: off on"], page.FindAll("footer li").Select(item => item.TextContent)));
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        await page.InvokeAsync(() => page.FindAll("footer button").Single(button => button.TextContent.Contains("Go on", StringComparison.Ordinal)).Click());
        await page.InvokeAsync(() => page.Find("form").Submit());
        page.WaitForAssertion(() => Assert.Equal("Ours", Programme.Get<ProgrammeBook>().Settings().Name));
        var settings = Programme.Get<ProgrammeBook>().Settings();
        Assert.Equal((7, true), (settings.UndoMinutes, settings.GoodwillQualifies));
    }

    [Fact]
    public async Task A_form_in_which_nothing_was_typed_follows_what_others_save()
    {
        var page = Open();

        await ChangeAsync(rules => rules with { Name = "Theirs" });

        page.WaitForAssertion(() => Assert.Equal("Theirs", page.Find("#setting-Name").GetAttribute("value")));
        Assert.Empty(page.FindAll("footer li"));
    }

    [Fact]
    public void Who_may_not_manage_the_programme_sees_no_form()
    {
        SignIn("Petra Lang", StaffRole.Manager);

        Assert.Empty(Open().FindAll("form"));
    }

    private static Task FillAsync(IRenderedComponent<SettingsPage> page, string name, string text) =>
        page.InvokeAsync(() => page.Find($"#setting-{name}").Input(text));

    private async Task ChangeAsync(Func<ProgrammeRules, ProgrammeRules> change)
    {
        var seen = ProgrammeRules.Of(Programme.Get<ProgrammeBook>().Settings());
        (await Programme.Get<ProgrammeBook>().ChangeAsync(seen, change(seen), Actor.Person("Kim Vogt", StaffRole.Administrator))).OrThrow();
    }

    private IRenderedComponent<SettingsPage> Open()
    {
        var page = Render<SettingsPage>();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".lc-skel")));
        return page;
    }
}
