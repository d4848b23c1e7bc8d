namespace LoyaltyConsole.Core.Segments;

/// <summary>The values of one metric over all customers who are scored.</summary>
internal sealed class Distribution
{
    /// <summary>Into how many steps the facts of a run sum it up.</summary>
    public const int Steps = 200;

    private readonly long[] _sorted;

    public Distribution(long[] values)
    {
        Array.Sort(values);
        _sorted = values;
    }

    public int Count => _sorted.Length;

    public long Min => Count == 0 ? 0 : _sorted[0];

    public long Max => Count == 0 ? 0 : _sorted[^1];

    /// <summary>How many are strictly less.</summary>
    public int Below(long value) => FirstAtLeast(value);

    /// <summary>How many are strictly more.</summary>
    public int Above(long value) => value == long.MaxValue ? 0 : Count - FirstAtLeast(value + 1);

    /// <summary>The quantile at part/of, linear between two values as R's type 7.</summary>
    public decimal Quantile(int part, int of)
    {
        if (Count == 0)
        {
            return 0;
        }

        var (low, rest) = Math.DivRem((long)(Count - 1) * part, of);
        return rest == 0 ? _sorted[low] : _sorted[low] + ((_sorted[low + 1] - _sorted[low]) * (decimal)rest / of);
    }

    /// <summary>Values at equal distances, by which a place among all is told later.</summary>
    public IReadOnlyList<long> InSteps() => Count == 0 ? [] : [.. Enumerable.Range(0, Math.Min(Steps, Count)).Select(step => _sorted[(long)step * Count / Math.Min(Steps, Count)])];

    private int FirstAtLeast(long value)
    {
        var (from, to) = (0, Count);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            (from, to) = _sorted[middle] < value ? (middle + 1, to) : (from, middle);
        }

        return from;
    }
}
