using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;

namespace LoyaltyConsole.Commands;

/// <summary><c>import orders FILE</c>: the three steps of an import in one go.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "The CSV file; .gz is read as it is." };

    private static readonly Option<string?> Map = new("--map") { Description = "\"Column=field,…\"; by default the columns map by their names." };

    private static readonly Option<string> Integration = new("--integration")
    {
        Description = "The integration that customers and orders belong to.",
        DefaultValueFactory = _ => OrderImportOptions.DefaultIntegration,
    };

    private static readonly Option<string?> CreditNotePrefix = new("--credit-note-prefix")
    {
        Description = "References that begin with it are credit notes.",
    };

    private static readonly Option<bool> EachRowIsAnOrder = new("--each-row-is-an-order")
    {
        Description = "The file has no order number: each row is an order, named by customer, date, amount and its number among rows alike in these.",
    };

    private static readonly Option<string> Delimiter = Choice("--delimiter", "auto, \";\", \",\", tab, | or blank (runs of blanks).", value =>
        value is "auto" || CsvDelimiters.Named(value) is not null);

    private static readonly Option<string> Encoding = Choice("--encoding", "auto, or a name such as utf-8 or windows-1252.", value =>
        value is "auto" || TextEncodings.Named(value) is not null);

    private static readonly Option<string?> DateFormat = new("--date-format") { Description = "How dates are written, for instance dd/MM/yyyy." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Stop after the rehearsal; nothing is booked." };

    private static readonly Option<FileInfo?> Errors = new("--errors")
    {
        Description = "Write the rows that stay out into this file: the same CSV with a reason column.",
    };

    public static Command Create()
    {
        var orders = new Command("orders", "Imports orders and credit notes: one row a position, or one row an order.")
        {
            File, Map, Integration, CreditNotePrefix, EachRowIsAnOrder, Delimiter, Encoding, DateFormat, DryRun, Errors,
        };
        CommandHost.SetAction(orders, RunAsync, creates: true);
        return new Command("import", "Imports a file: stages it, rehearses it, and commits it.") { orders };
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var options = new OrderImportOptions
        {
            Map = parsed.GetValue(Map),
            Integration = parsed.GetRequiredValue(Integration),
            CreditNotePrefix = parsed.GetValue(CreditNotePrefix),
            EachRowIsAnOrder = parsed.GetValue(EachRowIsAnOrder),
            Delimiter = CsvDelimiters.Named(parsed.GetRequiredValue(Delimiter)),
            Encoding = parsed.GetRequiredValue(Encoding) is "auto" ? null : parsed.GetRequiredValue(Encoding),
            DateFormat = parsed.GetValue(DateFormat),
        };
        var imports = host.Get<OrderImports>();
        using var telling = imports.Listen(Tell());
        await imports.TidyAsync(cancellationToken);
        if (!(await imports.StageAsync(file.FullName, file.Name, options, host.Actor, cancellationToken)).Succeeded(out var import, out var refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        if (parsed.GetValue(Errors) is { } errors)
        {
            await using var stream = errors.Create();
            (await host.Get<ImportBook>().WriteErrorsAsync(
                import.Id, stream, problem => ImportSentence.Of(problem, CultureInfo.CurrentUICulture), host.Actor, cancellationToken)).OrThrow();
        }

        if (!parsed.GetValue(DryRun)
            && !(await imports.CommitAsync(import.Id, host.Actor, cancellationToken)).Succeeded(out import, out refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        await AnswerAsync(host, import);
        return CommandLine.Done;
    }

    private static Task AnswerAsync(CommandHost host, Import import) => host.AnswerAsync(
        new
        {
            ImportId = import.Id.Value,
            import.Kind,
            Status = import.Status.ToString().ToLowerInvariant(),
            import.Counts.Rows,
            import.Counts.Accepted,
            import.Counts.Rejected,
            import.Counts.Skipped,
            import.Counts.AlreadyRecorded,
            import.Counts.CustomersCreated,
            import.Counts.Orders,
            import.Counts.CreditNotes,
            import.Counts.Entries,
            PointsEarned = import.Counts.PointsEarned.Value,
            PointsTakenBack = import.Counts.PointsTakenBack.Value,
        },
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Import {import.Id} is {import.Status.ToString().ToLowerInvariant()}: {import.Counts.Rows} rows, {import.Counts.Accepted} accepted, {import.Counts.Rejected} rejected, {import.Counts.Skipped} skipped;
            {import.Counts.CustomersCreated} new customers, {import.Counts.Orders} orders, {import.Counts.CreditNotes} credit notes, {import.Counts.PointsEarned} points earned, {import.Counts.PointsTakenBack} taken back.
            """));

    // A line for each tenth of a step, not for each of its hundreds of parts.
    private static Action<ImportProgress> Tell()
    {
        var last = (ImportStatus.Staging, -1);
        return progress =>
        {
            var now = (progress.Status, (int)(progress.Fraction * 10));
            if (now != last)
            {
                last = now;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Status} {progress.Fraction:P0}"));
            }
        };
    }

    private static Option<string> Choice(string name, string description, Func<string, bool> isKnown)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => "auto" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } value && !isKnown(value))
            {
                result.AddError($"{name} is \"{value}\". It is one of: {description}");
            }
        });
        return option;
    }
}
