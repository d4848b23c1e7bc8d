using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Commands;

/// <summary><c>undo IMPORT_ID</c>: takes back what an import booked, but for what was used (X1).</summary>
internal static class UndoCommand
{
    private static readonly Argument<long> Id = new("import-id") { Description = "The import's id." };

    public static Command Create()
    {
        var command = new Command("undo", "Undoes an import by compensating entries; what was spent is kept and named. Stopped half way, it goes on when it is run again.") { Id };
        CommandHost.SetAction(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var imports = host.Get<FileImports>();
        using var telling = imports.Listen(ImportCommand.Tell());
        var undone = await imports.UndoAsync(new ImportId(parsed.GetRequiredValue(Id)), host.Actor, cancellationToken);
        if (!undone.Succeeded(out var import, out var refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        await host.AnswerAsync(
            new { ImportId = import.Id.Value, import.Counts.Reversed, import.Counts.Kept, Errors = import.Counts.Failed, PointsKept = import.Counts.PointsKept.Value },
            string.Create(
                CultureInfo.InvariantCulture,
                $"Import {import.Id} is undone: {import.Counts.Reversed} taken back, {import.Counts.Kept} kept ({import.Counts.PointsKept} points were spent), {import.Counts.Failed} errors."));
        return import.Counts.Failed == 0 ? CommandLine.Done : CommandLine.Refused;
    }
}
