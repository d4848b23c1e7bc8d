using System.Diagnostics;
using System.Globalization;

namespace LoyaltyConsole.Bench.Circuits;

/// <summary>A place to go to, and a text that tells that it is there.</summary>
internal readonly record struct Place(string Path, string Shows);

/// <summary>A tab in which somebody goes round through places, each time to the next.</summary>
internal sealed class Desk
{
    private static readonly string[] Sorts = ["name", "email", "points", "enrolled", "modified"];

    private readonly IReadOnlyList<Place> _round;
    private int _at;

    private Desk(Tab tab, int number, IReadOnlyList<Place> round) => (Tab, Number, _round, _at) = (tab, number, round, number % round.Count);

    /// <summary>The list, page by page, by another column each time.</summary>
    public static IReadOnlyList<Place> Lists { get; } = [.. Enumerable.Range(1, 39).Select(page => new Place(
        string.Create(CultureInfo.InvariantCulture, $"/customers?sort={Sorts[page % Sorts.Length]}&page={page}"),

        // The first of its rows, as the list's foot says it.
        string.Create(CultureInfo.InvariantCulture, $"{((page - 1) * 25) + 1}–{page * 25} of")))];

    public Tab Tab { get; }

    /// <summary>Which of all desks it is, from 0: each begins elsewhere.</summary>
    public int Number { get; }

    /// <summary>Opens somebody's next tab.</summary>
    public static async Task<Desk> OpenAsync(StaffSession session, int number, IReadOnlyList<Place> round)
    {
        var place = round[number % round.Count];
        return new Desk(await Tab.OpenAsync(session, place.Path, place.Shows), number, round);
    }

    public Task ActAsync()
    {
        _at = (_at + 1) % _round.Count;
        return Tab.GoAsync(_round[_at].Path, _round[_at].Shows);
    }

    /// <summary>Everybody acts again and again, evenly spread, and their waits count from when each act was to happen.</summary>
    public static async Task<Waits> WorkAsync(IReadOnlyList<Desk> open, TimeSpan every, TimeSpan time)
    {
        var waits = new Waits();
        await WorkAsync(open, every, time, waits);
        return waits;
    }

    /// <summary>The same, added to earlier waits.</summary>
    public static Task WorkAsync(IReadOnlyList<Desk> open, TimeSpan every, TimeSpan time, Waits waits)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(open.Select(async desk =>
        {
            for (var due = every * (desk.Number / (double)open.Count); due < time; due += every)
            {
                if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } ahead)
                {
                    await Task.Delay(ahead);
                }

                try
                {
                    await desk.ActAsync();
                    waits.Add(started, due);
                }
                catch (Exception broken) when (broken is TimeoutException or InvalidOperationException)
                {
                    waits.Fail();
                }
            }
        }));
    }
}
