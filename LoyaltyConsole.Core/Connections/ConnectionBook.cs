using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Connections;

/// <summary>A connection as it is ordered.</summary>
/// <param name="Key">Made by whoever orders it, so that ordering it twice makes one.</param>
/// <param name="Kind">To what it leads.</param>
/// <param name="Terms">The rest, which can be changed later.</param>
/// <param name="List">The service's id of the list; null for a webhook.</param>
/// <param name="Secret">The key of the service, or what a webhook is signed with.</param>
public sealed record NewConnection(Guid Key, ConnectionKind Kind, ConnectionTerms Terms, string? List, string Secret);

/// <summary>What of a connection can be changed.</summary>
/// <param name="Name">What staff call it.</param>
/// <param name="Address">Where it leads.</param>
/// <param name="SubscribesNew">Whether whoever is new to the service counts as subscribed.</param>
public sealed record ConnectionTerms(string Name, string Address, bool SubscribesNew = false);

/// <summary>A connection and how it goes.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Waiting">How many customers wait to be sent; beyond <see cref="ConnectionBook.CountedExactly"/> one more than that.</param>
/// <param name="Refused">How many the other side refuses; likewise.</param>
/// <param name="Exported">How many of everybody have been dealt with.</param>
public sealed record ConnectionRow(Connection Connection, long Waiting, long Refused, long Exported)
{
    /// <summary>Whether everybody is being sent.</summary>
    public bool IsExporting => Connection is { ExportStartedAt: not null, ExportEndedAt: null };
}

/// <summary>A customer whom the other side refuses.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Name">Their name, if any.</param>
/// <param name="Fault">Why.</param>
/// <param name="Detail">What the other side answered.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it was tried last.</param>
public sealed record RefusedContact(CustomerId Customer, string? Name, ConnectionFault Fault, string? Detail, int Attempts, Instant At);

/// <summary>The connections to mailing services and shops, and how they go (E-049, E-056 to E-058).</summary>
public sealed class ConnectionBook
{
    /// <summary>Up to where customers in line are counted.</summary>
    public const int CountedExactly = 10_000;

    private readonly LoyaltyStore _store;
    private readonly ISecretKeeper _secrets;
    private readonly IContactCarrier _carrier;

    internal ConnectionBook(LoyaltyStore store, ISecretKeeper secrets, IContactCarrier carrier) =>
        (_store, _secrets, _carrier) = (store, secrets, carrier);

    /// <summary>All connections by name.</summary>
    /// <returns>The rows; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<ConnectionRow>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return off;
        }

        return await _store.ReadAsync<Result<IReadOnlyList<ConnectionRow>>>(
            async db => (await db.Connections.Where(connection => connection.State != ConnectionState.Deleted)
                .OrderBy(connection => connection.Name).ThenBy(connection => connection.Id).ToListAsync(cancellationToken))
                .ConvertAll(connection => RowOf(db, connection)),
            cancellationToken);
    }

    /// <summary>One connection.</summary>
    /// <returns>It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>.</returns>
    public async Task<Result<ConnectionRow>> OpenAsync(ConnectionId id, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return off;
        }

        return await _store.ReadAsync<Result<ConnectionRow>>(
            async db => await db.Connections.SingleOrDefaultAsync(connection => connection.Id == id && connection.State != ConnectionState.Deleted, cancellationToken)
                is { } connection ? RowOf(db, connection) : new ConnectionNotFound(),
            cancellationToken);
    }

    /// <summary>One page of the customers whom the other side refuses, the latest first.</summary>
    /// <returns>The page; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>.</returns>
    public async Task<Result<Page<RefusedContact>>> RefusedAsync(ConnectionId id, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return off;
        }

        var page = window.Bounded();
        return await _store.ReadAsync<Result<Page<RefusedContact>>>(
            connection =>
            {
                if (connection.Number("SELECT COUNT(*) FROM Connections WHERE Id = @0 AND State <> 3", ("@0", id.Value)) == 0)
                {
                    return new ConnectionNotFound();
                }

                return new Page<RefusedContact>(
                    connection.Query(
                        $"""
                        SELECT k.CustomerId, c.Name, k.Fault, k.Detail, k.Attempts, k.NextAttemptAt FROM ConnectionContacts k JOIN Customers c ON c.Id = k.CustomerId
                        WHERE k.ConnectionId = @0 AND k.State = 2 ORDER BY k.NextAttemptAt DESC, k.CustomerId DESC LIMIT {page.Take} OFFSET {page.Skip}
                        """,
                        row => new RefusedContact(
                            new CustomerId(row.GetInt64(0)), row.TextOrNull(1), (ConnectionFault)(row.LongOrNull(2) ?? (long)ConnectionFault.Refused), row.TextOrNull(3),
                            row.GetInt32(4), Instant.FromUnixTimeMilliseconds(row.GetInt64(5))),
                        ("@0", id.Value)),
                    (int)connection.Number("SELECT COUNT(*) FROM ConnectionContacts WHERE ConnectionId = @0 AND State = 2", ("@0", id.Value)));
            },
            cancellationToken);
    }

    /// <summary>Makes a connection, through which each change goes from now on. The same order again answers the first result.</summary>
    /// <returns>
    /// It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNameMissing"/>, <see cref="TextTooLong"/>, what
    /// <see cref="IContactCarrier.ObjectionTo"/> says of the address, <see cref="ConnectionListMissing"/>, <see cref="ConnectionListUnusable"/>,
    /// <see cref="ConnectionKeyMissing"/>, <see cref="ConnectionKeyUnusable"/>, <see cref="SigningSecretShort"/>, <see cref="CommandKeyReused"/>.
    /// </returns>
    public async Task<Result<Connection>> CreateAsync(NewConnection order, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return off;
        }

        var (terms, list, secret) = (Trimmed(order.Terms), order.List?.Trim(), order.Secret.Trim());
        if (ObjectionTo(terms) is { } objection)
        {
            return objection;
        }

        if (order.Kind == ConnectionKind.Webhook)
        {
            list = null;
        }
        else if (string.IsNullOrEmpty(list))
        {
            return new ConnectionListMissing();
        }
        else if (!IsList(order.Kind, list))
        {
            return new ConnectionListUnusable();
        }

        if (ObjectionTo(order.Kind, secret) is { } flaw)
        {
            return flaw;
        }

        var locked = _secrets.Lock(secret);
        return await _store.WriteAsync<Connection>(async writing =>
        {
            if (await writing.Db.Connections.AsNoTracking().SingleOrDefaultAsync(made => made.Key == order.Key) is { } made)
            {
                return made.Kind == order.Kind && string.Equals(made.List, list, StringComparison.Ordinal) && TermsOf(made) == terms
                    ? made
                    : new CommandKeyReused();
            }

            var connection = new Connection
            {
                Id = new ConnectionId(1 + await writing.Db.Connections.CountAsync()),
                Key = order.Key,
                Kind = order.Kind,
                Name = terms.Name,
                Address = terms.Address,
                List = list,
                SubscribesNew = terms.SubscribesNew,
                Secret = locked,
                State = ConnectionState.Active,
                CreatedAt = writing.Now,
                CreatedBy = actor.Name,
            };
            writing.Db.Connections.Add(connection);
            writing.Audit(actor, "CreateConnection", null, null, $"connection {connection.Id}: {order.Kind}, {Told(terms)}");
            return connection;
        });
    }

    /// <summary>Changes what can be changed, and lets it try again at once. Twice is once.</summary>
    /// <returns>
    /// It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNameMissing"/>, <see cref="TextTooLong"/>, what
    /// <see cref="IContactCarrier.ObjectionTo"/> says of the address, <see cref="ConnectionNotFound"/>.
    /// </returns>
    public async Task<Result<Connection>> EditAsync(ConnectionId id, ConnectionTerms given, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return off;
        }

        var terms = Trimmed(given);
        if (ObjectionTo(terms) is { } objection)
        {
            return objection;
        }

        return await ChangeAsync(id, actor, (writing, connection) =>
        {
            var before = TermsOf(connection);
            if (before == terms)
            {
                return connection;
            }

            (connection.Name, connection.Address, connection.SubscribesNew) = (terms.Name, terms.Address, terms.SubscribesNew);
            LetGo(connection);
            writing.Audit(actor, "EditConnection", null, $"connection {id}: {Told(before)}", Told(terms));
            return connection;
        });
    }

    /// <summary>Gives it another key, and lets it try again at once. Twice is once.</summary>
    /// <returns>
    /// It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>, <see cref="ConnectionKeyMissing"/>,
    /// <see cref="ConnectionKeyUnusable"/>, <see cref="SigningSecretShort"/>.
    /// </returns>
    public Task<Result<Connection>> ReplaceKeyAsync(ConnectionId id, string secret, Actor actor) => ChangeAsync(id, actor, (writing, connection) =>
    {
        var given = secret.Trim();
        if (ObjectionTo(connection.Kind, given) is { } flaw)
        {
            return flaw;
        }

        if (!string.Equals(_secrets.Read(connection.Secret), given, StringComparison.Ordinal))
        {
            connection.Secret = _secrets.Lock(given);
            LetGo(connection);
            writing.Audit(actor, "ReplaceConnectionKey", null, null, $"connection {id}: {connection.Name}");
        }

        return connection;
    });

    /// <summary>Whether the other side knows the address, the key and the list; tells it of nobody.</summary>
    /// <returns>What came of it; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>.</returns>
    public async Task<Result<Carried>> TryAsync(ConnectionId id, Actor actor, CancellationToken cancellationToken)
    {
        if (!(await OpenAsync(id, actor, cancellationToken)).Succeeded(out var row, out var refusal))
        {
            return refusal;
        }

        return ConnectionSender.AccessTo(row.Connection, _secrets) is { } access
            ? ConnectionSender.WithoutSecrets(await _carrier.TryAsync(access, cancellationToken), access.Secret)
            : new Carried(ConnectionFault.KeyUnreadable);
    }

    /// <summary>Keeps changes back until it goes on. Twice is once.</summary>
    /// <returns>It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>.</returns>
    public Task<Result<Connection>> PauseAsync(ConnectionId id, Actor actor) => ChangeAsync(id, actor, (writing, connection) =>
    {
        if (connection.State == ConnectionState.Active)
        {
            connection.State = ConnectionState.Paused;
            writing.Audit(actor, "PauseConnection", null, null, $"connection {id}: {connection.Name}");
        }

        return connection;
    });

    /// <summary>Lets it go on, or try again at once what it waits with. Twice is once.</summary>
    /// <returns>It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>.</returns>
    public Task<Result<Connection>> ResumeAsync(ConnectionId id, Actor actor) => ChangeAsync(id, actor, (writing, connection) =>
    {
        if (connection.State == ConnectionState.Paused || connection.HeldUntil is not null)
        {
            connection.State = ConnectionState.Active;
            LetGo(connection);
            writing.Audit(actor, "ResumeConnection", null, null, $"connection {id}: {connection.Name}");
        }

        return connection;
    });

    /// <summary>Takes it away with its key; what the other side knows stays there. Twice is once.</summary>
    /// <returns>It; or <see cref="NotAllowed"/> or <see cref="ConnectionNotFound"/>, in this order.</returns>
    public async Task<Result<Connection>> DeleteAsync(ConnectionId id, Actor actor)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return off;
        }

        return await _store.WriteAsync<Connection>(async writing =>
        {
            if (await writing.Db.Connections.SingleOrDefaultAsync(connection => connection.Id == id) is not { } connection)
            {
                return new ConnectionNotFound();
            }

            if (connection.State != ConnectionState.Deleted)
            {
                (connection.State, connection.Secret, connection.ExportAfter, connection.Detail) = (ConnectionState.Deleted, [], null, null);
                writing.Audit(actor, "DeleteConnection", null, $"connection {id}: {connection.Name}", "deleted");
            }

            return connection;
        });
    }

    /// <summary>
    /// Begins to send everybody (E-056, E-057), which is needed once; whoever changes meanwhile is sent as they are by then.
    /// While that goes on, another try begins nothing.
    /// </summary>
    /// <returns>
    /// It; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>, <see cref="ConnectionPaused"/>.
    /// </returns>
    public Task<Result<Connection>> ExportAllAsync(ConnectionId id, Actor actor) => ChangeAsync(id, actor, (writing, connection) =>
    {
        if (connection.State == ConnectionState.Paused)
        {
            return new ConnectionPaused();
        }

        if (connection is { ExportStartedAt: not null, ExportEndedAt: null })
        {
            return connection;
        }

        Reads reads = writing.Connection;
        connection.ExportUpTo = reads.Number("SELECT MAX(Id) FROM Customers");
        connection.ExportTotal = reads.Number($"SELECT COUNT(*) FROM Customers WHERE Id <= @0 AND {ConnectionLine.Everybody(connection.Kind)}", connection.ExportUpTo);
        (connection.ExportStartedAt, connection.ExportEndedAt, connection.ExportAfter, connection.ExportTaken) = (writing.Now, null, 0, 0);
        writing.Audit(actor, "ExportToConnection", null, null, $"connection {id}: {connection.Name}, {connection.ExportTotal} customers");
        return connection;
    });

    /// <summary>Sends a refused customer again, or all of them. Twice is once.</summary>
    /// <param name="id">Which connection.</param>
    /// <param name="customer">Whom; null for all.</param>
    /// <param name="actor">Who wants it.</param>
    /// <returns>
    /// The connection; or, in this order, <see cref="NotAllowed"/>, <see cref="ConnectionNotFound"/>, <see cref="ContactNotRefused"/>.
    /// </returns>
    public Task<Result<Connection>> RetryAsync(ConnectionId id, CustomerId? customer, Actor actor) => ChangeAsync(id, actor, (writing, connection) =>
    {
        Reads reads = writing.Connection;
        if (customer is { } wanted)
        {
            switch (reads.Query("SELECT State FROM ConnectionContacts WHERE ConnectionId = @0 AND CustomerId = @1", row => (ContactState)row.GetInt32(0), id.Value, wanted.Value))
            {
                case [] or [ContactState.Sent]: return new ContactNotRefused();
                case [ContactState.Waiting]: return connection;
            }
        }

        var moved = writing.Connection.Database.Execute(
            """
            UPDATE ConnectionContacts SET State = 1, Version = Version + 1, Attempts = 0, NextAttemptAt = @2
            WHERE ConnectionId = @0 AND State = 2 AND (CAST(@1 AS BIGINT) IS NULL OR CustomerId = @1)
            """,
            ("@0", id.Value), ("@1", customer?.Value), ("@2", writing.Now.ToUnixTimeMilliseconds()));
        if (moved > 0)
        {
            writing.Audit(actor, "RetryContacts", null, null, $"connection {id}: {connection.Name}, {(customer is { } one ? $"customer {one}" : $"{moved} customers")}");
        }

        return connection;
    });

    private static ConnectionRow RowOf(LoyaltyDb db, Connection connection)
    {
        Reads reads = db.Database.GetDbConnection();
        return new ConnectionRow(
            connection, Counted(reads, connection.Id, ContactState.Waiting), Counted(reads, connection.Id, ContactState.Refused),
            connection.ExportTaken - ConnectionLine.Waiting(reads, connection.Id));
    }

    private static long Counted(Reads reads, ConnectionId connection, ContactState state) => reads.Number(
        $"SELECT COUNT(*) FROM (SELECT 1 FROM ConnectionContacts WHERE ConnectionId = @0 AND State = @1 LIMIT {CountedExactly + 1}) counted", connection.Value, (int)state);

    private static void LetGo(Connection connection) =>
        (connection.HeldUntil, connection.Failures, connection.FailingSince, connection.Fault, connection.Detail) = (null, 0, null, null, null);

    private static ConnectionTerms Trimmed(ConnectionTerms terms) => terms with { Name = terms.Name.Trim(), Address = terms.Address.Trim() };

    private static ConnectionTerms TermsOf(Connection connection) => new(connection.Name, connection.Address, connection.SubscribesNew);

    // Without what stands behind the host, which may be a secret of its own.
    private static string Told(ConnectionTerms terms) =>
        $"{terms.Name}, {(Uri.TryCreate(terms.Address, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : "?")}{(terms.SubscribesNew ? ", subscribes new contacts" : "")}";

    private static bool IsList(ConnectionKind kind, string list) => list.Length <= Connection.ListLength && (kind == ConnectionKind.Mailchimp
        ? list.All(char.IsAsciiLetterOrDigit)
        : list.Length <= 10 && list.All(char.IsAsciiDigit));

    private static Refusal? ObjectionTo(ConnectionKind kind, string secret) => secret switch
    {
        "" => new ConnectionKeyMissing(),
        { Length: > Connection.SecretLength } => new ConnectionKeyUnusable(),
        _ when secret.Any(character => character is <= ' ' or > '~') => new ConnectionKeyUnusable(),
        { Length: < Connection.ShortestSigningSecret } when kind == ConnectionKind.Webhook => new SigningSecretShort(Connection.ShortestSigningSecret),
        _ => null,
    };

    private Refusal? ObjectionTo(ConnectionTerms terms) => terms switch
    {
        { Name: "" } => new ConnectionNameMissing(),
        { Name.Length: > Connection.NameLength } => new TextTooLong(Connection.NameLength),
        { Address.Length: > Connection.AddressLength } => new TextTooLong(Connection.AddressLength),
        _ => _carrier.ObjectionTo(terms.Address),
    };

    private Task<Result<Connection>> ChangeAsync(ConnectionId id, Actor actor, Func<Writing, Connection, Result<Connection>> change)
    {
        if (_store.Refuses(actor, Capability.ManageIntegrations, Feature.Connections) is { } off)
        {
            return Task.FromResult<Result<Connection>>(off);
        }

        return _store.WriteAsync<Connection>(async writing =>
            await writing.Db.Connections.AsTracking().SingleOrDefaultAsync(connection => connection.Id == id && connection.State != ConnectionState.Deleted) is { } connection
                ? change(writing, connection)
                : new ConnectionNotFound());
    }
}
