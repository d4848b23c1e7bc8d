using System.Diagnostics;
using System.Globalization;
using LoyaltyConsole.Bench.Circuits;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>Whether the time of an answer tells a stranger that somebody exists, and what a password costs (S10).</summary>
internal static class SignInRun
{
    private const double MostDifference = 5;
    private const double MostHash = 200;

    // Fewer tries than lock an address out.
    private const int TriesEach = 3;

    /// <param name="people">How many people who exist, and as many who do not, are tried.</param>
    public static async Task<int> MeasureAsync(int people)
    {
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            var connectionString = $"Data Source={Path.Combine(folder.FullName, "staff.db")}";
            await using (var services = new ServiceCollection()
                .AddSingleton<IClock>(SystemClock.Instance)
                .AddLoyaltyCore(new LoyaltyOptions { ConnectionString = connectionString })
                .BuildServiceProvider())
            {
                await services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(CancellationToken.None);
            }

            await using var console = await RunningConsole.StartAsync(connectionString, BenchStaff.First);
            BenchStaff.Employ(connectionString, people);
            var (known, unknown) = (new List<double>(), new List<double>());
            for (var person = 0; person < people; person++)
            {
                using var stranger = new StaffSession(console.Address, person);
                for (var turn = 0; turn < TriesEach; turn++)
                {
                    // Turn by turn, so that whatever else the machine does falls on both alike.
                    known.Add(await TryAsync(stranger, BenchStaff.Email(person)));
                    unknown.Add(await TryAsync(stranger, $"nobody-{BenchStaff.Email(person)}"));
                }
            }

            var difference = Math.Abs(Median(known) - Median(unknown));
            var hash = Hash();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"""

                | a wrong password, {known.Count} times each | measured | budget |
                | --- | ---: | ---: |
                | for somebody who exists: median | {Median(known):0.0} ms | |
                | for nobody: median | {Median(unknown):0.0} ms | |
                | difference | {difference:0.0} ms | {MostDifference:0} ms |
                | one password hash: median | {hash:0} ms | {MostHash:0} ms |
                """));
            return difference < MostDifference && hash < MostHash ? 0 : 1;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> TryAsync(StaffSession stranger, string email)
    {
        var started = Stopwatch.GetTimestamp();
        if (await stranger.TrySignInAsync(email, "not the password of anybody"))
        {
            throw new InvalidOperationException($"{email} was let in with a wrong password.");
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Hash()
    {
        var hasher = new PasswordHasher<StaffPerson>(Options.Create(new PasswordHasherOptions { IterationCount = StaffPerson.PasswordRounds }));
        var nobody = new StaffPerson { Name = "", Culture = "" };
        var times = new List<double>();
        for (var turn = 0; turn < 15; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            hasher.HashPassword(nobody, BenchStaff.Password);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Median(times);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
