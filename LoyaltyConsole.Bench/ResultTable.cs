using System.Globalization;

namespace LoyaltyConsole.Bench;

/// <summary>What was measured, as a table that grows line by line.</summary>
internal sealed class ResultTable
{
    // What is over in a fraction of that nobody notices, however much faster the bare database is.
    private const double NeverNoticed = 3;

    // Of what is over its budget with the bare database too.
    private const double MostTimesRaw = 1.5;

    private readonly List<string> _exceeded = [];
    private readonly List<string> _asRaw = [];
    private bool _hasHead;

    public bool IsWithinBudget => _exceeded.Count == 0;

    public void Add(Pair pair)
    {
        if (!_hasHead)
        {
            Console.WriteLine("| what                                                         | median ms |  p95 ms |  p99 ms | raw p95 | ratio | budget      |");
            Console.WriteLine("| ------------------------------------------------------------ | --------: | ------: | ------: | ------: | ----: | ----------- |");
            _hasHead = true;
        }

        var (p95, raw) = (Pair.At(pair.Ours, 0.95), Pair.At(pair.Raw, 0.95));
        var ratio = Pair.Median(pair.Ours) / Pair.Median(pair.Raw);
        var isOver = p95 > pair.Work.Budget || (ratio > pair.Work.TimesRaw && p95 > NeverNoticed);
        // Nobody is quicker than the bare database: what it cannot do within the budget itself is said, and is not held against us.
        var isRawOver = raw > pair.Work.Budget && ratio <= (pair.Work.TimesRaw ?? MostTimesRaw);
        if (isOver)
        {
            (isRawOver ? _asRaw : _exceeded).Add(pair.Work.Name);
        }

        var budget = string.Create(CultureInfo.InvariantCulture, $"{pair.Work.Budget:0} ms{(pair.Work.TimesRaw is { } times ? $", {times:0.0}" : "")}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {pair.Work.Name,-60} | {Pair.Median(pair.Ours),9:0.00} | {p95,7:0.00} | {Pair.At(pair.Ours, 0.99),7:0.00} | {raw,7:0.00} | {ratio,5:0.0} | {budget + (isOver ? isRawOver ? " over, as raw" : " over" : ""),-11} |"));
    }

    public void Summarise(long customers)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{customers} customers; budget: p95 in milliseconds, and times raw at the median where more than {NeverNoticed:0} ms pass; {(IsWithinBudget ? "all within it." : "over it: " + string.Join(", ", _exceeded) + ".")}{(_asRaw.Count == 0 ? "" : " Over it, as the bare database is: " + string.Join(", ", _asRaw) + ".")}"));
    }
}
