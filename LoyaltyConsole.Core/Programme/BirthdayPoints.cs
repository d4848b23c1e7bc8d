using System.Data.Common;
using System.Diagnostics;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Programme;

/// <summary>
/// Points for birthdays, each once a year: today's, and those of the days before on which nobody ran it. Who was born
/// on 29 February has their birthday on the 28th of a common year.
/// </summary>
internal sealed class BirthdayPoints(LoyaltyStore store, IClock clock, ProgrammeBook programme)
{
    /// <summary>How many days late a birthday is still paid for, the day itself included.</summary>
    public const int Days = 7;

    private static readonly TimeSpan StepTime = TimeSpan.FromMilliseconds(60);

    private static readonly LocalDatePattern MonthAndDay = LocalDatePattern.CreateWithInvariantCulture("MM-dd");

    /// <summary>Pays whoever has not been paid yet.</summary>
    public async Task<JobReport> RunAsync(Action<JobReport> report, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var time = (await programme.SettingsAsync(cancellationToken)).Time;
        var campaigns = await store.ReadAsync(
            db => db.Campaigns.Where(campaign => campaign.Kind == CampaignKind.Birthday).OrderBy(campaign => campaign.Id).ToListAsync(cancellationToken),
            cancellationToken);
        var done = new JobReport(0, 0, 0);
        for (var daysAgo = Days - 1; daysAgo >= 0; daysAgo--)
        {
            var day = time.Today(now).PlusDays(-daysAgo);
            foreach (var campaign in campaigns.Where(campaign => PaysOn(campaign, time.StartOf(day), time.EndOf(day), now)))
            {
                var celebrating = await store.ReadAsync(connection => Celebrating(connection, campaign.Id, day, time.EndOf(day)), cancellationToken);
                for (var next = 0; next < celebrating.Count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var from = next;
                    var step = (await store.WriteStepAsync(writing => Task.FromResult<Result<Step>>(Pay(writing, campaign, day.Year, celebrating, from)))).OrThrow();
                    next = step.Next;
                    done = new JobReport(done.Processed + next - from, done.Changed + step.Paid, 0);
                    report(done);
                }
            }
        }

        return done;
    }

    // Whether it pays at any time of the day that has come by now; a campaign that was withdrawn has no such time.
    private static bool PaysOn(Campaign campaign, Instant start, Instant end, Instant now)
    {
        var from = Instant.Max(start, campaign.StartsAt ?? Instant.MinValue);
        return from < end && from <= now && campaign.IsInForceAt(from);
    }

    private static List<long> Celebrating(DbConnection connection, CampaignId campaign, LocalDate day, Instant end)
    {
        var isLeapling = day is { Month: 2, Day: 28 } && !CalendarSystem.Iso.IsLeapYear(day.Year);
        return connection.Query(
            $"""
            SELECT c.Id FROM Customers c
            WHERE c.Birthday IS NOT NULL AND substr(c.Birthday, 6) IN (@day, @leap) AND c.Birthday < @born AND c.Status = {(int)CustomerStatus.Active}
              AND c.LeftAt IS NULL AND c.EnrolledAt < @end
              AND NOT EXISTS (SELECT 1 FROM CampaignAwards a WHERE a.CustomerId = c.Id AND a.CampaignId = @campaign AND a.Occasion = @year)
            ORDER BY c.Id
            """,
            row => row.GetInt64(0),
            ("@day", MonthAndDay.Format(day)), ("@leap", isLeapling ? "02-29" : ""), ("@born", LocalDatePattern.Iso.Format(day)),
            ("@end", end.ToUnixTimeMilliseconds()), ("@campaign", campaign.Value), ("@year", day.Year));
    }

    // The award and its points are one transaction: a run that is killed has paid whom it has noted, and nobody else.
    private static Step Pay(Writing writing, Campaign campaign, int year, List<long> celebrating, int from)
    {
        var started = Stopwatch.GetTimestamp();
        var (next, paid) = (from, 0);
        while (next < celebrating.Count && (next == from || Stopwatch.GetElapsedTime(started) < StepTime))
        {
            var customer = new CustomerId(celebrating[next++]);
            if (CampaignAward.TryTake(writing, campaign.Id, customer, year)
                && PointsLedger.Open(writing.Connection, customer, writing.Now).Succeeded(out var account, out _))
            {
                CampaignAward.Credit(writing, account, campaign, EntryKind.Birthday, JobBook.Scheduler);
                writing.Ledger.Append(account, writing.Now);
                writing.Touch(customer);
                paid++;
            }
        }

        return new Step(next, paid);
    }

    private sealed record Step(int Next, int Paid);
}
