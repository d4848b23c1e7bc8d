using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Model;

/// <summary>How many histories are tried, from which seed on, and for how long; continuous integration may ask for more.</summary>
internal sealed record HistoryBudget(int FirstSeed, int Histories, TimeSpan Time)
{
    /// <summary>
    /// <c>LOYALTY_SEED</c> alone tries that one seed; <c>LOYALTY_HISTORIES</c> and <c>LOYALTY_SECONDS</c> say how many and for how long.
    /// </summary>
    public static HistoryBudget FromEnvironment()
    {
        var seed = Number("LOYALTY_SEED");
        return new HistoryBudget(
            seed ?? Random.Shared.Next(50_000_000) * HistoryMaker.HistoriesInBlock,
            Number("LOYALTY_HISTORIES") ?? (seed is null ? int.MaxValue : 1),
            TimeSpan.FromSeconds(Number("LOYALTY_SECONDS") ?? 60));
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Tries histories one after the other until the budget is used up or one fails.</summary>
internal sealed class HistorySuite(HistoryBudget budget)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private int _taken = -1;
    private int _histories;
    private long _steps;
    private volatile bool _failed;
    private string? _failure;

    /// <summary>What is to be said of the run.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{_histories} histories of {_steps} steps in {_time.Elapsed.TotalSeconds:0} s, from LOYALTY_SEED={budget.FirstSeed} on");

    /// <summary>The first failure, with the seed and the shortest history that fails; null where there was none.</summary>
    public async Task<string?> FailureAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(WorkAsync)));
        _time.Stop();
        return _failure;
    }

    // A worker takes whole blocks, each into a database of its own.
    private async Task WorkAsync()
    {
        while (!_failed && Interlocked.Increment(ref _taken) is var block && IsWithin(block * HistoryMaker.HistoriesInBlock))
        {
            await using var programme = await Programme.CreateAsync(inMemory: true);
            for (var number = 0; number < HistoryMaker.HistoriesInBlock && !_failed && IsWithin((block * HistoryMaker.HistoriesInBlock) + number); number++)
            {
                await TryAsync(programme, (block * HistoryMaker.HistoriesInBlock) + number);
            }

            if (!_failed)
            {
                await programme.AssertLedgerHoldsAsync();
            }
        }
    }

    private bool IsWithin(int history) => history < budget.Histories && (history == 0 || _time.Elapsed < budget.Time);

    private async Task TryAsync(Programme programme, int number)
    {
        var history = Made(budget.FirstSeed + number);
        var run = new HistoryRun(programme, history, number);
        var failure = await FailureOfAsync(run);
        Interlocked.Increment(ref _histories);
        Interlocked.Add(ref _steps, run.Steps);
        if (failure is not null)
        {
            _failed = true;
            var told = await TellAsync(history, failure);
            Interlocked.CompareExchange(ref _failure, told, null);
        }
    }

    private static History Made(int seed)
    {
        try
        {
            return HistoryMaker.Make(seed);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            throw new InvalidOperationException($"The model cannot make the history of LOYALTY_SEED={seed}.", broken);
        }
    }

    private static async Task<string?> FailureOfAsync(HistoryRun run)
    {
        try
        {
            return await run.DisagreementAsync();
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return broken.ToString();
        }
    }

    // Each attempt in a database of its own, since time does not go back in one.
    private static async Task<string?> FailureAloneAsync(History history)
    {
        await using var programme = await Programme.CreateAsync(inMemory: true);
        return await FailureOfAsync(new HistoryRun(programme, history, 0));
    }

    private static async Task<string> TellAsync(History failing, string failure)
    {
        var shortest = await HistoryShrinking.ShortestAsync(failing, async candidate => await FailureAloneAsync(candidate) is not null);
        var last = await FailureAloneAsync(shortest) ?? failure;
        return $"""
            LOYALTY_SEED={failing.Seed} fails; try it again with that variable set.
            {shortest.Start}: {shortest.Customers} customers; {shortest.Rules}
            {string.Join('\n', shortest.Deeds)}

            {last}
            """;
    }
}

/// <summary>The real services beside the model, over random histories (targets R2 and R6).</summary>
public sealed class HistoryTests
{
    [Fact]
    public async Task R6_every_figure_agrees_with_the_model_after_each_step_of_random_histories()
    {
        var suite = new HistorySuite(HistoryBudget.FromEnvironment());

        var failure = await suite.FailureAsync();

        TestContext.Current.TestOutputHelper!.WriteLine(suite.Summary);
        Assert.True(failure is null, failure);
    }
}
