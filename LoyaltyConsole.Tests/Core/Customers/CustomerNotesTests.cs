using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Notes: everybody reads, only the author changes (R-017, R-018, T17).</summary>
public sealed class CustomerNotesTests : LedgerTest
{
    private CustomerNotes Notes => Programme.Get<CustomerNotes>();

    [Fact]
    public async Task R_017_notes_are_read_by_everybody_the_newest_first()
    {
        var ada = await Programme.CustomerAsync();
        await WriteAsync(ada, "Parcel two days late.", NoteKind.Complaint);
        Programme.Clock.Advance(Duration.FromMinutes(1));
        await WriteAsync(ada, " Asked for a statement. ", NoteKind.Query);

        var page = (await ListAsync(ada, Actor.Person("Mia", StaffRole.Marketing))).OrThrow();

        Assert.Equal(
            [("Asked for a statement.", NoteKind.Query, "Eva Brandt", false), ("Parcel two days late.", NoteKind.Complaint, "Eva Brandt", false)],
            page.Rows.Select(row => (row.Note.Text, row.Note.Kind, row.Note.Author, row.IsMine)));
        Assert.All((await ListAsync(ada, Programme.Agent)).OrThrow().Rows, row => Assert.True(row.IsMine));
    }

    [Fact]
    public async Task R_017_many_notes_come_a_page_at_a_time()
    {
        var ada = await Programme.CustomerAsync();
        for (var number = 1; number <= 12; number++)
        {
            await WriteAsync(ada, $"Note {number}");
        }

        var page = (await Notes.ListAsync(ada, new Window(10, 5), Programme.Agent, Cancel)).OrThrow();

        Assert.Equal(["Note 2", "Note 1"], page.Rows.Select(row => row.Note.Text));
        Assert.Equal(12, page.Count);
    }

    [Fact]
    public async Task T17_nobody_but_its_author_changes_or_deletes_a_note_not_even_a_manager()
    {
        var ada = await Programme.CustomerAsync();
        var note = (await WriteAsync(ada, "Parcel two days late.")).Id;

        Assert.Equal(new NoteNotYours("Eva Brandt"), Refused(await Notes.EditAsync(note, NoteKind.Other, "Nothing.", Programme.Manager)));
        Assert.Equal(new NoteNotYours("Eva Brandt"), Refused(await Notes.DeleteAsync(note, Programme.Manager)));
        (await Notes.DeleteAsync(note, Programme.Agent)).OrThrow();
        Assert.Equal(new NoteNotYours("Eva Brandt"), Refused(await Notes.RestoreAsync(note, Programme.Manager)));
    }

    [Fact]
    public async Task T17_a_namesake_is_not_the_author_and_whoever_is_renamed_still_is()
    {
        var ada = await Programme.CustomerAsync();
        var eva = Actor.Person("Eva Brandt", StaffRole.Agent) with { StaffId = "7" };
        var note = (await Notes.AddAsync(new NewNote(Guid.CreateVersion7(), ada, NoteKind.Query, "Asked."), eva)).OrThrow().Id;

        Assert.Equal(new NoteNotYours("Eva Brandt"), Refused(await Notes.DeleteAsync(note, eva with { StaffId = "8" })));
        Assert.Equal("Asked again.", (await Notes.EditAsync(note, NoteKind.Query, "Asked again.", eva with { Name = "Eva Lang" })).OrThrow().Text);
    }

    [Fact]
    public async Task R_018_an_edit_is_marked_and_leaves_its_trace_without_the_text()
    {
        var ada = await Programme.CustomerAsync();
        var note = await WriteAsync(ada, "Parcel late.");
        Programme.Clock.Advance(Duration.FromMinutes(3));

        var edited = (await Notes.EditAsync(note.Id, NoteKind.Complaint, "Parcel two days late.", Programme.Agent)).OrThrow();
        await Notes.EditAsync(note.Id, NoteKind.Complaint, "Parcel two days late.", Programme.Agent);

        Assert.Equal((Programme.Clock.GetCurrentInstant(), note.CreatedAt), (edited.EditedAt, edited.CreatedAt));
        Assert.Equal(
            [("WriteNote", null, "note 1: Query, 12 characters"), ("EditNote", "note 1: Query, 12 characters", "note 1: Complaint, 21 characters")],
            Programme.Query("SELECT Deed, Before, After FROM AuditEntries ORDER BY Id", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), (string?)row.GetString(2))));
    }

    [Fact]
    public async Task A_deleted_note_is_read_no_longer_and_comes_back_for_a_while()
    {
        var ada = await Programme.CustomerAsync();
        var note = (await WriteAsync(ada, "Parcel late.")).Id;

        (await Notes.DeleteAsync(note, Programme.Agent)).OrThrow();
        Assert.Empty((await ListAsync(ada, Programme.Agent)).OrThrow().Rows);
        Assert.Equal(new NoteNotFound(), Refused(await Notes.EditAsync(note, NoteKind.Query, "Again.", Programme.Agent)));
        (await Notes.RestoreAsync(note, Programme.Agent)).OrThrow();
        Assert.Single((await ListAsync(ada, Programme.Agent)).OrThrow().Rows);

        (await Notes.DeleteAsync(note, Programme.Agent)).OrThrow();
        Programme.Clock.Advance(Duration.FromMinutes(CustomerNotes.RestoreMinutes));
        Assert.Equal(new NoteNotFound(), Refused(await Notes.RestoreAsync(note, Programme.Agent)));
    }

    [Fact]
    public async Task The_same_command_writes_one_note_and_never_another()
    {
        var ada = await Programme.CustomerAsync();
        var written = new NewNote(Guid.CreateVersion7(), ada, NoteKind.Query, "Asked.");

        var first = (await Notes.AddAsync(written, Programme.Agent)).OrThrow();
        var again = (await Notes.AddAsync(written, Programme.Agent)).OrThrow();

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(new CommandKeyReused(), Refused(await Notes.AddAsync(written with { Text = "Complained." }, Programme.Agent)));
    }

    [Fact]
    public async Task What_is_no_note_is_refused()
    {
        var ada = await Programme.CustomerAsync();
        var shop = Actor.Shop("Shop", new(1), LoyaltyConsole.Core.Integrations.IntegrationScopes.All);
        Task<Result<CustomerNote>> Add(string text, Actor actor, CustomerId? customer = null) =>
            Notes.AddAsync(new NewNote(Guid.CreateVersion7(), customer ?? ada, NoteKind.Other, text), actor);

        Assert.Equal(new NotAllowed(Capability.WriteNotes), Refused(await Add("Hello", shop)));
        Assert.Equal(new NoteEmpty(), Refused(await Add(" \n ", Programme.Agent)));
        Assert.Equal(new TextTooLong(CustomerNote.TextLength), Refused(await Add(new string('x', CustomerNote.TextLength + 1), Programme.Agent)));
        Assert.Equal(new CustomerNotFound(new CustomerId(99)), Refused(await Add("Hello", Programme.Agent, new CustomerId(99))));
        Assert.Equal(new NoteNotFound(), Refused(await Notes.DeleteAsync(new NoteId(99), Programme.Agent)));
    }

    [Fact]
    public async Task L_100_nobody_reads_the_notes_of_a_deleted_customer()
    {
        var ada = await Programme.CustomerAsync();
        var note = (await WriteAsync(ada, "Parcel late.")).Id;
        Programme.Execute("UPDATE Customers SET Status = 3");

        Assert.Equal(new CustomerDeleted(), Refused(await ListAsync(ada, Programme.Manager)));
        Assert.Equal(new CustomerDeleted(), Refused(await Notes.EditAsync(note, NoteKind.Query, "Again.", Programme.Agent)));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), Refused(await ListAsync(ada, new Actor("Max", new HashSet<Capability>()))));
    }

    [Fact]
    public async Task X8_whoever_looks_at_the_customer_hears_of_a_note()
    {
        var ada = await Programme.CustomerAsync();
        var heard = new TaskCompletionSource();
        using var listening = Programme.Get<CustomerFeed>().Listen(ada, () => heard.TrySetResult());

        await WriteAsync(ada, "Parcel late.");

        await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<CustomerNote> WriteAsync(CustomerId customer, string text, NoteKind kind = NoteKind.Query) =>
        (await Notes.AddAsync(new NewNote(Guid.CreateVersion7(), customer, kind, text), Programme.Agent)).OrThrow();

    private Task<Result<Page<NoteRow>>> ListAsync(CustomerId customer, Actor actor) => Notes.ListAsync(customer, new Window(0, 10), actor, Cancel);
}
