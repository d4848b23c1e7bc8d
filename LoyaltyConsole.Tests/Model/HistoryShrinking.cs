namespace LoyaltyConsole.Tests.Model;

/// <summary>Makes a failing history as short as simple means can.</summary>
internal static class HistoryShrinking
{
    /// <summary>Leaves out deeds, from the last to the first, as long as it still fails.</summary>
    public static async Task<History> ShortestAsync(History failing, Func<History, Task<bool>> failsAsync)
    {
        var shortest = failing;
        for (var (size, shorter) = (Math.Max(1, failing.Deeds.Count / 2), false); size > 0; size = shorter ? size : size / 2)
        {
            shorter = false;
            for (var from = shortest.Deeds.Count - size; from >= 0; from--)
            {
                var candidate = shortest with { Deeds = [.. shortest.Deeds.Take(from), .. shortest.Deeds.Skip(from + size)] };
                if (await failsAsync(candidate))
                {
                    (shortest, shorter) = (candidate, true);
                    from = Math.Min(from, shortest.Deeds.Count - size + 1);
                }
            }
        }

        return shortest;
    }
}
