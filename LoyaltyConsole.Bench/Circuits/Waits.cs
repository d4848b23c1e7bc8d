using System.Collections.Concurrent;
using System.Diagnostics;

namespace LoyaltyConsole.Bench.Circuits;

/// <summary>How long people waited, in milliseconds.</summary>
internal sealed class Waits
{
    private readonly ConcurrentBag<double> _all = [];
    private int _failed;

    public int Count => _all.Count;

    public int Failed => _failed;

    public void Add(long started, TimeSpan due = default) => _all.Add((Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds);

    public void Fail() => Interlocked.Increment(ref _failed);

    public double At(int percent)
    {
        double[] sorted = [.. _all.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}
