using System.Globalization;
using LoyaltyConsole.Bench;

if (args is ["import", "--rows", var many] && int.TryParse(many, CultureInfo.InvariantCulture, out var pointsRows))
{
    return await PointsImportRun.MeasureAsync(pointsRows);
}

if (args is ["import", "customers", "--rows", var comers] && int.TryParse(comers, CultureInfo.InvariantCulture, out var customersRows))
{
    return await CustomersImportRun.MeasureAsync(customersRows);
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

if (args is ["seed", .. var made] && BenchOptions.Read(made) is { } programmeToMake)
{
    return await SeedRun.MeasureAsync(programmeToMake);
}

if (args is ["start", .. var started] && BenchOptions.Read(started) is { } large)
{
    return await StartRun.MeasureAsync(large);
}

if (args is ["browser", .. var seen] && BenchOptions.Read(seen) is { } shown)
{
    return await BrowserRun.MeasureAsync(shown);
}

if (args is ["pairs", .. var paired] && BenchOptions.Read(paired) is { } pairs)
{
    return await PairsRun.MeasureAsync(pairs);
}

if (args is ["needles", .. var sought] && BenchOptions.Read(sought) is { } needles)
{
    return await NeedlesRun.MeasureAsync(needles);
}

if (args is ["leaks", "--circuits", var opened, .. var over] && int.TryParse(opened, CultureInfo.InvariantCulture, out var circuits) && BenchOptions.Read(over) is { } leaks)
{
    return await LeaksRun.MeasureAsync(leaks, circuits);
}

if (args is ["export", "--rows", var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var rows))
{
    return await ExportRun.MeasureAsync(rows);
}

if (args is ["export", var exported])
{
    return await ExportRun.RunAsync(exported);
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
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- import customers --rows 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- expiry|tiers|segments --customers 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- api --rate 500 --seconds 60");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- merge --entries 10000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- sign-in --people 30");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- circuits --tabs 500 --seconds 60 [--customers 100000] [--db FILE]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- sessions --tabs 500 --minutes 10 [--customers 100000] [--db FILE]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- export --rows 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- seed|start|browser [--customers 100000] [--db FILE]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- pairs|needles [--customers 1000000] [--db FILE] [--only TEXT]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- leaks --circuits 5000 [--customers 100000] [--db FILE]");
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
