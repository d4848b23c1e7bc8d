using System.CommandLine;
using System.Data.Common;

namespace LoyaltyConsole.Commands;

/// <summary>The console without its screens: one verb, one deed.</summary>
internal static class CommandLine
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused, or something wrong was found.</summary>
    public const int Refused = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int BadUsage = 2;

    /// <summary>Whether the arguments name a verb; else they are settings of the web console.</summary>
    public static bool Handles(string[] arguments) => arguments is [var first, ..]
        && (first is "--help" or "-h" or "-?" or "--version" || (!first.StartsWith('-') && !first.StartsWith('/') && !first.Contains('=', StringComparison.Ordinal)));

    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("The admin console of a loyalty programme. Without a verb it starts the web console.");
        foreach (var option in CommonOptions.All)
        {
            root.Add(option);
        }

        Command[] verbs = [SeedCommand.Create(), ImportCommand.Create(), UndoCommand.Create(), ExportCommand.Create(), CheckCommand.Create(), BackupCommand.Create(), JobCommand.Create(), StaffCommand.Create(), ApiKeyCommand.Create()];
        foreach (var verb in verbs)
        {
            root.Add(verb);
        }

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("See --help.");
            return BadUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (DbException broken)
        {
            await Console.Error.WriteLineAsync($"The database cannot be used: {broken.Message}");
            return Refused;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Refused;
        }
    }
}
