using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>
/// An import by the command line as a whole process, while this process reads customers: how long it takes, how much
/// memory it needs at the most, and how long a reader waits.
/// </summary>
internal static class ImportRun
{
    private const double MostSeconds = 60;
    private const double MostMegabytes = 500;
    private const double LongestWaitMilliseconds = 250;

    /// <param name="importArguments">What stands behind <c>import orders</c>, without --db.</param>
    public static async Task<int> MeasureAsync(IEnumerable<string> importArguments)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        var connectionString = $"Data Source={Path.Combine(folder.FullName, "import.db")}";
        var console = Path.Combine(AppContext.BaseDirectory, "LoyaltyConsole.dll");
        var started = Stopwatch.GetTimestamp();
        using var import = Process.Start(new ProcessStartInfo("dotnet", [console, "import", "orders", .. importArguments, "--db", connectionString]))!;
        var (waits, bytes) = await ReadAsync(connectionString, import);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        folder.Delete(recursive: true);
        if (import.ExitCode != 0 || waits.Count == 0)
        {
            return 1;
        }

        waits.Sort();
        var (longest, megabytes) = (waits[^1], bytes / 1024.0 / 1024.0);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""

            | import | measured | budget |
            | --- | ---: | ---: |
            | time | {seconds:0.0} s | {MostSeconds:0} s |
            | memory at the most | {megabytes:0} MB | {MostMegabytes:0} MB |
            | a reader beside it, {waits.Count} reads: median | {waits[waits.Count / 2]:0.00} ms | |
            | a reader beside it: longest | {longest:0.0} ms | {LongestWaitMilliseconds:0} ms |
            """));
        return seconds <= MostSeconds && megabytes <= MostMegabytes && longest <= LongestWaitMilliseconds ? 0 : 1;
    }

    private static async Task<(List<double> Waits, long Bytes)> ReadAsync(string connectionString, Process import)
    {
        var waits = new List<double>();
        var bytes = 0L;
        SqliteConnection? connection = null;
        while (!import.HasExited)
        {
            await Task.Delay(10);
            import.Refresh();
            bytes = import.HasExited ? bytes : Math.Max(bytes, import.PeakWorkingSet64);
            connection ??= Open(connectionString);
            if (connection is null)
            {
                continue;
            }

            var asked = Stopwatch.GetTimestamp();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT c.Id, c.RefId, c.Name, a.Balance FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id ORDER BY c.NameKey, c.Id LIMIT 25";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
            }

            waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        connection?.Dispose();
        SqliteConnection.ClearAllPools();
        await import.WaitForExitAsync();
        return (waits, bytes);
    }

    // Until the import has made the database there is nothing to read.
    private static SqliteConnection? Open(string connectionString)
    {
        if (!File.Exists(new SqliteConnectionStringBuilder(connectionString).DataSource))
        {
            return null;
        }

        var connection = new SqliteConnection($"{connectionString};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'CustomerSearch_relearns'";
        if (command.ExecuteScalar() is 1L)
        {
            return connection;
        }

        connection.Dispose();
        return null;
    }
}
