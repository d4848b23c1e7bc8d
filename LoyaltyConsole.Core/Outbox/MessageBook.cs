using System.Linq.Expressions;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Outbox;

/// <summary>The columns by which messages can be sorted (L-010).</summary>
public enum MessageSort
{
    /// <summary>By when the deed happened that they tell of.</summary>
    Created,

    /// <summary>By the way on which they leave.</summary>
    Channel,

    /// <summary>By what they say.</summary>
    Template,

    /// <summary>By the address that they went to.</summary>
    SentTo,

    /// <summary>By what has become of them.</summary>
    State,

    /// <summary>By when they left, or are tried next.</summary>
    Leaves,
}

/// <summary>Which messages a list shows, and in which order.</summary>
/// <param name="State">Only those in this state; null for all.</param>
/// <param name="Sort">By which column.</param>
/// <param name="Descending">In which direction.</param>
public sealed record MessageQuery(MessageState? State = null, MessageSort Sort = MessageSort.Created, bool Descending = true);

/// <summary>A message as lists and its own view show it; the words are found from what it is to say.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Channel">On which way.</param>
/// <param name="Template">What it says.</param>
/// <param name="Language">In which language: en or de.</param>
/// <param name="Customer">To which customer; null where it is for staff.</param>
/// <param name="StaffId">To which member of staff; null where it is for a customer, or not shared out yet.</param>
/// <param name="Values">The values of the template, without secrets.</param>
/// <param name="IsErased">Whether what it said was erased.</param>
/// <param name="State">What has become of it.</param>
/// <param name="IsLeaving">Whether it is being sent at this moment.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">When the deed happened that it tells of.</param>
/// <param name="NextAttemptAt">When it is tried next, where it waits.</param>
/// <param name="SentAt">When it left; null where it has not.</param>
/// <param name="SentTo">The address that it went to; null where it has not left, and once that is erased.</param>
/// <param name="Fault">Why it has not left; null where nothing went wrong.</param>
/// <param name="Detail">What the mail server answered.</param>
public sealed record MessageRow(
    MessageId Id, MessageChannel Channel, MessageTemplate Template, string Language, CustomerId? Customer, string? StaffId,
    IReadOnlyDictionary<string, string> Values, bool IsErased, MessageState State, bool IsLeaving, int Attempts, Instant CreatedAt,
    Instant NextAttemptAt, Instant? SentAt, string? SentTo, MessageFault? Fault, string? Detail);

/// <summary>How many messages are in which state.</summary>
/// <param name="Waiting">Leave as soon as they are due.</param>
/// <param name="Failed">Are dead letters.</param>
public sealed record MessageCounts(long Waiting, long Failed);

/// <summary>What leaves the house: what was sent to a customer, what waits, and what could not be delivered.</summary>
public sealed class MessageBook
{
    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal MessageBook(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>One page of everything that leaves.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<MessageRow>>> ListAsync(MessageQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RunJobs))
        {
            return Task.FromResult<Result<Page<MessageRow>>>(new NotAllowed(Capability.RunJobs));
        }

        return _store.ReadAsync<Result<Page<MessageRow>>>(
            async db => await PageAsync(
                db.Messages.Where(message => message.State != MessageState.SharedOut), query, window, cancellationToken),
            cancellationToken);
    }

    /// <summary>One page of what was sent to a customer or waits for them .</summary>
    /// <returns>
    /// The page; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>.
    /// </returns>
    public Task<Result<Page<MessageRow>>> OfCustomerAsync(
        CustomerId customer, MessageQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<MessageRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        return _store.ReadAsync<Result<Page<MessageRow>>>(
            async db =>
            {
                switch (await db.Customers.Where(known => known.Id == customer).Select(known => (CustomerStatus?)known.Status).SingleOrDefaultAsync(cancellationToken))
                {
                    case null: return new CustomerNotFound(customer);
                    case CustomerStatus.Deleted: return new CustomerDeleted();
                    default: return await PageAsync(db.Messages.Where(message => message.CustomerId == customer), query, window, cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <summary>How many wait, and how many are dead letters.</summary>
    /// <returns>The counts; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<MessageCounts>> CountsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.RunJobs))
        {
            return new NotAllowed(Capability.RunJobs);
        }

        return await _store.ReadAsync(
            connection => new MessageCounts(
                connection.Number("SELECT COUNT(*) FROM Messages WHERE State = 1"), connection.Number("SELECT COUNT(*) FROM Messages WHERE State = 3")),
            cancellationToken);
    }

    /// <summary>Has a dead letter tried again from the start, or one that waits for its next try at once. Twice is once.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="MessageNotFound"/>, <see cref="MessageSettled"/>.
    /// </returns>
    public Task<Result<Done>> RetryAsync(MessageId id, Actor actor) => ChangeAsync(id, actor, (writing, message) =>
    {
        if (message.State is not (MessageState.Failed or MessageState.Waiting))
        {
            return new MessageSettled(message.State);
        }

        if (message.State == MessageState.Waiting && (message.NextAttemptAt <= writing.Now || message.ClaimedUntil > writing.Now))
        {
            return default(Done);
        }

        writing.Connection.Prepare("UPDATE Messages SET State = 1, Attempts = 0, NextAttemptAt = @1, ClaimedUntil = NULL WHERE Id = @0")
            .Run(id.Value, writing.Now.ToUnixTimeMilliseconds());
        writing.Audit(actor, "RetryMessage", message.CustomerId, null, $"message {id}: {message.Template}");
        return default(Done);
    });

    /// <summary>Takes back what has not left. Twice is once.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="MessageNotFound"/>, <see cref="MessageSettled"/>,
    /// <see cref="MessageLeaving"/>.
    /// </returns>
    public Task<Result<Done>> CancelAsync(MessageId id, Actor actor) => ChangeAsync(id, actor, (writing, message) =>
    {
        switch (message.State)
        {
            case MessageState.Cancelled: return default(Done);
            case MessageState.Sent or MessageState.SharedOut: return new MessageSettled(message.State);
        }

        if (message.State == MessageState.Waiting && message.ClaimedUntil > writing.Now)
        {
            return new MessageLeaving();
        }

        writing.Connection.Prepare("UPDATE Messages SET State = 4 WHERE Id = @0").Run(id.Value);
        writing.Audit(actor, "CancelMessage", message.CustomerId, null, $"message {id}: {message.Template}");
        return default(Done);
    });

    private Task<Result<Done>> ChangeAsync(MessageId id, Actor actor, Func<Writing, Message, Result<Done>> change)
    {
        if (!actor.May(Capability.RunJobs))
        {
            return Task.FromResult<Result<Done>>(new NotAllowed(Capability.RunJobs));
        }

        return _store.WriteAsync<Done>(async writing =>
            await writing.Db.Messages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == id) is { } message
                ? change(writing, message)
                : new MessageNotFound(id));
    }

    private async Task<Page<MessageRow>> PageAsync(IQueryable<Message> messages, MessageQuery query, Window window, CancellationToken cancellationToken)
    {
        var (page, now) = (window.Bounded(), _clock.GetCurrentInstant());
        var asked = query.State is { } state ? messages.Where(message => message.State == state) : messages;
        var rows = await Ordered(asked, query).Skip(page.Skip).Take(page.Take).ToListAsync(cancellationToken);
        return new Page<MessageRow>([.. rows.Select(message => RowOf(message, now))], await asked.CountAsync(cancellationToken));
    }

    private static IQueryable<Message> Ordered(IQueryable<Message> messages, MessageQuery query)
    {
        var ordered = query.Sort switch
        {
            // What happened first was told first.
            MessageSort.Created => By(message => message.Id),
            MessageSort.Channel => By(message => message.Channel),
            MessageSort.Template => By(message => message.Template),
            MessageSort.SentTo => By(message => message.SentTo),
            MessageSort.State => By(message => message.State),
            MessageSort.Leaves => By(message => message.SentAt ?? message.NextAttemptAt),
            _ => throw new ArgumentOutOfRangeException(nameof(query)),
        };
        return query.Descending ? ordered.ThenByDescending(message => message.Id) : ordered.ThenBy(message => message.Id);

        IOrderedQueryable<Message> By<TKey>(Expression<Func<Message, TKey>> key) =>
            query.Descending ? messages.OrderByDescending(key) : messages.OrderBy(key);
    }

    private static MessageRow RowOf(Message message, Instant now) => new(
        message.Id, message.Channel, message.Template, message.Language, message.CustomerId, message.StaffId,
        OutboxWriting.ValuesOf(message.Parameters), message.Parameters.Length == 0, message.State,
        message.State == MessageState.Waiting && message.ClaimedUntil > now, message.Attempts, message.CreatedAt, message.NextAttemptAt,
        message.SentAt, message.SentTo, message.Fault, message.Detail);
}
