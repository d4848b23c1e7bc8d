using System.Diagnostics;
using System.Text.Json;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Tests.Support;

/// <summary>Starts commands of the console, kills them in the middle of their work, and looks at what they leave behind.</summary>
public sealed class Killing(ConsoleFolder folder, Random random)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(400);

    /// <summary>How many rounds a run by hand wants; the usual number where nobody says.</summary>
    public static int Rounds(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("LOYALTY_KILLS"), System.Globalization.CultureInfo.InvariantCulture, out var asked) ? asked : usual;

    /// <summary>Kills a command at some moment after it has said that it is at a step.</summary>
    public Task AtSomeMomentAsync(string[] arguments, string step) => KillAsync(arguments, step, random.Next((int)_longest.TotalMilliseconds), mayBeDone: true);

    /// <summary>Kills a command as soon as it says where it is.</summary>
    public Task AtOnceAsync(string[] arguments, string at) => KillAsync(arguments, at, 0, mayBeDone: false);

    /// <summary>Lets a command end, and answers what it says in the end.</summary>
    public async Task<JsonElement> EndAsync(params string[] arguments)
    {
        var outcome = await folder.RunAsync(arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return JsonDocument.Parse(outcome.Output.Trim().Split('\n')[^1]).RootElement;
    }

    /// <summary>A number that the database holds; 0 where there is none.</summary>
    public long Number(string sql)
    {
        using var connection = new SqliteConnection($"{folder.ConnectionString};Pooling=False");
        connection.Open();
        return connection.Number(sql);
    }

    private async Task KillAsync(string[] arguments, string at, int milliseconds, bool mayBeDone)
    {
        using var process = Process.Start(folder.Start([], arguments))!;
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(at, StringComparison.Ordinal))
            {
                break;
            }
        }

        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        Assert.True(mayBeDone || !process.HasExited, "It was done before it could be killed.");
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
