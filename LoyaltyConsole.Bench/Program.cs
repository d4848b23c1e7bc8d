using System.Globalization;
using LoyaltyConsole.Bench;

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
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- expiry|tiers --customers 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- api --rate 500 --seconds 60");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- merge --entries 10000");
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
