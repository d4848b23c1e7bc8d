using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core.Jobs;

namespace LoyaltyConsole.Commands;

/// <summary><c>job NAME</c>: one run of what the scheduler does by itself, recorded like any other.</summary>
internal static class JobCommand
{
    private static readonly (string Name, Job Job, string Description)[] Jobs =
    [
        ("reservations", Job.Reservations, "Discards redemptions whose coupon code was not used in time."),
        ("accounts", Job.Accounts, "Brings accounts up to date that went stale by time: unlocked points, repaid debt, expired points."),
        ("expiry", Job.Expiry, "Books the points that have run out."),
        ("birthdays", Job.Birthdays, "Pays the points of birthday campaigns, each birthday once, up to a week late."),
        ("merges", Job.Merges, "Carries out the approved merges whose delay is over."),
        ("segments", Job.Segments, "Divides the customers into segments by every model, as of today."),
        ("check", Job.LedgerCheck, "Holds every invariant against the whole ledger, as the verb check does, and records the run."),
    ];

    public static Command Create()
    {
        var command = new Command("job", "Runs one of the scheduled jobs once.");
        foreach (var (name, job, description) in Jobs)
        {
            var verb = new Command(name, description);
            CommandHost.SetAction(verb, (host, _, stop) => RunAsync(host, job, stop));
            command.Add(verb);
        }

        command.Add(JobTiersCommand.Create());
        command.Add(JobOutboxCommand.Create());
        command.Add(JobConnectionsCommand.Create());
        return command;
    }

    /// <summary>Runs a job and prints what it did.</summary>
    public static async Task<int> RunAsync(CommandHost host, Job job, CancellationToken cancellationToken)
    {
        var ran = await host.Get<JobBook>().RunAsync(job, host.Actor, onStarted: null, cancellationToken);
        if (!ran.Succeeded(out var run, out var refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        var report = run.Report;
        foreach (var finding in report.Findings)
        {
            await CommandHost.TellAsync(finding.Customer is { } customer ? $"customer {customer}: {finding.Text}" : finding.Text);
        }

        (string Name, long Count)[] counts =
            [("processed", report.Processed), ("changed", report.Changed), ("errors", report.Errors), .. report.Particulars];
        await host.AnswerAsync(
            counts.ToDictionary(count => count.Name, count => count.Count, StringComparer.Ordinal),
            $"{string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Count} {count.Name}")))}.");
        return report.Errors == 0 ? CommandLine.Done : CommandLine.Refused;
    }
}
