using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Demo;

namespace LoyaltyConsole.Commands;

/// <summary><c>seed</c>: a made-up programme, the same for the same numbers and the same day.</summary>
internal static class SeedCommand
{
    private static readonly Option<int> Customers = Number("--customers", "How many customers.", 1, null);

    private static readonly Option<int> Orders =
        Number("--orders-per-customer", "How many orders they placed on average.", 0, MadeUpProgramme.UsualOrders);

    private static readonly Option<int> Seed = new("--seed") { Description = "The same number makes the same programme.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("seed", "Fills an empty or made-up programme with customers who never lived.") { Customers, Orders, Seed };
        CommandHost.SetAction(command, RunAsync, creates: true);
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var history = host.Get<MadeUpHistory>();
        var programme = new MadeUpProgramme(
            parsed.GetValue(Customers), parsed.GetValue(Orders), parsed.GetValue(Seed), host.Now, await history.CustomersAsync(cancellationToken));
        var booked = await history.BookAsync(programme.Lives(), programme.Offers, host.Actor, new Progress(programme), cancellationToken);
        if (!booked.Succeeded(out var report, out var refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        await host.AnswerAsync(
            report,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Customers} customers, {report.Orders} orders and credit notes, {report.Entries} entries in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
        return CommandLine.Done;
    }

    private static Option<int> Number(string name, string description, int least, int? usual)
    {
        var option = new Option<int>(name) { Description = description, Required = usual is null };
        if (usual is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && number < least)
            {
                result.AddError($"{name} must be {least} or more.");
            }
        });
        return option;
    }

    // Not System.Progress, which would tell of a step after the end.
    private sealed class Progress(MadeUpProgramme programme) : IProgress<MadeUpReport>
    {
        private long _told = Stopwatch.GetTimestamp();

        public void Report(MadeUpReport value)
        {
            if (Stopwatch.GetElapsedTime(_told) < TimeSpan.FromSeconds(2))
            {
                return;
            }

            _told = Stopwatch.GetTimestamp();
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Customers} of {programme.Before + programme.Customers} customers, {value.Orders} orders, {value.Entries} entries"));
        }
    }
}
