using System.Globalization;
using LoyaltyConsole.Bench;

if (args is ["import", "--rows", var many] && int.TryParse(many, CultureInfo.InvariantCulture, out var pointsRows))
{
    return await PointsImportRun.MeasureAsync(pointsRows);
}

if (args is ["import", .. var import])
{
    return await ImportRun.MeasureAsync(import);
}

if (args is ["api", "--rate", var orders, "--seconds", var length]
    && int.TryParse(orders, CultureInfo.InvariantCulture, out var rate) && int.TryParse(length, CultureInfo.InvariantCulture, out var seconds))
{
    return await ApiRun.MeasureAsync(rate, seconds);
}

if (args is ["merge", "--entries", var each] && int.TryParse(each, CultureInfo.InvariantCulture, out var entries))
{
    return await MergeRun.MeasureAsync(entries);
}

if (args is ["sign-in", "--people", var staff] && int.TryParse(staff, CultureInfo.InvariantCulture, out var people) && people > 0)
{
    return await SignInRun.MeasureAsync(people);
}

if (args is ["circuits", "--tabs", var open, "--seconds", var duration, .. var where]
    && int.TryParse(open, CultureInfo.InvariantCulture, out var tabs) && int.TryParse(duration, CultureInfo.InvariantCulture, out var time)
    && BenchOptions.Read(where) is { } list)
{
    return await CircuitRun.MeasureAsync(list, tabs, time);
}

if (args is ["sessions", "--tabs", var kept, "--minutes", var worked, .. var on]
    && int.TryParse(kept, CultureInfo.InvariantCulture, out var sessionTabs) && int.TryParse(worked, CultureInfo.InvariantCulture, out var minutes)
    && BenchOptions.Read(on) is { } programme)
{
    return await SessionsRun.MeasureAsync(programme, sessionTabs, minutes);
}

if (args is ["export", "--rows", var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var rows))
{
    return await ExportRun.MeasureAsync(rows);
}

if (args is ["export", var exported])
{
    return await ExportRun.RunAsync(exported);
}

if (args is ["upgrade", "--customers", var old] && int.TryParse(old, CultureInfo.InvariantCulture, out var oldCustomers))
{
    return await UpgradeRun.MeasureAsync(oldCustomers);
}

if (args is ["upgrade", var upgraded])
{
    return await UpgradeRun.RunAsync(upgraded);
}

if (args is ["backup", .. var what] && BenchOptions.Read(what) is { } backup)
{
    return await BackupRun.MeasureAsync(what is ["--db", var database] ? database : null, backup.Customers);
}

if (args is [var name, .. var rest] && DueJob.Named(name) is { } job)
{
    switch (rest)
    {
        case ["--customers", var count] when int.TryParse(count, CultureInfo.InvariantCulture, out var customers):
            return await job.MeasureAsync(customers);
        case [var file]:
            return await job.RunAsync(file);
    }
}

if (BenchOptions.Read(args) is not { } options)
{
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- [--customers 100000] [--db FILE] [--only TEXT]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- import FILE [what \"import orders\" takes]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- import --rows 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- expiry|tiers|segments --customers 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- api --rate 500 --seconds 60");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- merge --entries 10000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- sign-in --people 30");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- circuits --tabs 500 --seconds 60 [--customers 100000] [--db FILE]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- sessions --tabs 500 --minutes 10 [--customers 100000] [--db FILE]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- export --rows 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- upgrade --customers 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- backup --customers 1000000 | --db FILE");
    return 2;
}

await using var subject = await Subject.OpenAsync(options);
var table = new ResultTable();
foreach (var work in ListWork.All(subject).Concat(ProfileWork.All(subject)).Concat(BookingWork.All(subject)))
{
    if (work.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))
    {
        table.Add(await Pair.MeasureAsync(work));
    }
}

table.Summarise(subject.Customers);
return table.IsWithinBudget ? 0 : 1;
