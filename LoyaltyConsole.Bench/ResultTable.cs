using System.Globalization;

namespace LoyaltyConsole.Bench;

/// <summary>What was measured, as a table that grows line by line.</summary>
internal sealed class ResultTable
{
    /// <summary>What a person may wait for the server, in milliseconds at the median.</summary>
    private const double Budget = 50;

    private readonly List<string> _exceeded = [];
    private bool _hasHead;

    public bool IsWithinBudget => _exceeded.Count == 0;

    public void Add(Pair pair)
    {
        if (!_hasHead)
        {
            Console.WriteLine("| what                                               | median ms |  p95 ms | raw ms | ratio | budget |");
            Console.WriteLine("| -------------------------------------------------- | --------: | ------: | -----: | ----: | ------ |");
            _hasHead = true;
        }

        var (ours, raw) = (Pair.Median(pair.Ours), Pair.Median(pair.Raw));
        if (ours > Budget)
        {
            _exceeded.Add(pair.Name);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {pair.Name,-50} | {ours,9:0.00} | {Pair.At(pair.Ours, 0.95),7:0.00} | {raw,6:0.00} | {ours / raw,5:0.0} | {(ours > Budget ? "over" : "ok"),-6} |"));
    }

    public void Summarise(long customers)
    {
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{customers} customers; budget {Budget:0} ms at the median; {(IsWithinBudget ? "all within it." : "over it: " + string.Join(", ", _exceeded) + ".")}"));
    }
}
