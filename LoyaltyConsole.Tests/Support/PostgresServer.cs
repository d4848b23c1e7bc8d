using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LoyaltyConsole.Tests.Support;

/// <summary>
/// The PostgreSQL server over which the stories run where one is named (build/postgresql.sh starts one): each in a database of its
/// own, copied from one that is prepared once.
/// </summary>
internal static class PostgresServer
{
    private const string Template = "loyalty_prepared";

    private static readonly string? _server = Environment.GetEnvironmentVariable("LOYALTY_POSTGRES");
    private static readonly Lazy<Task> _prepared = new(PrepareAsync);

    // A template is copied by one at a time.
    private static readonly SemaphoreSlim _copying = new(1);

    /// <summary>Whether the stories run over PostgreSQL this time.</summary>
    public static bool IsAsked => !string.IsNullOrEmpty(_server);

    /// <summary>Which engine a connection string means.</summary>
    public static DatabaseProvider Of(string connectionString) =>
        connectionString.StartsWith("Host=", StringComparison.Ordinal) ? DatabaseProvider.PostgreSql : DatabaseProvider.Sqlite;

    /// <summary>The address of a database that is not there yet.</summary>
    public static string NewDatabase() => Address($"loyalty_{Guid.CreateVersion7():N}");

    /// <summary>Makes the database, with a programme as it is first created.</summary>
    public static async Task CreateAsync(string connectionString)
    {
        await _prepared.Value;
        await _copying.WaitAsync();
        try
        {
            await ServeAsync($"CREATE DATABASE {NameOf(connectionString)} TEMPLATE {Template}");
        }
        finally
        {
            _copying.Release();
        }
    }

    public static Task DropAsync(string connectionString)
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
        return ServeAsync($"DROP DATABASE {NameOf(connectionString)} WITH (FORCE)");
    }

    private static async Task PrepareAsync()
    {
        await ServeAsync($"DROP DATABASE IF EXISTS {Template} WITH (FORCE)");
        await ServeAsync($"CREATE DATABASE {Template}");
        await using (var services = ProgrammeServices.Over(Address(Template)))
        {
            await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
        }

        NpgsqlConnection.ClearAllPools();
    }

    private static async Task ServeAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Address("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Address(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database, MaxPoolSize = 30, IncludeErrorDetail = true }.ToString();

    private static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;
}
