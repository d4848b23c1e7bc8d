using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Commands;

/// <summary><c>backup FILE</c>: a copy of the whole database in one state, while the console runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("file") { Description = "The file to write; it must not be there yet." };

    public static Command Create()
    {
        var command = new Command("backup", "Copies the database into a file, while others go on reading and writing.") { Target };
        CommandHost.SetAction(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(Target);
        if (File.Exists(file))
        {
            await CommandHost.TellAsync($"{file} is there already; a backup overwrites nothing.");
            return CommandLine.Refused;
        }

        try
        {
            await host.Get<LoyaltyDatabase>().BackUpAsync(file, cancellationToken);
        }
        catch (NotSupportedException otherwise)
        {
            await CommandHost.TellAsync(otherwise.Message);
            return CommandLine.Refused;
        }
        catch (IOException broken)
        {
            await CommandHost.TellAsync($"{file} cannot be written: {broken.Message}");
            return CommandLine.Refused;
        }

        var bytes = new FileInfo(file).Length;
        await host.AnswerAsync(new { file, bytes }, string.Create(CultureInfo.InvariantCulture, $"{file}: {bytes:N0} bytes."));
        return CommandLine.Done;
    }
}
