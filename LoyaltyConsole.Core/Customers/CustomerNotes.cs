using System.Globalization;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>A note as it is written.</summary>
/// <param name="Key">The key of the command, time-ordered; the same command twice is one note.</param>
/// <param name="Customer">About whom.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">What it says.</param>
public sealed record NewNote(Guid Key, CustomerId Customer, NoteKind Kind, string Text);

/// <summary>A note as somebody reads it.</summary>
/// <param name="Note">The note.</param>
/// <param name="IsMine">Whether the reader wrote it, and so may change it .</param>
public sealed record NoteRow(CustomerNote Note, bool IsMine);

// In the order in which they are checked.

/// <summary>A note that says nothing.</summary>
public sealed record NoteEmpty : Refusal;

/// <summary>There is no such note, or no longer.</summary>
public sealed record NoteNotFound : Refusal;

/// <summary>Only who wrote a note changes or deletes it .</summary>
public sealed record NoteNotYours(string Author) : Refusal;

/// <summary>The notes about a customer: whoever may read the customer reads them, only their author changes them .</summary>
public sealed class CustomerNotes
{
    /// <summary>How long a deleted note can be brought back, in minutes.</summary>
    public const int RestoreMinutes = 10;

    private readonly LoyaltyStore _store;

    internal CustomerNotes(LoyaltyStore store) => _store = store;

    /// <summary>The notes about a customer, the newest first.</summary>
    /// <returns>
    /// They; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.
    /// </returns>
    public Task<Result<Page<NoteRow>>> ListAsync(CustomerId customer, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<NoteRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        return _store.ReadAsync<Result<Page<NoteRow>>>(
            async db =>
            {
                if (await UnreadableAsync(db, customer, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                var notes = db.CustomerNotes.Where(note => note.CustomerId == customer && note.DeletedAt == null);
                var rows = await notes.OrderByDescending(note => note.CreatedAt).ThenByDescending(note => note.Id)
                    .Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken);
                return new Page<NoteRow>(
                    [.. rows.Select(note => new NoteRow(note, IsBy(note, actor)))], await notes.CountAsync(cancellationToken));
            },
            cancellationToken);
    }

    /// <summary>Writes a note. The same command again answers the note and writes none.</summary>
    /// <returns>
    /// The note; or, in this order, <see cref="NotAllowed"/>, <see cref="NoteEmpty"/>, <see cref="TextTooLong"/>,
    /// <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="CommandKeyReused"/>.
    /// </returns>
    public Task<Result<CustomerNote>> AddAsync(NewNote written, Actor actor)
    {
        if (Flaw(written.Text, actor) is { } flaw)
        {
            return Task.FromResult<Result<CustomerNote>>(flaw);
        }

        var text = written.Text.Trim();

        return _store.WriteAsync<CustomerNote>(async writing =>
        {
            if (await UnreadableAsync(writing.Db, written.Customer, CancellationToken.None) is { } refusal)
            {
                return refusal;
            }

            if (await writing.Db.CustomerNotes.AsNoTracking().SingleOrDefaultAsync(known => known.CommandKey == written.Key) is { } known)
            {
                return known.CustomerId == written.Customer && known.Kind == written.Kind && string.Equals(known.Text, text, StringComparison.Ordinal)
                    ? known
                    : new CommandKeyReused();
            }

            var note = new CustomerNote
            {
                Id = new NoteId((long)writing.Connection.Prepare("SELECT COALESCE(MAX(Id), 0) + 1 FROM CustomerNotes").Run()!),
                CustomerId = written.Customer,
                Kind = written.Kind,
                Text = text,
                Author = actor.Name,
                AuthorKey = actor.Key,
                CreatedAt = writing.Now,
                CommandKey = written.Key,
            };
            writing.Db.CustomerNotes.Add(note);
            writing.Audit(actor, "WriteNote", note.CustomerId, null, Words(note));
            return note;
        });
    }

    /// <summary>Changes a note. Doing it twice changes nothing.</summary>
    /// <returns>
    /// The note; or, in this order, <see cref="NotAllowed"/>, <see cref="NoteEmpty"/>, <see cref="TextTooLong"/>,
    /// <see cref="NoteNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="NoteNotYours"/>.
    /// </returns>
    public Task<Result<CustomerNote>> EditAsync(NoteId id, NoteKind kind, string text, Actor actor)
    {
        if (Flaw(text, actor) is { } flaw)
        {
            return Task.FromResult<Result<CustomerNote>>(flaw);
        }

        var now = text.Trim();

        return ChangeAsync(id, actor, isDeleted: false, (writing, note) =>
        {
            if (note.Kind != kind || !string.Equals(note.Text, now, StringComparison.Ordinal))
            {
                var before = Words(note);
                (note.Kind, note.Text, note.EditedAt) = (kind, now, writing.Now);
                writing.Audit(actor, "EditNote", note.CustomerId, before, Words(note));
            }

            return null;
        });
    }

    /// <summary>Deletes a note, which can be brought back for <see cref="RestoreMinutes"/>. Doing it twice changes nothing.</summary>
    /// <returns>
    /// The note; or, in this order, <see cref="NotAllowed"/>, <see cref="NoteNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="NoteNotYours"/>.
    /// </returns>
    public Task<Result<CustomerNote>> DeleteAsync(NoteId id, Actor actor) => ChangeAsync(id, actor, isDeleted: null, (writing, note) =>
    {
        if (note.DeletedAt is null)
        {
            note.DeletedAt = writing.Now;
            writing.Audit(actor, "DeleteNote", note.CustomerId, Words(note), null);
        }

        return null;
    });

    /// <summary>Brings a note back that was just deleted. Doing it twice changes nothing.</summary>
    /// <returns>
    /// The note; or, in this order, <see cref="NotAllowed"/>, <see cref="NoteNotFound"/>, <see cref="CustomerDeleted"/>, <see cref="NoteNotYours"/>,
    /// <see cref="NoteNotFound"/> when that is too long ago.
    /// </returns>
    public Task<Result<CustomerNote>> RestoreAsync(NoteId id, Actor actor) => ChangeAsync(id, actor, isDeleted: null, (writing, note) =>
    {
        if (note.DeletedAt is not { } deleted)
        {
            return null;
        }

        if (deleted + Duration.FromMinutes(RestoreMinutes) <= writing.Now)
        {
            return new NoteNotFound();
        }

        note.DeletedAt = null;
        writing.Audit(actor, "RestoreNote", note.CustomerId, null, Words(note));
        return null;
    });

    private static bool IsBy(CustomerNote note, Actor actor) => string.Equals(note.AuthorKey, actor.Key, StringComparison.Ordinal);

    private static Refusal? Flaw(string text, Actor actor) =>
        !actor.May(Capability.WriteNotes) ? new NotAllowed(Capability.WriteNotes)
        : string.IsNullOrWhiteSpace(text) ? new NoteEmpty()
        : text.Trim().Length > CustomerNote.TextLength ? new TextTooLong(CustomerNote.TextLength)
        : null;

    private static async Task<Refusal?> UnreadableAsync(LoyaltyDb db, CustomerId customer, CancellationToken cancellationToken) =>
        await db.Customers.AsNoTracking().Where(known => known.Id == customer).Select(known => (CustomerStatus?)known.Status).SingleOrDefaultAsync(cancellationToken) switch
        {
            null => new CustomerNotFound(customer),
            CustomerStatus.Deleted => new CustomerDeleted(),
            _ => null,
        };

    // Not the text: what its author takes back, or erasure takes away, must not live on in the trace.
    private static string Words(CustomerNote note) => string.Create(CultureInfo.InvariantCulture, $"note {note.Id}: {note.Kind}, {note.Text.Length} characters");

    private Task<Result<CustomerNote>> ChangeAsync(NoteId id, Actor actor, bool? isDeleted, Func<Writing, CustomerNote, Refusal?> change)
    {
        if (!actor.May(Capability.WriteNotes))
        {
            return Task.FromResult<Result<CustomerNote>>(new NotAllowed(Capability.WriteNotes));
        }

        return _store.WriteAsync<CustomerNote>(async writing =>
        {
            var note = await writing.Db.CustomerNotes.SingleOrDefaultAsync(note => note.Id == id);
            if (note is null || (isDeleted is { } wanted && note.DeletedAt is not null != wanted))
            {
                return new NoteNotFound();
            }

            if (await UnreadableAsync(writing.Db, note.CustomerId, CancellationToken.None) is { } refusal)
            {
                return refusal;
            }

            if (!IsBy(note, actor))
            {
                return new NoteNotYours(note.Author);
            }

            return change(writing, note) is { } no ? no : note;
        });
    }
}
