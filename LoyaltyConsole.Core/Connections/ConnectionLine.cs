using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Connections;

/// <summary>
/// The line of customers who wait to be sent. Whoever a deed touches stands in it by the deed's own transaction, once for
/// each connection, however often they change (E-058).
/// </summary>
internal static class ConnectionLine
{
    /// <summary>How many of everybody stand in line at once, so that a change of today does not wait behind all of them.</summary>
    public const int ExportedAtOnce = 200;

    // Whoever has left or was erased matters only to whom the service knows already.
    private const string Join =
        """
        INSERT INTO ConnectionContacts (ConnectionId, CustomerId, State, Version, Attempts, NextAttemptAt, IsExported)
        SELECT n.Id, c.Id, 1, 1, 0, @1, 0 FROM Connections n CROSS JOIN Customers c
        WHERE n.State IN (1, 2) AND c.Id = @0
            AND ((c.Status <> 3 AND c.LeftAt IS NULL) OR EXISTS (SELECT 1 FROM ConnectionContacts k WHERE k.ConnectionId = n.Id AND k.CustomerId = c.Id))
        ON CONFLICT (ConnectionId, CustomerId) DO UPDATE SET State = 1, Version = ConnectionContacts.Version + 1, Attempts = 0, NextAttemptAt = @1
        """;

    /// <summary>What everybody is: whom the other side is to know.</summary>
    public static string Everybody(ConnectionKind kind) =>
        $"Status <> 3 AND LeftAt IS NULL{(kind == ConnectionKind.Webhook ? "" : " AND Email IS NOT NULL")}";

    /// <summary>Puts everybody in line whom a deed has touched.</summary>
    public static void Put(Writing writing)
    {
        if (writing.Touched.Count == 0 || !IsAnywhere(writing))
        {
            return;
        }

        var join = writing.Connection.Prepare(Join);
        foreach (var customer in writing.Touched)
        {
            join.Run(customer.Value, writing.Now.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Puts the next of everybody in line, where there is room (E-056).</summary>
    public static void PutNextOfAll(Writing writing, Connection connection)
    {
        if (connection.ExportAfter is not { } after)
        {
            return;
        }

        Reads reads = writing.Connection;
        var room = ExportedAtOnce - Waiting(reads, connection.Id);
        if (room < ExportedAtOnce / 2)
        {
            return;
        }

        var next = reads.Query(
            $"SELECT Id FROM Customers WHERE Id > @0 AND Id <= @1 AND {Everybody(connection.Kind)} ORDER BY Id LIMIT @2",
            row => row.GetInt64(0), after, connection.ExportUpTo, room);
        var put = writing.Connection.Prepare(
            """
            INSERT INTO ConnectionContacts (ConnectionId, CustomerId, State, Version, Attempts, NextAttemptAt, IsExported) VALUES (@0, @1, 1, 1, 0, @2, 1)
            ON CONFLICT (ConnectionId, CustomerId) DO UPDATE SET State = 1, Version = ConnectionContacts.Version + 1, Attempts = 0, NextAttemptAt = @2, IsExported = 1, SentProof = NULL
            """);
        foreach (var customer in next)
        {
            put.Run(connection.Id.Value, customer, writing.Now.ToUnixTimeMilliseconds());
        }

        writing.Connection.Prepare("UPDATE Connections SET ExportAfter = @1, ExportTaken = ExportTaken + @2 WHERE Id = @0")
            .Run(connection.Id.Value, next.Count < room ? null : next[^1], next.Count);
    }

    /// <summary>How many of everybody stand in line.</summary>
    public static int Waiting(Reads reads, ConnectionId connection) => (int)reads.Number(
        "SELECT COUNT(*) FROM ConnectionContacts WHERE ConnectionId = @0 AND State = 1 AND IsExported = 1", connection.Value);

    /// <summary>Whether there is anything to send, or to tidy away, by now.</summary>
    public static Task<bool> IsDueAsync(LoyaltyStore store, IClock clock, CancellationToken cancellationToken) => store.ReadAsync(
        connection => connection.Number(
            """
            SELECT EXISTS (SELECT 1 FROM Connections n WHERE
                (n.State = 1 AND (n.HeldUntil IS NULL OR n.HeldUntil <= @0) AND (n.ExportAfter IS NOT NULL OR EXISTS (
                    SELECT 1 FROM ConnectionContacts k WHERE k.ConnectionId = n.Id AND k.State = 1 AND k.NextAttemptAt <= @0
                        AND (k.ClaimedUntil IS NULL OR k.ClaimedUntil <= @0))))
                OR (n.State = 3 AND EXISTS (SELECT 1 FROM ConnectionContacts k WHERE k.ConnectionId = n.Id)))
            """,
            ("@0", clock.GetCurrentInstant().ToUnixTimeMilliseconds())) == 1,
        cancellationToken);

    private static bool IsAnywhere(Writing writing) =>
        writing.Connection.Prepare("SELECT 1 FROM Connections WHERE State IN (1, 2) LIMIT 1").Run() is not null;
}
