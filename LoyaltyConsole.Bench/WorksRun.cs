namespace LoyaltyConsole.Bench;

/// <summary>What people wait for in the server, one work after the other, each beside the bare database.</summary>
internal static class WorksRun
{
    public static async Task<int> MeasureAsync(BenchOptions options)
    {
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
    }
}
