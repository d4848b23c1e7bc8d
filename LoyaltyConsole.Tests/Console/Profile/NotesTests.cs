using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>The notes on the profile (R-017, R-018, T17).</summary>
public sealed class NotesTests : ProfileContext
{
    [Fact]
    public async Task R_017_a_note_is_written_and_stands_below_the_personal_details_with_who_and_when()
    {
        var screen = Open(await Programme.CustomerAsync());
        await ClickAsync(screen, "Add note");
        screen.WaitForElement("#note-text");
        await DoAsync(screen, () => screen.Find("#note-kind").Change("Complaint"));
        await DoAsync(screen, () => screen.Find("#note-text").Input("Parcel two days late."));

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal(["Parcel two days late. Complaint Eva Brandt, 28 Nov 2025 14:37Edit Delete"], Notes(screen)));
        screen.WaitForAssertion(() => Assert.Equal("Note Parcel two days late. Eva Brandt, 28 Nov 2025 1 note", Text(screen.Find(".lc-note-line"))));
    }

    [Fact]
    public async Task A_note_that_says_nothing_is_refused_beside_its_field()
    {
        var screen = Open(await Programme.CustomerAsync());
        await ClickAsync(screen, "Add note");
        screen.WaitForElement("#note-text");

        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal("Write what the note is to say.", screen.Find("#note-text-error").TextContent));
    }

    [Fact]
    public async Task T17_agent_B_reads_agent_As_note_and_finds_no_button_to_change_it()
    {
        var ada = await Programme.CustomerAsync();
        await WriteAsync(ada, "Parcel late.");
        SignIn("Ben Koch", StaffRole.Agent);

        var screen = Open(ada);

        screen.WaitForAssertion(() => Assert.Equal(["Parcel late. Query Eva Brandt, 28 Nov 2025 14:37"], Notes(screen)));
        Assert.Empty(screen.FindAll(".lc-note button"));
    }

    [Fact]
    public async Task R_018_its_author_edits_a_note_which_says_so()
    {
        var ada = await Programme.CustomerAsync();
        await WriteAsync(ada, "Parcel late.");
        Programme.Clock.Advance(Duration.FromMinutes(5));
        var screen = Open(ada);
        screen.WaitForElement(".lc-note");

        await DoAsync(screen, () => screen.Find("button[aria-label='Edit the note of 28 Nov 2025 14:37']").Click());
        screen.WaitForElement("#note-text");
        await DoAsync(screen, () => screen.Find("#note-text").Input("Parcel two days late."));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Equal(
            ["Parcel two days late. Query Eva Brandt, 28 Nov 2025 14:37, edited 28 Nov 2025 14:42Edit Delete"], Notes(screen)));
    }

    [Fact]
    public async Task R_018_its_author_deletes_a_note_and_brings_it_back()
    {
        var ada = await Programme.CustomerAsync();
        await WriteAsync(ada, "Parcel late.");
        var screen = Open(ada);
        screen.WaitForElement(".lc-note");

        await DoAsync(screen, () => screen.Find("button[aria-label='Delete the note of 28 Nov 2025 14:37']").Click());
        screen.WaitForAssertion(() => Assert.Contains("The note is deleted", screen.Markup, StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Empty(Notes(screen)));
        await ClickAsync(screen, "Undo");

        screen.WaitForAssertion(() => Assert.Single(Notes(screen)));
    }

    [Fact]
    public async Task Many_notes_are_paged_and_the_page_stands_in_the_address()
    {
        var ada = await Programme.CustomerAsync();
        for (var number = 1; number <= 7; number++)
        {
            await WriteAsync(ada, $"Note {number}");
        }

        var screen = Open(ada, "?n-page=2");

        screen.WaitForAssertion(() => Assert.Equal(["Note 2", "Note 1"], Notes(screen).Select(note => note[..6])));
    }

    [Fact]
    public async Task X8_a_note_of_a_colleague_appears_on_the_open_profile()
    {
        var ada = await Programme.CustomerAsync();
        var screen = Open(ada);
        screen.WaitForAssertion(() => Assert.Contains("No notes yet", screen.Markup, StringComparison.Ordinal));

        await WriteAsync(ada, "Parcel late.");

        screen.WaitForAssertion(() => Assert.Single(Notes(screen)));
    }

    [Fact]
    public async Task Unsaved_words_ask_before_they_are_lost()
    {
        var screen = Open(await Programme.CustomerAsync());
        await ClickAsync(screen, "Add note");
        screen.WaitForElement("#note-text");
        await DoAsync(screen, () => screen.Find("#note-text").Input("Half a"));

        await ClickAsync(screen, "Cancel");

        screen.WaitForAssertion(() => Assert.Contains("This is not saved yet.", screen.Markup, StringComparison.Ordinal));
        Assert.Equal("Half a", screen.Find("#note-text").GetAttribute("value") ?? screen.Find("#note-text").TextContent);
    }

    private static IReadOnlyList<string> Notes(IRenderedComponent<ContainerFragment> screen) => [.. screen.FindAll(".lc-note").Select(Text)];

    private async Task WriteAsync(CustomerId customer, string text) =>
        (await Programme.Get<CustomerNotes>().AddAsync(new NewNote(Guid.CreateVersion7(), customer, NoteKind.Query, text), Programme.Agent)).OrThrow();
}
