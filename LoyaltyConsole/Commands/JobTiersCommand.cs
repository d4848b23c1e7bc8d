using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Tiers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Commands;

/// <summary><c>job tiers</c>: evaluates the levels that are due, or tells whom that would move.</summary>
internal static class JobTiersCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell who would move, and write nothing." };

    private static readonly Option<LocalDate?> On = new("--on")
    {
        Description = "With --dry-run: up to the end of this day, for instance 2026-01-01.",
        CustomParser = result =>
        {
            var parsed = LocalDatePattern.Iso.Parse(result.Tokens[0].Value);
            if (!parsed.Success)
            {
                result.AddError($"--on is \"{result.Tokens[0].Value}\", which is no date. Write, for instance, 2026-01-01.");
            }

            return parsed.Success ? parsed.Value : null;
        },
    };

    public static Command Create()
    {
        var command = new Command("tiers", "Evaluates the levels that are due and raises whoever has come to qualify.") { DryRun, On };
        command.Validators.Add(result =>
        {
            if (result.GetResult(On) is not null && !result.GetValue(DryRun))
            {
                result.AddError("--on goes with --dry-run: nothing is evaluated before it is due.");
            }
        });
        CommandHost.SetAction(command, (host, parsed, cancellationToken) => parsed.GetValue(DryRun)
            ? RehearseAsync(host, parsed.GetValue(On), cancellationToken)
            : JobCommand.RunAsync(host, Job.Tiers, cancellationToken));
        return command;
    }

    private static async Task<int> RehearseAsync(CommandHost host, LocalDate? on, CancellationToken cancellationToken)
    {
        var recalculation = host.Get<TierRecalculation>();
        var rehearsed = await recalculation.RehearseAsync(on, host.Actor, cancellationToken);
        if (!rehearsed.Succeeded(out var rehearsal, out var refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        var movers = new List<object>();
        var lines = new List<string>();
        for (var window = new Window(0, Window.Most); ; window = window with { Skip = window.Skip + window.Take })
        {
            if (!(await recalculation.MoversAsync(rehearsal, move: null, window, host.Actor, cancellationToken)).Succeeded(out var page, out refusal))
            {
                return await host.RefuseAsync(refusal);
            }

            foreach (var mover in page.Rows)
            {
                var (at, move) = (InstantPattern.ExtendedIso.Format(mover.At), mover.Move.ToString().ToLowerInvariant());
                movers.Add(new { customer = mover.Customer.Value, move, from = mover.From.Name, to = mover.To.Name, at, missing = mover.Missing.Value });
                lines.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{mover.Customer}: {mover.From.Name} -> {mover.To.Name} on {at}, {mover.Qualifying} of {mover.Threshold} points"));
            }

            if (window.Skip + window.Take >= page.Count)
            {
                break;
            }
        }

        var (raised, dropped, grace) = (Count(TierMove.Up), Count(TierMove.Down), Count(TierMove.Grace));
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Up to {InstantPattern.ExtendedIso.Format(rehearsal.Until)}: {raised} would rise, {dropped} would drop, {grace} would be kept for the grace period. Nothing was written."));
        await host.AnswerAsync(
            new { rehearsal.Processed, Changed = raised + dropped + grace, Errors = 0, raised, dropped, grace, movers },
            string.Join(Environment.NewLine, lines));
        return CommandLine.Done;

        int Count(TierMove move) => rehearsal.Counts.GetValueOrDefault(move);
    }
}
