using System.Diagnostics;

namespace LoyaltyConsole.Bench;

/// <summary>Something that the console does while somebody waits, and the least that the database can do for it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Ours">Does it as the console does.</param>
/// <param name="Raw">Asks the database for the same, bare.</param>
internal sealed record Work(string Name, Func<Task> Ours, Action Raw)
{
    /// <summary>How long it may take in the server, in milliseconds, 95 times of 100.</summary>
    public double Budget { get; init; } = 30;

    /// <summary>How many times as long as the bare database it may take; null where no more than <see cref="Budget"/> is asked.</summary>
    public double? TimesRaw { get; init; }

    /// <summary>Whatever must be known before, which is not measured.</summary>
    public Func<Task> Before { get; init; } = () => Task.CompletedTask;
}

/// <summary>What both took, turn by turn, so that whatever else the machine does falls on both alike.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Ours">Milliseconds, sorted.</param>
/// <param name="Raw">Milliseconds, sorted.</param>
internal sealed record Pair(Work Work, double[] Ours, double[] Raw)
{
    private const int WarmUps = 5;
    private const int Turns = 60;
    private const int FewestTurns = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static async Task<Pair> MeasureAsync(Work work)
    {
        var (ours, raw) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < WarmUps; turn++)
        {
            await OnceAsync(work);
        }

        var started = Stopwatch.GetTimestamp();
        while (ours.Count < FewestTurns || (ours.Count < Turns && Stopwatch.GetElapsedTime(started) < Patience))
        {
            var (one, other) = await OnceAsync(work);
            ours.Add(one);
            raw.Add(other);
        }

        return new Pair(work, [.. ours.Order()], [.. raw.Order()]);
    }

    public static double Median(double[] sorted) => At(sorted, 0.5);

    public static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];

    private static async Task<(double Ours, double Raw)> OnceAsync(Work work)
    {
        await work.Before();
        var started = Stopwatch.GetTimestamp();
        await work.Ours();
        var ours = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        work.Raw();
        return (ours.TotalMilliseconds, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
