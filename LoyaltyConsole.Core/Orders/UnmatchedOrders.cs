using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>The id of a document that could not be matched.</summary>
public readonly record struct UnmatchedId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A document that waits for a person, or waited.</summary>
/// <param name="Id">Its id in the list.</param>
/// <param name="Type">Order or credit note.</param>
/// <param name="RefId">Its reference in the source system.</param>
/// <param name="Integration">The integration that sent it.</param>
/// <param name="Sought">What was not found: a customer's reference or e-mail, or an order's reference.</param>
/// <param name="ReceivedAt">When it came first.</param>
/// <param name="State">What became of it.</param>
/// <param name="SettledBy">Who assigned it or put it aside.</param>
/// <param name="SettledReason">Why it was put aside.</param>
public sealed record UnmatchedRow(
    UnmatchedId Id, OrderType Type, string RefId, string Integration, string Sought, Instant ReceivedAt, UnmatchedState State, string? SettledBy,
    string? SettledReason);

/// <summary>There is no such document in the list.</summary>
public sealed record UnmatchedNotFound(UnmatchedId Id) : Refusal;

/// <summary>The document was assigned or put aside already.</summary>
public sealed record UnmatchedSettled(UnmatchedId Id) : Refusal;

/// <summary>
/// Orders whose customer, and credit notes whose order, are not known here. They are listed for a person instead of
/// being guessed at; one that comes again and matches leaves the list by itself.
/// </summary>
public sealed class UnmatchedOrders
{
    /// <summary>The longest reason for putting a document aside.</summary>
    public const int ReasonLength = 500;

    private readonly LoyaltyStore _store;
    private readonly OrderBook _orders;

    internal UnmatchedOrders(LoyaltyStore store, OrderBook orders) => (_store, _orders) = (store, orders);

    /// <summary>Puts an order on the list. Sent again, it stands there once, as it was sent last.</summary>
    /// <param name="order">The order, whose customer is not known.</param>
    /// <param name="sought">The reference or e-mail by which the customer was looked for.</param>
    /// <param name="actor">The shop.</param>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderRefMissing"/>.</returns>
    public Task<Result<Done>> KeepAsync(NewOrder order, string sought, Actor actor) =>
        KeepAsync(order.Integration, order.RefId, OrderType.Order, sought, JsonSerializer.Serialize(order, CommandContent.Json), actor);

    /// <summary>Puts a credit note on the list. Sent again, it stands there once, as it was sent last.</summary>
    /// <param name="note">The credit note, whose order is not known.</param>
    /// <param name="actor">The shop.</param>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="OrderRefMissing"/>.</returns>
    public Task<Result<Done>> KeepAsync(NewCreditNote note, Actor actor) => KeepAsync(
        note.Integration, note.RefId, OrderType.CreditNote, note.OriginalOrderRef ?? "", JsonSerializer.Serialize(note, CommandContent.Json), actor);

    /// <summary>One page of the list, the latest first.</summary>
    /// <param name="settled">Whether those that wait no more are shown as well.</param>
    /// <param name="window">Which page.</param>
    /// <param name="actor">Who reads.</param>
    /// <param name="cancellationToken">Ends the reading when the screen is gone.</param>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<UnmatchedRow>>> ListAsync(bool settled, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Refused<Page<UnmatchedRow>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var where = settled ? "1 = 1" : "d.State = 1";
        return _store.ReadAsync<Result<Page<UnmatchedRow>>>(
            connection => new Page<UnmatchedRow>(
                connection.Query(
                    $"""
                    SELECT d.Id, d.Type, d.RefId, i.Name, d.Sought, d.ReceivedAt, d.State, d.SettledBy, d.SettledReason
                    FROM UnmatchedDocuments d JOIN Integrations i ON i.Id = d.IntegrationId WHERE {where}
                    ORDER BY d.Id DESC LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new UnmatchedRow(
                        new UnmatchedId(row.GetInt64(0)), (OrderType)row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4),
                        Instant.FromUnixTimeMilliseconds(row.GetInt64(5)), (UnmatchedState)row.GetInt32(6), row.TextOrNull(7), row.TextOrNull(8))),
                (int)connection.Number($"SELECT COUNT(*) FROM UnmatchedDocuments d WHERE {where}")),
            cancellationToken);
    }

    /// <summary>Assigns an order to a customer, or a credit note to an order, and books it. Doing it twice books once.</summary>
    /// <param name="id">The document.</param>
    /// <param name="customer">Whose it is.</param>
    /// <param name="orderRefId">The order that a credit note takes back; null for an order.</param>
    /// <param name="actor">Who decides.</param>
    /// <returns>
    /// What was booked; or, in this order, <see cref="NotAllowed"/>, <see cref="UnmatchedNotFound"/>, <see cref="UnmatchedSettled"/>,
    /// and what <see cref="OrderBook"/> refuses.
    /// </returns>
    public async Task<Result<OrderReceipt>> AssignAsync(UnmatchedId id, CustomerId? customer, string? orderRefId, Actor actor)
    {
        if (!actor.May(Capability.RecordOrders))
        {
            return new NotAllowed(Capability.RecordOrders);
        }

        var found = await _store.ReadAsync(
            db => db.UnmatchedDocuments.SingleOrDefaultAsync(document => document.Id == id.Value), CancellationToken.None);
        if (found is null)
        {
            return new UnmatchedNotFound(id);
        }

        if (found.State == UnmatchedState.Dismissed)
        {
            return new UnmatchedSettled(id);
        }

        return found.Type == OrderType.Order
            ? await _orders.RecordAsync(
                JsonSerializer.Deserialize<NewOrder>(found.Content, CommandContent.Json)! with { Customer = customer ?? default }, actor)
            : await _orders.RecordCreditNoteAsync(
                JsonSerializer.Deserialize<NewCreditNote>(found.Content, CommandContent.Json)! with
                {
                    Customer = customer,
                    OriginalOrderRef = orderRefId?.Trim(),
                },
                actor);
    }

    /// <summary>Puts a document aside; it is not booked. Doing it twice changes nothing.</summary>
    /// <param name="id">The document.</param>
    /// <param name="reason">Why, for whoever asks later; at most <see cref="ReasonLength"/> characters.</param>
    /// <param name="actor">Who decides.</param>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="ReasonMissing"/>, <see cref="TextTooLong"/>, <see cref="UnmatchedNotFound"/>,
    /// <see cref="UnmatchedSettled"/> where it was booked.
    /// </returns>
    public Task<Result<Done>> DismissAsync(UnmatchedId id, string reason, Actor actor)
    {
        if (!actor.May(Capability.RecordOrders))
        {
            return Refused<Done>(new NotAllowed(Capability.RecordOrders));
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return Refused<Done>(new ReasonMissing());
        }

        if (reason.Trim().Length > ReasonLength)
        {
            return Refused<Done>(new TextTooLong(ReasonLength));
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            if (await writing.Db.UnmatchedDocuments.SingleOrDefaultAsync(document => document.Id == id.Value) is not { } document)
            {
                return new UnmatchedNotFound(id);
            }

            if (document.State == UnmatchedState.Settled)
            {
                return new UnmatchedSettled(id);
            }

            if (document.State == UnmatchedState.Waiting)
            {
                (document.State, document.SettledAt, document.SettledBy) = (UnmatchedState.Dismissed, writing.Now, actor.Name);
                document.SettledReason = reason.Trim();
                writing.Audit(actor, "DismissUnmatched", null, null, $"{document.Type} {document.RefId}: {document.SettledReason}");
            }

            return default(Done);
        });
    }

    /// <summary>Takes a document off the list inside the deed that booked it.</summary>
    internal static void Settle(Writing writing, Order booked, Actor actor) => writing.Connection.Prepare(
        "UPDATE UnmatchedDocuments SET State = 2, SettledAt = @3, SettledBy = @4 WHERE IntegrationId = @0 AND RefId = @1 AND Type = @2 AND State = 1")
        .Run(booked.IntegrationId.Value, booked.RefId, (int)booked.Type, writing.Now.ToUnixTimeMilliseconds(), actor.Name);

    private Task<Result<Done>> KeepAsync(string integration, string refId, OrderType type, string sought, string content, Actor actor)
    {
        if (!actor.May(Capability.RecordOrders))
        {
            return Refused<Done>(new NotAllowed(Capability.RecordOrders));
        }

        if (string.IsNullOrWhiteSpace(refId))
        {
            return Refused<Done>(new OrderRefMissing());
        }

        return _store.WriteAsync<Done>(writing =>
        {
            var kept = writing.Connection.Prepare(
                """
                INSERT INTO UnmatchedDocuments (IntegrationId, RefId, Type, Sought, Content, State, ReceivedAt) VALUES (@0, @1, @2, @3, @4, 1, @5)
                ON CONFLICT (IntegrationId, RefId, Type) DO UPDATE SET Sought = excluded.Sought, Content = excluded.Content WHERE UnmatchedDocuments.State = 1
                RETURNING Id
                """).Run(
                CustomerRegister.Integration(writing, integration).Value, refId.Trim(), (int)type, sought.Trim(), content,
                writing.Now.ToUnixTimeMilliseconds());
            if (kept is long id)
            {
                // By its own number: the shop's may be made of who the person is.
                writing.Audit(actor, "KeepUnmatched", null, null, $"{type}, document {id}");
            }

            return Task.FromResult<Result<Done>>(default(Done));
        });
    }

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);
}
