using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Bench.Lists;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>
/// The first page of the overview by every filter that it offers, in every order and direction (P3): the slowest of them, and
/// whether any is slower than whoever sorts a list puts up with.
/// </summary>
internal static class PairsRun
{
    private const int PageSize = 50;
    private const int Turns = 7;
    private const int AskedAgain = 200;
    private const int Shown = 20;
    private const double MostMilliseconds = 150;
    private const double Quick = 30;

    /// <summary>What took so long, as a row of the table.</summary>
    private sealed record Row(string Name, double[] Milliseconds)
    {
        public double P95 => Pair.At(Milliseconds, 0.95);
    }

    public static async Task<int> MeasureAsync(BenchOptions options)
    {
        await using var subject = await Subject.OpenAsync(options);
        var offered = await OfferedAsync(subject);
        var asked = new List<Asked>();
        foreach (var filter in (OfferedFilter[])[new("everybody", new CustomerFilter()), .. offered.Single, .. offered.Double])
        {
            if (filter.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var sort in Enum.GetValues<CustomerSort>())
                {
                    asked.Add(new(filter, sort, Descending: false));
                    asked.Add(new(filter, sort, Descending: true));
                }
            }
        }

        // What is not quick is asked again with whatever it needs prepared, and those that took longest again and again.
        var once = new List<(Asked Asked, double Milliseconds)>();
        foreach (var filter in asked.GroupBy(one => one.Filter))
        {
            var before = once.Count;
            foreach (var one in filter)
            {
                var took = await AskAsync(subject, one);
                once.Add((one, took > Quick ? await AskAsync(subject, one) : took));
            }

            // Thousands of pairs take minutes, and the slow ones are known long before the table.
            var slowest = once.Skip(before).MaxBy(one => one.Milliseconds);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{once.Count} of {asked.Count}; slowest of the last {filter.Count()}: {slowest.Asked}, {slowest.Milliseconds:0.0} ms"));
        }

        var rows = new List<Row>();
        foreach (var (one, _) in once.OrderByDescending(one => one.Milliseconds).Take(AskedAgain))
        {
            rows.Add(await RowAsync(subject, one));
        }

        Console.WriteLine($"| the slowest {Shown} of {asked.Count} pairs of filter and order, first page | median ms | p95 ms |");
        Console.WriteLine("| --- | ---: | ---: |");
        foreach (var row in rows.OrderByDescending(row => row.P95).Take(Shown))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Name} | {Pair.Median(row.Milliseconds):0.0} | {row.P95:0.0} |"));
        }

        double[] all = [.. once.Select(one => one.Milliseconds).Order()];
        var worst = rows.Max(row => row.P95);
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{subject.Customers} customers; all pairs: median {Pair.Median(all):0.0}, p95 {Pair.At(all, 0.95):0.0}; the slowest {worst:0.0} of {MostMilliseconds:0} ms."));
        return worst <= MostMilliseconds ? 0 : 1;
    }

    private static async Task<OfferedFilters> OfferedAsync(Subject subject)
    {
        var programme = subject.Get<ProgrammeBook>();
        var models = (await subject.Get<SegmentBook>().ListAsync(subject.Actor, CancellationToken.None)).OrThrow();
        return new OfferedFilters(
            [.. (await programme.TiersAsync(CancellationToken.None)).OrderBy(tier => tier.Rank).Select(tier => tier.Id)],
            [.. (await programme.IntegrationsAsync(CancellationToken.None)).Select(shop => shop.Id)],
            [.. models[0].Segments.Select(segment => segment.Id)],
            subject.Get<IClock>().GetCurrentInstant().InUtc().Date);
    }

    private static async Task<Row> RowAsync(Subject subject, Asked asked)
    {
        var took = new double[Turns];
        for (var turn = 0; turn < Turns; turn++)
        {
            took[turn] = await AskAsync(subject, asked);
        }

        Array.Sort(took);
        return new Row(asked.ToString(), took);
    }

    private static async Task<double> AskAsync(Subject subject, Asked asked)
    {
        var started = Stopwatch.GetTimestamp();
        (await subject.Get<CustomerDirectory>().ListAsync(
            asked.Filter.Filter, asked.Sort, asked.Descending, new Window(0, PageSize), subject.Actor, CancellationToken.None)).OrThrow();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private sealed record Asked(OfferedFilter Filter, CustomerSort Sort, bool Descending)
    {
        public override string ToString() => $"{Filter.Name}, by {Sort}{(Descending ? ", descending" : "")}";
    }
}
