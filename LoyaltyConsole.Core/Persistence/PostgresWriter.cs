using Npgsql;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>The queue of one node before the lock that all nodes take, one after the other.</summary>
internal sealed class PostgresWriter(NpgsqlDataSource source) : WriterQueue
{
    // Any number that nobody else locks.
    private const long WritersLock = 0x4C6F79616C7479;

    protected override WriteConnection Open() => new(source.OpenConnection());

    protected override void Begin(WriteConnection connection)
    {
        // Each statement sees what was committed before it, and nobody else commits a deed meanwhile.
        connection.Execute("BEGIN ISOLATION LEVEL READ COMMITTED");
        connection.Prepare("SELECT pg_advisory_xact_lock(@0)").Run(WritersLock);
    }

    // A statement that fails takes back no more than its deed; where the server is gone, the next one fails, too.
    protected override bool IsOver(WriteConnection connection) => false;
}
