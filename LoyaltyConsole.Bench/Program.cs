using System.Globalization;
using LoyaltyConsole.Bench;

if (args is ["import", .. var import])
{
    return await ImportRun.MeasureAsync(import);
}

if (args is ["expiry", "--customers", var due] && int.TryParse(due, CultureInfo.InvariantCulture, out var dueCustomers))
{
    return await ExpiryRun.MeasureAsync(dueCustomers);
}

if (args is ["expiry-job", var file])
{
    return await ExpiryRun.RunJobAsync(file);
}

if (args is ["tiers", "--customers", var tiered] && int.TryParse(tiered, CultureInfo.InvariantCulture, out var tieredCustomers))
{
    return await TiersRun.MeasureAsync(tieredCustomers);
}

if (args is ["tiers-job", var levels])
{
    return await TiersRun.RunJobAsync(levels);
}

if (BenchOptions.Read(args) is not { } options)
{
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- [--customers 100000] [--db FILE] [--only TEXT]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- import FILE [what \"import orders\" takes]");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- expiry --customers 1000000");
    await Console.Error.WriteLineAsync("dotnet run -c Release --project LoyaltyConsole.Bench -- tiers --customers 1000000");
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
