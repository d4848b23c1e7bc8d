using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Commands;

/// <summary><c>job NAME</c>: one run of what the scheduler does by itself.</summary>
internal static class JobCommand
{
    public static Command Create()
    {
        var command = new Command("job", "Runs one of the scheduled jobs once.");
        command.Add(Job("accounts", "Brings accounts up to date that went stale by time: unlocked points, repaid debt, expired points."));
        command.Add(Job("expiry", "Books the points that have run out; the same run as accounts."));
        return command;
    }

    private static Command Job(string name, string description)
    {
        var command = new Command(name, description);
        CommandHost.SetAction(command, RefreshAsync);
        return command;
    }

    private static async Task<int> RefreshAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = await host.Get<AccountRefresh>().RunAsync(cancellationToken);
        await host.AnswerAsync(
            report,
            string.Create(CultureInfo.InvariantCulture, $"{report.Processed} accounts processed, {report.Changed} changed, {report.Errors} errors."));
        return report.Errors == 0 ? CommandLine.Done : CommandLine.Refused;
    }
}
