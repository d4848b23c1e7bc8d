using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core.Transfers.Exporting;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Commands;

/// <summary><c>export customers|transactions|ledger|orders</c>: as CSV, into a file or to standard output.</summary>
internal static class ExportCommand
{
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "The file to write; by default standard output." };

    private static readonly Option<string> Filter = new("--filter")
    {
        Description = "Which rows, as the list's address writes it behind the question mark, for instance \"status=active&tier=2\"; by default all.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<Instant?> At = new("--at")
    {
        Description = "Figures as of an instant (ISO 8601, UTC), as far as the ledger can tell.",
        CustomParser = result =>
        {
            var parsed = InstantPattern.ExtendedIso.Parse(result.Tokens[0].Value);
            if (!parsed.Success)
            {
                result.AddError($"--at is \"{result.Tokens[0].Value}\", which is no instant. Write, for instance, 2025-11-28T13:37:00Z.");
            }

            return parsed.Success ? parsed.Value : null;
        },
    };

    private static readonly Option<ExportFormat> Format = new("--format")
    {
        Description = "For whom customers are written: own, mailchimp, brevo, klaviyo, ecomail or shopify.",
        DefaultValueFactory = _ => ExportFormat.Own,
    };

    private static readonly Option<string> Columns = new("--columns")
    {
        Description = "Which of our own columns of customers, comma-separated; by default all.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why, for the audit log.",
        DefaultValueFactory = _ => "by command",
    };

    public static Command Create() => new("export", "Exports as CSV, all of it from one state of the database.")
    {
        Create("customers", "Customers with their accounts.", ExportKind.Customers, Format, Columns),
        Create("transactions", "The points history of everybody, with who they are.", ExportKind.Transactions),
        Create("ledger", "The same by ids only.", ExportKind.Ledger),
        Create("orders", "Orders and credit notes, a row each.", ExportKind.Orders),
        Create("segments", "Who is in which segment and why, by each model.", ExportKind.Segments),
    };

    private static Command Create(string name, string description, ExportKind kind, params Option[] more)
    {
        var command = new Command(name, description) { Out, Filter, At, Reason };
        foreach (var option in more)
        {
            command.Add(option);
        }

        // The result would stand behind the rows in the same stream.
        command.Validators.Add(result =>
        {
            if (result.GetValue(CommonOptions.Json) && result.GetValue(Out) is null)
            {
                result.AddError("--json needs --out, since without it the rows themselves go to standard output.");
            }
        });
        CommandHost.SetAction(command, (host, parsed, cancellationToken) => RunAsync(kind, host, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ExportKind kind, CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var isCustomers = kind is ExportKind.Customers;
        var order = new ExportOrder(Guid.CreateVersion7(), kind, parsed.GetRequiredValue(Reason))
        {
            Filter = parsed.GetRequiredValue(Filter),
            Format = isCustomers ? parsed.GetRequiredValue(Format) : ExportFormat.Own,
            Columns = isCustomers ? parsed.GetRequiredValue(Columns).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [],
            At = parsed.GetValue(At),
        };
        var exports = host.Get<ExportBook>();
        if (!(await exports.RequestAsync(order, host.Actor)).Succeeded(out _, out var refusal)
            || !(await exports.FetchAsync(order.Key, host.Actor)).Succeeded(out var file, out refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        if (parsed.GetValue(Out) is { } target)
        {
            return await WriteAsync(host, file, target, cancellationToken);
        }

        await using var output = Console.OpenStandardOutput();
        var written = await file.WriteAsync(output, cancellationToken);
        await CommandHost.TellAsync(string.Create(CultureInfo.InvariantCulture, $"{written:N0} rows."));
        return CommandLine.Done;
    }

    // Part of an export looks like all of one, so nothing is left under its name when it breaks off.
    private static async Task<int> WriteAsync(CommandHost host, ExportFile file, FileInfo target, CancellationToken cancellationToken)
    {
        var part = target.FullName + ".part";
        try
        {
            long rows;
            await using (var stream = File.Create(part))
            {
                rows = await file.WriteAsync(stream, cancellationToken);
            }

            File.Move(part, target.FullName, overwrite: true);
            await host.AnswerAsync(
                new { exportId = file.Export.Id.Value, kind = file.Export.Kind.ToString().ToLowerInvariant(), file = target.FullName, rows, bytes = new FileInfo(target.FullName).Length },
                string.Create(CultureInfo.InvariantCulture, $"{target.FullName}: {rows:N0} rows."));
            return CommandLine.Done;
        }
        catch (IOException broken)
        {
            await CommandHost.TellAsync($"{target.FullName} cannot be written: {broken.Message}");
            return CommandLine.Refused;
        }
        finally
        {
            File.Delete(part);
        }
    }
}
