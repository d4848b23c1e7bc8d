using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace LoyaltyConsole.Bench;

/// <summary>
/// Listens to what is asked of the database while the console works, so that the very same can be asked bare. It listens on the
/// connections that wait in the pool for the next reader.
/// </summary>
internal static class Recorder
{
    private const int Listened = 8;

    /// <summary>The statements of some work that only reads, with their values, in their order.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="open">Services that have not read yet, whose connections come out of the pool.</param>
    /// <param name="work">What they do.</param>
    public static async Task<IReadOnlyList<string>> RecordAsync(string connectionString, Func<ServiceProvider> open, Func<IServiceProvider, Task> work)
    {
        var statements = new List<string>();
        Listen(connectionString, (_, statement) =>
        {
            if (IsAsked(statement))
            {
                statements.Add(statement);
            }
        });
        await using (var services = open())
        {
            await work(services);

            // What is asked once only is not what somebody waits for each time.
            statements.Clear();
            await work(services);
        }

        Listen(connectionString, null);
        return statements;
    }

    private static void Listen(string connectionString, strdelegate_trace? hear)
    {
        var connections = Enumerable.Range(0, Listened).Select(_ => new SqliteConnection(connectionString)).ToList();
        foreach (var connection in connections)
        {
            connection.Open();
            raw.sqlite3_trace(connection.Handle, hear, null);
        }

        connections.ForEach(connection => connection.Dispose());
    }

    // Not what the search index asks its own tables, which comes with the search.
    private static bool IsAsked(string statement) =>
        (statement.StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || statement.StartsWith("WITH", StringComparison.OrdinalIgnoreCase))
        && !statement.Contains("'CustomerSearch_", StringComparison.Ordinal);
}
