using Bunit;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>A mapping by hand is kept under a name, and proposed again with where it comes from (S-005).</summary>
public sealed class SavedMappingsPagesTests : ImportContext
{
    private const string Cryptic = "Wer;Wann;Was;Wieviel\nK-1;2025-10-01;A-1;12.50\n";

    private SavedMappings Mappings => Programme.Get<SavedMappings>();

    private static Actor Mia { get; } = Actor.Person("Mia Funk", StaffRole.Marketing);

    [Fact]
    public async Task S_005_what_maps_by_itself_is_not_offered_to_be_saved_and_what_was_changed_is()
    {
        var page = UploadForMapping(Orders);
        Assert.DoesNotContain(page.FindAll("button"), button => Text(button).EndsWith("Save mapping", StringComparison.Ordinal));

        await page.Find("#sku").ChooseAsync("Qty");

        page.WaitForAssertion(() => Assert.Single(page.FindAll("button"), button => Text(button).EndsWith("Save mapping", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task S_005_a_saved_mapping_is_proposed_and_says_whose_it_is()
    {
        var header = Cryptic.Split('\n')[0].Split(';');
        var dialog = Render<MappingDialog>(parameters => parameters
            .Add(form => form.Draft, new SavedMappingDraft(Guid.CreateVersion7(), ImportKind.Orders, "", header, "Was=order_ref,Wer=customer_ref,Wann=placed_at,Wieviel=total"))
            .Add(form => form.Actor, Mia).Add(form => form.Guard, new LeaveGuard()));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        dialog.WaitForAssertion(() => Assert.Equal("The mapping needs a name.", Text(dialog.Find("#mapping-name-error"))));
        await dialog.InvokeAsync(() => dialog.Find("#mapping-name").Input("Old till"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        var page = UploadForMapping(Cryptic);
        Assert.Contains("As in the saved mapping “Old till” of Mia Funk, 28 Nov 2025 14:37.", Text(page.Find(".lc-map-saved")), StringComparison.Ordinal);
        await Button(page, "Rehearse").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal("/imports/1", Address));
        var import = Open(new(1));
        import.WaitForAssertion(() => Assert.Contains("A-1", Assert.Single(Rows(import)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_005_a_changed_mapping_says_from_what_it_departs()
    {
        (await Mappings.SaveAsync(new(Guid.CreateVersion7(), ImportKind.Orders, "Old till", ["Wer", "Wann", "Was", "Wieviel"], "Was=order_ref,Wer=customer_ref"), Mia)).OrThrow();
        var page = UploadForMapping(Cryptic);

        await page.Find("#total").ChooseAsync("Wieviel");

        page.WaitForAssertion(() => Assert.StartsWith("bookmark Changed since the saved mapping “Old till”", Text(page.Find(".lc-map-saved")), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_005_the_saved_mappings_of_a_kind_are_listed_before_a_file_is_chosen_and_renamed()
    {
        var saved = (await Mappings.SaveAsync(new(Guid.CreateVersion7(), ImportKind.Orders, "Old till", ["a"], "a=order_ref"), Mia)).OrThrow();
        (await Mappings.SaveAsync(new(Guid.CreateVersion7(), ImportKind.Points, "Of points", ["a"], "a=points"), Mia)).OrThrow();

        var page = Render<NewImportPage>();
        page.WaitForAssertion(() => Assert.Equal(["Old till"], page.FindAll(".lc-mappings tbody th").Select(Text)));

        var dialog = Render<MappingDialog>(parameters => parameters.Add(form => form.Known, saved).Add(form => form.Actor, Mia).Add(form => form.Guard, new LeaveGuard()));
        Assert.Equal("Old till", dialog.Find("#mapping-name").GetAttribute("value"));
        await dialog.InvokeAsync(() => dialog.Find("#mapping-name").Input("New till"));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        Assert.Equal("New till", Assert.Single((await Mappings.ListAsync(ImportKind.Orders, Mia, Cancel)).OrThrow()).Name);
    }
}
