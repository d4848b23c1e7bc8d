using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Commands;

/// <summary><c>check</c>: every invariant of the ledger over the whole database.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Checks every invariant over the whole database; exit code 1 if one does not hold.");
        CommandHost.SetAction(command, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = await host.Get<LedgerCheck>().RunAsync(cancellationToken);
        foreach (var violation in report.Violations)
        {
            await CommandHost.TellAsync($"{violation.Invariant} – but not for customer {violation.Customer}: {violation.Detail}");
        }

        await host.AnswerAsync(
            new
            {
                report.Customers,
                report.Entries,
                Violations = report.Violations.Count,
                Found = report.Violations.Select(violation => new { violation.Invariant, Customer = violation.Customer.Value, violation.Detail }),
            },
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Customers} customers and {report.Entries} entries checked, {report.Violations.Count} violations."));
        return report.Violations.Count == 0 ? CommandLine.Done : CommandLine.Refused;
    }
}
