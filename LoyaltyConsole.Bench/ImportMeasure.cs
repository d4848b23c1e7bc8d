using System.Diagnostics;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Bench;

/// <summary>What imports of every kind are measured with: the clock, the command line's memory, and people who work beside them.</summary>
internal static class ImportMeasure
{
    public static readonly Actor Manager = Actor.Person("Petra Lang", StaffRole.Manager);

    public static async Task<(Import Import, double Seconds)> TimeAsync(Func<Task<Result<Import>>> step)
    {
        var started = Stopwatch.GetTimestamp();
        return ((await step()).OrThrow(), Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    // Deleted at once, so that the disk has done with it before anything else is measured.
    public static async Task<T> OnCopyAsync<T>(string file, DirectoryInfo folder, Func<string, Task<T>> measure)
    {
        var copies = folder.CreateSubdirectory("copy");
        var copy = Path.Combine(copies.FullName, "copy.db");
        using (var connection = new SqliteConnection($"Data Source={file}"))
        {
            connection.Open();
            connection.Execute($"VACUUM INTO '{copy}'");
        }

        var measured = await measure(copy);
        SqliteConnection.ClearAllPools();
        copies.Delete(recursive: true);
        return measured;
    }

    /// <summary>The most memory that the command line has, as a process of its own: this one holds what it measures with.</summary>
    /// <returns>Megabytes.</returns>
    public static async Task<double> MemoryAsync(string database, params string[] words)
    {
        var console = Path.Combine(AppContext.BaseDirectory, "LoyaltyConsole.dll");
        using var import = Process.Start(new ProcessStartInfo("dotnet", [console, "import", .. words, "--db", $"Data Source={database}"]))!;
        var bytes = 0L;
        while (!import.HasExited)
        {
            await Task.Delay(10);
            import.Refresh();
            bytes = import.HasExited ? bytes : Math.Max(bytes, import.PeakWorkingSet64);
        }

        return import.ExitCode == 0 ? bytes / 1024.0 / 1024.0 : double.NaN;
    }

    /// <summary>Somebody who changes a customer again and again.</summary>
    /// <returns>How long each of them took, in milliseconds, sorted.</returns>
    public static async Task<double[]> BookAsync(CustomerProfiles profiles, CancellationToken stopping)
    {
        var locked = false;
        return await AgainAndAgainAsync(async () => (await profiles.SetLockedAsync(new CustomerId(1), locked = !locked, Manager)).OrThrow(), pause: 10, stopping);
    }

    /// <summary>Somebody who looks at the list again and again.</summary>
    /// <returns>How long each of them took, in milliseconds, sorted.</returns>
    public static Task<double[]> LookAsync(CustomerDirectory directory, CancellationToken stopping) => AgainAndAgainAsync(
        async () => (await directory.ListAsync(new CustomerFilter(), CustomerSort.Name, descending: false, new Window(0, 25), Manager, CancellationToken.None)).OrThrow(),
        pause: 50,
        stopping);

    public static SqliteCommand Statement(SqliteConnection connection, string sql, int values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values; index++)
        {
            command.Parameters.AddWithValue($"@{index}", DBNull.Value);
        }

        command.Prepare();
        return command;
    }

    public static object? Run(SqliteCommand statement, params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            statement.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return statement.ExecuteScalar();
    }

    private static async Task<double[]> AgainAndAgainAsync(Func<Task> deed, int pause, CancellationToken stopping)
    {
        var times = new List<double>();
        while (!stopping.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            await deed();
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(pause, CancellationToken.None);
        }

        return [.. times.Order()];
    }
}
