using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Customers;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Radzen.Blazor;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>"Register Customer" on the overview, and the same form behind the profile's edit icon (R-002, R-003, R-015, E-048).</summary>
public sealed class RegisteringTests : ProfileContext
{
    private string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    [Fact]
    public async Task R_002_whoever_is_registered_stands_on_a_profile_of_their_own()
    {
        var screen = await OpenFormAsync();
        await FillAsync(screen, ("First name", "Jan"), ("Last name", "Novák"), ("Phone", "+420 123 456 789"), ("E-Mail", "jan.novak@email.cz"), ("Customer group", "VIP"));
        await DoAsync(screen, () => Input(screen, "Birthday").Input("1985-06-24"));
        await DoAsync(screen, () => Input(screen, "Holiday").Input("24"));
        await DoAsync(screen, () => screen.Find("select[aria-label='Month of the holiday']").Change("6"));

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Matches("^/customers/[0-9]+$", Address));
        screen.WaitForAssertion(() => Assert.Contains("Jan Novák is registered", screen.Markup, StringComparison.Ordinal));
        var jan = await CustomerAsync(new CustomerId(long.Parse(Address.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(("Jan", "Novák", "VIP", true), (jan.FirstName, jan.LastName, jan.Group, jan.IsRegistered));
        Assert.Equal((new LocalDate(1985, 6, 24), new AnnualDate(6, 24)), (jan.Birthday, jan.NameDay));
    }

    [Theory]
    [InlineData("en", "Register Customer", "Fill in the first name.|Fill in the last name.|Fill in the phone number.|Fill in the e-mail address.")]
    [InlineData("de", "Kunden registrieren", "Geben Sie den Vornamen an.|Geben Sie den Nachnamen an.|Geben Sie die Telefonnummer an.|Geben Sie die E-Mail-Adresse an.")]
    public async Task R_003_each_mandatory_field_that_is_missing_is_told_beside_it(string language, string button, string errors)
    {
        Read(language);
        var screen = await OpenFormAsync(button);

        await SubmitAsync(screen);

        string[] fields = ["firstname", "lastname", "phone", "email"];
        screen.WaitForAssertion(() => Assert.Equal(
            errors.Split('|'), fields.Select(field => screen.Find($"#details-{field}-error").TextContent)));
        Assert.All(fields, field => Assert.Equal("true", screen.Find($"#details-{field}").GetAttribute("aria-invalid")));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM Customers", row => row.GetInt32(0))[0]);
    }

    [Theory]
    [InlineData("E-Mail", "nobody", "email")]
    [InlineData("Phone", "12", "phone")]
    [InlineData("Birthday", "2025-11-29", "birthday")]
    public async Task What_the_programme_refuses_stands_beside_its_field_and_what_was_typed_stays(string label, string text, string field)
    {
        var screen = await OpenFormAsync();
        await FillAsync(screen, ("First name", "Jan"), ("Last name", "Novák"), ("Phone", "+420 123"), ("E-Mail", "jan@email.cz"));
        await DoAsync(screen, () => Input(screen, label).Input(text));

        await SubmitAsync(screen);

        screen.WaitForElement($"#details-{field}-error");
        Assert.Equal("Jan", Input(screen, "First name").GetAttribute("value"));
    }

    [Theory]
    [InlineData("30", "2")]
    [InlineData("", "6")]
    [InlineData("24", "")]
    public async Task E_022_a_holiday_that_no_calendar_has_is_told_beside_it(string day, string month)
    {
        var screen = await OpenFormAsync();
        await FillAsync(screen, ("First name", "Jan"), ("Last name", "Novák"), ("Phone", "+420 123"), ("E-Mail", "jan@email.cz"));
        await DoAsync(screen, () => Input(screen, "Holiday").Input(day));
        await DoAsync(screen, () => screen.Find("select[aria-label='Month of the holiday']").Change(month));

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Give a day and its month, for instance 24 June.", screen.Find("#details-nameday-error").TextContent));
    }

    [Fact]
    public async Task R_002_who_is_known_already_appears_while_somebody_types_with_a_link_to_them()
    {
        var known = await Programme.CustomerAsync("Jan Novák", email: "jan.novak@email.cz", phone: "+420 123 456 789");
        var screen = await OpenFormAsync();

        await FillAsync(screen, ("Phone", "00420 123456789"));

        var found = screen.WaitForElement(".lc-known li");
        Assert.Equal($"Jan Novák {known}Same phone: +420 123 456 789", Text(found));
        Assert.Equal($"/customers/{known}", found.QuerySelector("a")!.GetAttribute("href"));
        await FillAsync(screen, ("Phone", "00420 1234567"));
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll(".lc-known li")));
    }

    [Fact]
    public async Task Going_to_somebody_else_asks_before_what_was_typed_is_lost()
    {
        var known = await Programme.CustomerAsync("Jan Novák");
        var screen = await OpenFormAsync();
        await FillAsync(screen, ("First name", "Jan"), ("Last name", "Novak"));
        screen.WaitForElement(".lc-known li");

        await screen.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo($"/customers/{known}"));
        screen.WaitForAssertion(() => Assert.Contains("This is not saved yet.", screen.Markup, StringComparison.Ordinal));
        Assert.Equal("/customers", Address);
        await ClickAsync(screen, "Discard it");

        screen.WaitForAssertion(() => Assert.Equal($"/customers/{known}", Address));
        Assert.Empty(screen.FindAll("form.lc-dlg"));
    }

    [Fact]
    public void R_002_whoever_may_not_register_finds_no_button()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);

        var screen = OpenOverview();

        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "Register Customer"));
    }

    [Fact]
    public async Task E_048_the_edit_icon_opens_the_same_form_and_changes_the_group()
    {
        var ada = await Programme.CustomerAsync(email: "ada@example.org");
        var screen = Open(ada);
        await ClickAsync(screen, "Edit");
        screen.WaitForElement("#details-firstname");
        Assert.Equal(("Ada", "Lovelace"), (Input(screen, "First name").GetAttribute("value"), Input(screen, "Last name").GetAttribute("value")));

        // The phone number was never known: an edit need not find it out.
        await FillAsync(screen, ("Customer group", "VIP"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("VIP", Value(screen, ".lc-dl", "Customer group")));
        Assert.Empty(screen.FindAll("form.lc-dlg"));
        Assert.Contains("The details are saved", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_003_an_edit_takes_no_mandatory_detail_away()
    {
        var screen = Open(await Programme.CustomerAsync(email: "ada@example.org"));
        await ClickAsync(screen, "Edit");
        screen.WaitForElement("#details-firstname");
        await FillAsync(screen, ("E-Mail", " "));

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Fill in the e-mail address.", screen.Find("#details-email-error").TextContent));
    }

    [Fact]
    public async Task R_015_what_somebody_else_changed_meanwhile_is_shown_before_anything_is_saved()
    {
        var ada = await Programme.CustomerAsync(phone: "+49 30 111");
        var screen = Open(ada);
        await ClickAsync(screen, "Edit");
        screen.WaitForElement("#details-firstname");
        await FillAsync(screen, ("Customer group", "VIP"));

        (await Programme.Get<CustomerBook>().EditAsync(ada, new ProfileEdit { Phone = "+49 30 222" }, Programme.Manager)).OrThrow();

        screen.WaitForAssertion(() => Assert.Equal("Phone: +49 30 111 +49 30 222", Text(screen.Find(".lc-stale li"))));
        Assert.True(Save(screen).HasAttribute("disabled"));
        await ClickAsync(screen, "Go on with these");
        Assert.Equal(("+49 30 222", "VIP"), (Input(screen, "Phone").GetAttribute("value"), Input(screen, "Customer group").GetAttribute("value")));
        await SubmitAsync(screen);
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("form.lc-dlg")));
        var saved = await CustomerAsync(ada);
        Assert.Equal(("+49 30 222", "VIP"), (saved.Phone, saved.Group));
    }

    [Fact]
    public async Task R_015_whoever_may_not_edit_finds_no_icon()
    {
        SignIn("Mia Sommer", StaffRole.Marketing);

        var screen = Open(await Programme.CustomerAsync());

        Assert.DoesNotContain(screen.FindAll("button"), button => Says(button, "Edit"));
    }

    private static AngleSharp.Dom.IElement Input(IRenderedComponent<ContainerFragment> screen, string label) =>
        screen.Find("#" + screen.FindAll("form.lc-dlg .lc-field > label").First(field => Says(field, label) || Says(field, $"{label} optional")).GetAttribute("for"));

    private static async Task FillAsync(IRenderedComponent<ContainerFragment> screen, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields)
        {
            await DoAsync(screen, () => Input(screen, label).Input(text));
        }
    }

    private async Task<Customer> CustomerAsync(CustomerId id) =>
        (await Programme.Profiles.OpenAsync(id, Programme.Agent, Cancel)).OrThrow().Customer;

    private IRenderedComponent<ContainerFragment> OpenOverview()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/customers");
        var screen = Render(builder =>
        {
            builder.OpenComponent<RadzenComponents>(0);
            builder.CloseComponent();
            builder.OpenComponent<CustomerOverviewPage>(1);
            builder.CloseComponent();
            builder.OpenComponent<SnackbarHost>(2);
            builder.CloseComponent();
        });
        screen.WaitForElement(".lc-grid[aria-busy=false]");
        return screen;
    }

    private async Task<IRenderedComponent<ContainerFragment>> OpenFormAsync(string button = "Register Customer")
    {
        var screen = OpenOverview();
        await ClickAsync(screen, button);
        screen.WaitForElement("#details-firstname");
        return screen;
    }
}
