using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>A file of customers from the browser to their profiles, and back (S-005, X1).</summary>
public sealed class CustomersPagesTests : ImportContext
{
    private const string Customers = "EMAIL,FIRSTNAME,LASTNAME,SMS,CREATION_DATE,GENDER\nada@example.com,Ada,King,,,\nnew@example.com,Nora,Neumann,,,\nno address,A,B,,,\n";

    [Fact]
    public async Task S_005_a_file_of_another_product_is_known_rehearsed_committed_and_undone()
    {
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/imports/new?kind=customers");
        var start = UploadForMapping(Customers);
        Assert.Contains("Recognised: Brevo contacts", Text(start.Find("#map-file")), StringComparison.Ordinal);

        await Button(start, "Rehearse").ClickAsync(new());
        start.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var page = Open(new ImportId(1));
        page.WaitForAssertion(
            () => Assert.Equal(
                [
                    "2 ada@example.com 1 Last name: Lovelace → King check Accepted",
                    "3 new@example.com First name: Nora; Last name: Neumann; E-mail: new@example.com check Accepted, new customer",
                    "4 no address error “no address” is no e-mail address.",
                ],
                Rows(page)));
        page.WaitForAssertion(() => Assert.Equal(("1", "1"), (Figures(page)["New customers"], Figures(page)["Changed customers"])));

        await Button(page, "Commit 2 rows").ClickAsync(new());
        Expect(page, "1 customers are created, 1 changed.");
        var dialogs = Render<Radzen.Blazor.RadzenDialog>();
        var asking = Button(page, "Undo import").ClickAsync(new());
        dialogs.WaitForAssertion(() => Assert.Contains("1 changed customers get back what they had, 1 new ones are deactivated", Text(dialogs.Find("form")), StringComparison.Ordinal));
        await dialogs.Find("form").SubmitAsync();
        await asking;

        Expect(page, "2 taken back.");
        page.WaitForAssertion(() => Assert.EndsWith("undo Restored", Rows(page)[0], StringComparison.Ordinal));
        Assert.Equal("Ada Lovelace", Programme.Query("SELECT Name FROM Customers WHERE Id = 1", row => row.GetString(0)).Single());
    }
}
