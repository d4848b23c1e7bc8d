using System.CommandLine;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;

namespace LoyaltyConsole.Commands;

/// <summary><c>import orders|points|customers|tiers|coupons FILE</c>: the three steps of an import in one go.</summary>
internal static class ImportCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "The CSV file; .gz is read as it is." };

    private static readonly Option<string?> Map = new("--map") { Description = "\"Column=field,…\"; by default the columns map by their names." };

    private static readonly Option<string?> Integration = new("--integration")
    {
        Description = $"The integration that customers and orders belong to, \"{ImportOptions.DefaultIntegration}\" where none is named; for points and levels the one whose Ref IDs are meant, by default all.",
    };

    private static readonly Option<string?> CreditNotePrefix = new("--credit-note-prefix")
    {
        Description = "References that begin with it are credit notes.",
    };

    private static readonly Option<bool> EachRowIsAnOrder = new("--each-row-is-an-order")
    {
        Description = "The file has no order number: each row is an order, named by customer, date, amount and its number among rows alike in these.",
    };

    private static readonly Option<PointsMode> Mode = new("--mode")
    {
        Description = "What the points of rows mean that do not say it: add, or reset to this balance.",
        DefaultValueFactory = _ => PointsMode.Add,
    };

    private static readonly Option<ReasonKind> Reason = new("--reason")
    {
        Description = "The kind of reason, which decides whether the points qualify for levels.",
        DefaultValueFactory = _ => ReasonKind.Reward,
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
        CommandHost.SetAction(orders, (host, parsed, cancellationToken) => RunAsync(ImportKind.Orders, host, parsed, cancellationToken), creates: true);
        var points = new Command("points", "Imports points to credit or deduct, or balances to reach: one row a customer.")
        {
            File, Map, Integration, Mode, Reason, Delimiter, Encoding, DateFormat, DryRun, Errors,
        };
        CommandHost.SetAction(points, (host, parsed, cancellationToken) => RunAsync(ImportKind.Points, host, parsed, cancellationToken), creates: true);
        var customers = new Command("customers", "Imports customers: creates whom nobody knows, and changes what a row says otherwise of those who are known.")
        {
            File, Map, Integration, Delimiter, Encoding, DateFormat, DryRun, Errors,
        };
        CommandHost.SetAction(customers, (host, parsed, cancellationToken) => RunAsync(ImportKind.Customers, host, parsed, cancellationToken), creates: true);
        var tiers = new Command("tiers", "Imports levels and their locks: one row a customer.")
        {
            File, Map, Integration, Delimiter, Encoding, DateFormat, DryRun, Errors,
        };
        CommandHost.SetAction(tiers, (host, parsed, cancellationToken) => RunAsync(ImportKind.Tiers, host, parsed, cancellationToken), creates: true);
        var coupons = new Command("coupons", "Gives a campaign's coupon to the customer of each row.")
        {
            File, Map, Integration, Delimiter, Encoding, DateFormat, DryRun, Errors,
        };
        CommandHost.SetAction(coupons, (host, parsed, cancellationToken) => RunAsync(ImportKind.Coupons, host, parsed, cancellationToken), creates: true);
        return new Command("import", "Imports a file: stages it, rehearses it, and commits it.") { orders, points, customers, tiers, coupons };
    }

    private static async Task<int> RunAsync(ImportKind kind, CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var options = new ImportOptions
        {
            Kind = kind,
            Map = parsed.GetValue(Map),
            Integration = parsed.GetValue(Integration),
            CreditNotePrefix = kind is ImportKind.Orders ? parsed.GetValue(CreditNotePrefix) : null,
            EachRowIsAnOrder = kind is ImportKind.Orders && parsed.GetValue(EachRowIsAnOrder),
            Mode = kind is ImportKind.Points ? parsed.GetRequiredValue(Mode) : PointsMode.Add,
            Reason = kind is ImportKind.Points ? parsed.GetRequiredValue(Reason) : ReasonKind.Reward,
            Delimiter = CsvDelimiters.Named(parsed.GetRequiredValue(Delimiter)),
            Encoding = parsed.GetRequiredValue(Encoding) is "auto" ? null : parsed.GetRequiredValue(Encoding),
            DateFormat = parsed.GetValue(DateFormat),
        };
        var imports = host.Get<FileImports>();
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
            Kind = import.Kind.ToString().ToLowerInvariant(),
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
            import.Counts.Customers,
            import.Counts.Raised,
            import.Counts.Lowered,
            import.Counts.TiersLocked,
            import.Counts.TiersUnlocked,
            NewDebt = import.Counts.Debt.Value,
        },
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Import {import.Id} is {import.Status.ToString().ToLowerInvariant()}: {import.Counts.Rows} rows, {import.Counts.Accepted} accepted, {import.Counts.Rejected} rejected, {import.Counts.Skipped} skipped;
            {Effect(import)}
            """));

    private static string Effect(Import import) => import.Kind switch
    {
        ImportKind.Points => string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Counts.PointsEarned} points added, {import.Counts.PointsTakenBack} deducted, {import.Counts.Customers} customers, {import.Counts.Raised} reach a higher level, {import.Counts.Debt} points of new debt."),
        ImportKind.Customers => string.Create(
            CultureInfo.InvariantCulture, $"{import.Counts.CustomersCreated} new customers, {import.Counts.Customers} changed."),
        ImportKind.Tiers => string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Counts.Raised} to a higher level, {import.Counts.Lowered} to a lower one, {import.Counts.TiersLocked} locked, {import.Counts.TiersUnlocked} unlocked."),
        ImportKind.Coupons => string.Create(
            CultureInfo.InvariantCulture, $"{import.Counts.Accepted} coupons for {import.Counts.Customers} customers."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{import.Counts.CustomersCreated} new customers, {import.Counts.Orders} orders, {import.Counts.CreditNotes} credit notes, {import.Counts.PointsEarned} points earned, {import.Counts.PointsTakenBack} taken back."),
    };

    // A line for each tenth of a step, not for each of its hundreds of parts.
    public static Action<ImportProgress> Tell()
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
