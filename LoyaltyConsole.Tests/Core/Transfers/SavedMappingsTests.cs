using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>A mapping that somebody made by hand is kept under a name, and proposed to all when such a file comes again (S-005).</summary>
public sealed class SavedMappingsTests : LedgerTest
{
    private static readonly string[] _header = ["Wer", "Wieviel", "Wozu"];

    private SavedMappings Mappings => Programme.Get<SavedMappings>();

    private static Actor Mia { get; } = Actor.Person("Mia Funk", StaffRole.Marketing);

    private static Actor Tom { get; } = Actor.Person("Tom Berg", StaffRole.Marketing);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S_005_a_saved_mapping_is_proposed_to_a_colleague_for_the_same_columns_in_any_order_and_case()
    {
        var saved = (await SaveAsync("Till files", "Wer=email,Wieviel=points")).OrThrow();

        var preview = (await LookAsync("WOZU,wieviel , wer\nparty,5,ada@example.org\n", Tom)).OrThrow();

        Assert.Equal((saved.Id, "Till files", "Mia Funk"), (preview.Saved!.Id, preview.Saved.Name, preview.Saved.SavedBy));
        Assert.Equal((2, 1, null), (preview.Mapping!["email"], preview.Mapping["points"], preview.Mapping["customer_text"]));
    }

    [Fact]
    public async Task S_005_a_saved_mapping_goes_before_what_the_columns_say_and_no_further_than_its_columns_and_kind()
    {
        var draft = new SavedMappingDraft(Guid.CreateVersion7(), ImportKind.Points, "Ours", ["email", "points"], "email=identifier,points=points");
        (await Mappings.SaveAsync(draft, Mia)).OrThrow();

        Assert.Equal(0, (await LookAsync("email,points\na,1\n", Mia)).OrThrow().Mapping!["identifier"]);
        var more = (await LookAsync("email,points,phone\na,1,2\n", Mia)).OrThrow();
        Assert.Null(more.Saved);
        Assert.Equal(0, more.Mapping!["email"]);
        Assert.Null((await LookAsync("email,points\na,1\n", Mia, ImportKind.Customers)).OrThrow().Saved);
    }

    [Fact]
    public async Task S_005_of_several_for_the_same_columns_the_one_that_was_saved_last_is_proposed()
    {
        (await SaveAsync("First", "Wer=email,Wieviel=points")).OrThrow();
        Programme.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        (await SaveAsync("Second", "Wer=phone,Wieviel=points")).OrThrow();
        Assert.Equal("Second", (await LookAsync("Wer,Wieviel,Wozu\na,1,x\n", Mia)).OrThrow().Saved!.Name);

        Programme.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        (await SaveAsync("First", "Wer=ref_id,Wieviel=points", Tom)).OrThrow();

        var preview = (await LookAsync("Wer,Wieviel,Wozu\na,1,x\n", Mia)).OrThrow();
        Assert.Equal(("First", "Tom Berg", 0), (preview.Saved!.Name, preview.Saved.SavedBy, preview.Mapping!["ref_id"]));
        Assert.Equal(["First", "Second"], (await Mappings.ListAsync(ImportKind.Points, Mia, Cancel)).OrThrow().Select(mapping => mapping.Name));
        Assert.Contains(
            ("SaveMapping", "First (Points): Wer=email,Wieviel=points", "First (Points): Wer=ref_id,Wieviel=points"),
            Programme.Query("SELECT Deed, Before, After FROM AuditEntries", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2))));
    }

    [Fact]
    public async Task S_005_a_mapping_is_renamed_and_deleted_by_whoever_imports_and_both_are_told()
    {
        var saved = (await SaveAsync("Till files", "Wer=email,Wieviel=points")).OrThrow();
        (await SaveAsync("Other", "Wer=phone,Wieviel=points")).OrThrow();

        AssertRefused(new MappingNameTaken("Other"), await Mappings.RenameAsync(saved.Id, " Other ", Tom));
        Assert.Equal("Tills", (await Mappings.RenameAsync(saved.Id, " Tills ", Tom)).OrThrow().Name);
        (await Mappings.DeleteAsync(saved.Id, Tom)).OrThrow();

        AssertRefused(new MappingNotFound(), await Mappings.DeleteAsync(saved.Id, Tom));
        AssertRefused(new MappingNotFound(), await Mappings.RenameAsync(saved.Id, "Again", Tom));
        Assert.Equal(["Other"], (await Mappings.ListAsync(ImportKind.Points, Mia, Cancel)).OrThrow().Select(mapping => mapping.Name));
        Assert.Equal(
            ["SaveMapping", "SaveMapping", "RenameMapping", "DeleteMapping"],
            Programme.Query("SELECT Deed FROM AuditEntries ORDER BY Id", row => row.GetString(0)));
    }

    [Fact]
    public async Task What_cannot_be_saved_is_refused_in_order()
    {
        AssertRefused(new NotAllowed(Capability.Import), await SaveAsync("", "", Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ChangeTier), await SaveAsync("", "", Mia, kind: ImportKind.Tiers));
        AssertRefused(new MappingNameMissing(), await SaveAsync(" ", ""));
        AssertRefused(new TextTooLong(SavedMapping.NameLength), await SaveAsync(new string('n', SavedMapping.NameLength + 1), ""));
        AssertRefused(new TextTooLong(SavedMapping.MapLength), await SaveAsync("Long", new string('m', SavedMapping.MapLength + 1)));
        AssertRefused(new NothingMapped(), await SaveAsync("Empty", ""));
        AssertRefused(new UnknownColumn("Wem"), await SaveAsync("Wrong", "Wem=email"));
        (await SaveAsync("Ours", "Wer=email,Wieviel=points")).OrThrow();
        AssertRefused(new MappingNameTaken("Ours"), await SaveAsync("Ours", "a=email", header: ["a"]));
    }

    [Fact]
    public async Task The_programme_keeps_only_so_many_and_a_full_one_still_replaces()
    {
        for (var number = 0; number < SavedMappings.Most; number++)
        {
            (await SaveAsync($"No. {number}", "Wer=email")).OrThrow();
        }

        AssertRefused(new TooManyMappings(SavedMappings.Most), await SaveAsync("One more", "Wer=email"));
        Assert.Equal("Wer=phone", (await SaveAsync("No. 7", "Wer=phone")).OrThrow().Map);
    }

    private Task<Result<SavedMapping>> SaveAsync(string name, string map, Actor? actor = null, string[]? header = null, ImportKind kind = ImportKind.Points) =>
        Mappings.SaveAsync(new SavedMappingDraft(Guid.CreateVersion7(), kind, name, header ?? _header, map), actor ?? Mia);

    private async Task<Result<FilePreview>> LookAsync(string text, Actor actor, ImportKind kind = ImportKind.Points)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, text, Cancel);
            return await Programme.Get<FileImports>().LookAsync(path, new ImportOptions { Kind = kind }, actor, Cancel);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
