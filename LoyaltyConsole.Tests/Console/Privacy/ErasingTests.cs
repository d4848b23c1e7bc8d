using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Privacy;
using LoyaltyConsole.Resources;
using LoyaltyConsole.Tests.Console.Profile;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Tests.Console.Privacy;

/// <summary>Somebody deletes a customer, and what the screens say of the deleted (L-027, L-096 to L-100).</summary>
public sealed class ErasingTests : ProfileContext
{
    private string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    [Fact]
    public async Task L_096_the_dialog_warns_and_says_what_goes_and_what_stays()
    {
        var (_, screen) = await OpenDialogAsync();

        var dialog = screen.Find(".rz-dialog");
        Assert.Contains("Attention: Deleted or merged user accounts cannot be restored or separated again!", Text(dialog), StringComparison.Ordinal);
        Assert.Equal(
            ["What is removed for good", "What is kept for statistics and traceability"],
            dialog.QuerySelectorAll("section").Select(section => Text(screen.Find($"#{section.GetAttribute("aria-labelledby")}"))));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void L_096_every_kind_of_data_and_every_place_out_of_reach_has_its_words(string language)
    {
        Read(language);
        var texts = Services.GetRequiredService<IStringLocalizer<PrivacyTexts>>();

        Assert.DoesNotContain(Enum.GetValues<PersonalKind>(), kind => texts[$"Kind_{kind}"].ResourceNotFound);
        Assert.DoesNotContain(ErasureCertificate.Outside, outside => texts[$"Outside_{outside}"].ResourceNotFound);
    }

    [Fact]
    public async Task L_027_deleting_by_the_typed_id_leads_to_the_certificate()
    {
        var (ada, screen) = await OpenDialogAsync();

        // The page is not drawn anew where it is left.
        var left = new TaskCompletionSource();
        Services.GetRequiredService<NavigationManager>().LocationChanged += (_, _) => left.TrySetResult();
        await DoAsync(screen, () => screen.Find("#erase-typed").Input($"{ada}"));
        await SubmitAsync(screen);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);

        Assert.Equal($"/customers/{ada}/certificate", Address);
        Assert.Equal([3L], Programme.Query("SELECT Status FROM Customers", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task L_027_a_wrong_confirmation_is_told_beside_the_field_and_deletes_nobody()
    {
        var (_, screen) = await OpenDialogAsync();

        await DoAsync(screen, () => screen.Find("#erase-typed").Input("somebody"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("true", screen.Find("#erase-typed").GetAttribute("aria-invalid")));
        Assert.Equal("That is neither the ID of this customer, 1, nor their e-mail address.", Text(screen.Find("#erase-typed-error")));
        Assert.Equal([1L], Programme.Query("SELECT Status FROM Customers", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task Rule_5_8_5_a_waiting_coupon_is_named_as_the_obstacle()
    {
        var (ada, screen) = await OpenDialogAsync(customer => Programme.ReserveAsync(customer, 10));

        await DoAsync(screen, () => screen.Find("#erase-typed").Input($"#{ada}"));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.StartsWith("A coupon code of this customer still waits", Text(screen.Find(".rz-dialog [role=alert]")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S2_an_agent_is_not_offered_the_deletion()
    {
        var screen = Open(await Programme.CustomerAsync("Ada"));

        await DoAsync(screen, () => screen.Find("#lc-profile-more").Click());

        screen.WaitForElement(".lc-menu");
        Assert.Equal(["Remove from the programme"], screen.FindAll(".lc-menu .rz-navigation-item-text").Select(Text));
    }

    [Theory]
    [InlineData("Personal data as JSON", "json")]
    [InlineData("Personal data as CSV", "csv")]
    public async Task Rule_5_8_9_the_menu_of_the_profile_hands_out_a_copy(string entry, string form)
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync("Ada");
        var screen = Open(ada);

        await ChooseAsync(screen, "Ada", entry);

        Assert.Equal($"/customers/{ada}/personal-data.{form}", Address);
    }

    [Fact]
    public async Task The_certificate_says_what_was_done_and_nothing_of_the_person()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.org");
        await EraseAsync(ada);

        var sheet = Sheet(ada);

        var text = Text(sheet.Find("article"));
        Assert.Contains("Petra Lang", text, StringComparison.Ordinal);
        Assert.Contains($"#{ada}", text, StringComparison.Ordinal);
        Assert.Contains("FirstName, LastName", text, StringComparison.Ordinal);
        Assert.Contains("Backups of the database", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lovelace", sheet.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.org", sheet.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_reads_in_german_too()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace");
        await EraseAsync(ada);
        Read("de");

        var sheet = Sheet(ada);

        Assert.Equal("Löschbescheinigung 1", Text(sheet.Find("h1")));
        Assert.Contains("Sicherungen der Datenbank", Text(sheet.Find("article")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_without_a_certificate_gets_an_empty_one()
    {
        var ada = await Programme.CustomerAsync("Ada");

        Assert.Contains("There is no certificate for customer 1", Sheet(ada).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task L_100_the_address_of_a_deleted_customer_says_so_and_leads_a_manager_to_the_certificate()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync("Ada Lovelace");
        await EraseAsync(ada);

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Contains($"Customer {ada} is deleted", screen.Markup, StringComparison.Ordinal));
        Assert.Equal($"/customers/{ada}/certificate", screen.FindAll(".lc-empty a").Single(link => Says(link, "Show the certificate")).GetAttribute("href"));
        Assert.DoesNotContain("Lovelace", screen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task D4_the_address_of_a_merged_customer_leads_to_the_survivor()
    {
        var (ada, zyx) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Zyxander"));
        await Programme.Store.WriteAsync<ErasureCertificate>(async writing => await Erasure.EraseAsync(writing, zyx, Programme.Manager, ada));

        var screen = Open(zyx);

        screen.WaitForAssertion(() => Assert.Equal($"/customers/{ada}", Address));
        Assert.Contains($"Customer {zyx} was merged into customer {ada}", screen.Markup, StringComparison.Ordinal);
        var opened = await Programme.Profiles.OpenAsync(zyx, Programme.Agent, Cancel);
        Assert.False(opened.Succeeded(out _, out var refusal));
        Assert.Equal(new CustomerMerged(ada), refusal);
    }

    private async Task<(CustomerId Customer, IRenderedComponent<ContainerFragment> Screen)> OpenDialogAsync(Func<CustomerId, Task>? before = null)
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var ada = await Programme.CustomerAsync("Ada", email: "ada@example.org");
        await Programme.LotAsync(ada, 100);
        await (before?.Invoke(ada) ?? Task.CompletedTask);
        var screen = Open(ada);
        await ChooseAsync(screen, "Ada", "Delete");
        screen.WaitForElement("#erase-typed");
        return (ada, screen);
    }

    private async Task EraseAsync(CustomerId customer) => (await Programme.Get<Erasures>().EraseAsync(
        new ErasureOrder(Guid.CreateVersion7(), customer, customer.ToString()), Programme.Manager)).OrThrow();

    private IRenderedComponent<CertificateSheet> Sheet(CustomerId customer)
    {
        var sheet = Render<CertificateSheet>(parameters => parameters.Add(sheet => sheet.Customer, customer).Add(sheet => sheet.Actor, Programme.Manager));
        sheet.WaitForAssertion(() => Assert.Empty(sheet.FindAll(".lc-skel")));
        return sheet;
    }
}
