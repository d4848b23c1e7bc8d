using LoyaltyConsole.Bench;

const string command = "dotnet run -c Release --project LoyaltyConsole.Bench --";

var verbs = new Dictionary<string, (string Takes, Func<BenchOptions, Task<int>> Run)>(StringComparer.Ordinal)
{
    ["all"] = ("[--customers 1000000] [--db FILE]", AllRun.MeasureAsync),
    ["works"] = ("[--customers 100000] [--db FILE] [--only TEXT]", WorksRun.MeasureAsync),
    ["seed"] = ("[--customers 1000000] [--db FILE]", SeedRun.MeasureAsync),
    ["start"] = ("[--customers 100000] [--db FILE]", StartRun.MeasureAsync),
    ["pairs"] = ("[--customers 100000] [--db FILE] [--only TEXT]", PairsRun.MeasureAsync),
    ["needles"] = ("[--customers 100000] [--db FILE]", NeedlesRun.MeasureAsync),
    ["browser"] = ("[--customers 100000] [--db FILE]", BrowserRun.MeasureAsync),
    ["circuits"] = (
        "[--tabs 500] [--seconds 60] [--customers 100000] [--db FILE]",
        options => CircuitRun.MeasureAsync(options, options.Number("--tabs", 500), options.Number("--seconds", 60))),
    ["sessions"] = (
        "[--tabs 500] [--minutes 10] [--customers 100000] [--db FILE]",
        options => SessionsRun.MeasureAsync(options, options.Number("--tabs", 500), options.Number("--minutes", 10))),
    ["leaks"] = ("[--circuits 5000] [--customers 100000] [--db FILE]", options => LeaksRun.MeasureAsync(options, options.Number("--circuits", 5_000))),
    ["backup"] = ("[--customers 100000] [--db FILE]", options => BackupRun.MeasureAsync(options.IsFileNamed ? options.File : null, options.Customers)),
    ["upgrade"] = ("[--customers 1000000]", options => UpgradeRun.MeasureAsync(options.Customers)),
    ["import"] = ("[--rows 1000000]", options => PointsImportRun.MeasureAsync(options.Number("--rows", 1_000_000))),
    ["import customers"] = ("[--rows 1000000]", options => CustomersImportRun.MeasureAsync(options.Number("--rows", 1_000_000))),
    ["export"] = ("[--rows 1000000]", options => ExportRun.MeasureAsync(options.Number("--rows", 1_000_000))),
    ["expiry"] = ("[--customers 1000000]", options => new ExpiryJob().MeasureAsync(options.Customers)),
    ["tiers"] = ("[--customers 1000000]", options => new TiersJob().MeasureAsync(options.Customers)),
    ["segments"] = ("[--customers 1000000]", options => new SegmentsJob().MeasureAsync(options.Customers)),
    ["merge"] = ("[--entries 10000]", options => MergeRun.MeasureAsync(options.Number("--entries", 10_000))),
    ["api"] = ("[--rate 500] [--seconds 60]", options => ApiRun.MeasureAsync(options.Number("--rate", 500), options.Number("--seconds", 60))),
    ["sign-in"] = ("[--people 30]", options => SignInRun.MeasureAsync(options.Number("--people", 30))),
};

switch (args)
{
    // The other processes of a run.
    case ["export", var exported] when !exported.StartsWith('-'): return await ExportRun.RunAsync(exported);
    case ["upgrade", var upgraded] when !upgraded.StartsWith('-'): return await UpgradeRun.RunAsync(upgraded);
    case [var name, var file] when !file.StartsWith('-') && DueJob.Named(name) is { } job: return await job.RunAsync(file);

    case ["import", var source, ..] when !source.StartsWith('-') && source is not "customers": return await ImportRun.MeasureAsync(args[1..]);
    case ["import", "customers", .. var rest] when BenchOptions.Read(rest) is { } options: return await verbs["import customers"].Run(options);
    case [var name, .. var rest] when verbs.TryGetValue(name, out var verb) && BenchOptions.Read(rest) is { } options: return await verb.Run(options);
}

await Console.Error.WriteLineAsync($"{command} import FILE [what \"import orders\" takes]");
foreach (var (name, (takes, _)) in verbs)
{
    await Console.Error.WriteLineAsync($"{command} {name} {takes}");
}

return 2;
