using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;
using static LoyaltyConsole.Tests.Support.Programme;

namespace LoyaltyConsole.Tests.Core.Campaigns;

/// <summary>Points for birthdays: once a year, on the local day, up to a week late.</summary>
public sealed class BirthdayPointsTests : LedgerTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Programme.Clock.Set(Berlin(2024, 1, 1));
        await CreateAsync("Happy birthday", 20);
    }

    [Theory]
    [InlineData("1985-06-24", 2025, 6, 24, 1)]
    [InlineData("1985-06-24", 2025, 6, 23, 0)]
    [InlineData("1985-06-24", 2025, 6, 30, 1)]
    [InlineData("1985-06-24", 2025, 7, 1, 0)]
    [InlineData("2000-02-29", 2025, 2, 28, 1)]
    [InlineData("2000-02-29", 2025, 2, 27, 0)]
    [InlineData("2000-02-29", 2024, 2, 28, 0)]
    [InlineData("2000-02-29", 2024, 2, 29, 1)]
    [InlineData("1990-12-30", 2026, 1, 2, 1)]
    public async Task L_058_it_is_paid_on_the_day_or_up_to_six_days_later(string birthday, int year, int month, int day, int times)
    {
        var ada = await BornAsync(birthday);
        Programme.Clock.Set(Berlin(year, month, day, 0, 15));

        var run = await RunAsync();

        Assert.Equal((times, times), ((int)run.Changed, (await Programme.EntriesAsync(ada)).Count));
    }

    [Fact]
    public async Task It_is_paid_once_a_year_however_often_it_runs_and_whatever_the_profile_says_then()
    {
        var ada = await BornAsync("1985-06-24");
        Programme.Clock.Set(Berlin(2025, 6, 24, 0, 15));
        await RunAsync();
        Programme.Clock.Set(Berlin(2025, 6, 25, 0, 15));
        await RunAsync();
        Programme.Execute("UPDATE Customers SET Birthday = '1985-06-25'");
        Programme.Clock.Set(Berlin(2025, 6, 25, 12));
        await RunAsync();
        Assert.Single(await Programme.EntriesAsync(ada));

        Programme.Clock.Set(Berlin(2026, 6, 25, 0, 15));
        await RunAsync();

        Assert.Equal([EntryKind.Birthday, EntryKind.Birthday], (await Programme.EntriesAsync(ada)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task A_birthday_around_new_year_that_is_paid_late_is_the_old_years()
    {
        var ada = await BornAsync("1990-12-30");
        Programme.Clock.Set(Berlin(2025, 12, 30, 0, 15));
        await RunAsync();
        Programme.Clock.Set(Berlin(2026, 1, 2, 0, 15));
        await RunAsync();

        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task The_day_begins_at_midnight_in_the_programmes_zone()
    {
        var ada = await BornAsync("1985-06-24");
        Programme.Clock.Set(Instant.FromUtc(2025, 6, 23, 21, 59));
        await RunAsync();
        Assert.Empty(await Programme.EntriesAsync(ada));

        Programme.Clock.Set(Instant.FromUtc(2025, 6, 23, 22, 0));
        await RunAsync();
        Assert.Single(await Programme.EntriesAsync(ada));
    }

    [Fact]
    public async Task Who_does_not_take_part_or_joined_later_gets_nothing()
    {
        await BornAsync("1985-06-24", customer => customer.Status = CustomerStatus.Inactive);
        await BornAsync("1985-06-24", customer => customer.Status = CustomerStatus.Deleted);
        await BornAsync("2025-06-24");
        Programme.Clock.Set(Berlin(2025, 6, 26, 12));
        await BornAsync("1985-06-24");

        Assert.Equal(0, (await RunAsync()).Processed);
    }

    [Fact]
    public async Task A_campaign_pays_for_birthdays_from_its_first_day_to_its_last()
    {
        var (ada, bo) = (await BornAsync("1985-06-23"), await BornAsync("1985-06-24"));
        Programme.Clock.Set(Berlin(2025, 6, 24, 10));
        await Programme.Get<CampaignBook>().EndAsync(new CampaignId(2), Programme.Manager);
        await CreateAsync("Another", 7);
        Programme.Clock.Set(Berlin(2025, 6, 25, 0, 15));
        await Programme.Get<CampaignBook>().EndAsync(new CampaignId(3), Programme.Manager);

        await RunAsync();

        Assert.Equal([Points.Whole(20)], (await Programme.EntriesAsync(ada)).Select(entry => entry.Points));
        Assert.Equal([Points.Whole(20), Points.Whole(7)], (await Programme.EntriesAsync(bo)).Select(entry => entry.Points).OrderDescending());
    }

    [Fact]
    public async Task A_run_that_is_stopped_is_finished_by_the_next()
    {
        for (var customer = 0; customer < 30; customer++)
        {
            await BornAsync("1985-06-24");
        }

        Programme.Clock.Set(Berlin(2025, 6, 24, 0, 15));
        using var stop = new CancellationTokenSource();
        var birthdays = Programme.Get<BirthdayPoints>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => birthdays.RunAsync(
            _ =>
            {
                stop.Cancel();
                Programme.Clock.Set(Berlin(2025, 6, 24, 0, 16));
                stop.Token.ThrowIfCancellationRequested();
            },
            stop.Token));

        await RunAsync();

        Assert.Equal(30, Programme.Query("SELECT COUNT(*) FROM LedgerEntries WHERE Kind = 11", row => row.GetInt64(0))[0]);
        Assert.Equal(30, Programme.Query("SELECT COUNT(*) FROM CampaignAwards", row => row.GetInt64(0))[0]);
    }

    private async Task<JobReport> RunAsync() =>
        (await Programme.Get<JobBook>().RunAsync(Job.Birthdays, Actor.Console(JobBook.Scheduler), onStarted: null, TestContext.Current.CancellationToken)).OrThrow().Report;

    private Task<CustomerId> BornAsync(string birthday, Action<Customer>? change = null) => Programme.CustomerAsync(change: customer =>
    {
        customer.Birthday = NodaTime.Text.LocalDatePattern.Iso.Parse(birthday).Value;
        change?.Invoke(customer);
    });

    private async Task CreateAsync(string name, int points) => (await Programme.Get<CampaignBook>().CreateAsync(
        Guid.CreateVersion7(), new CampaignDraft(name, CampaignKind.Birthday, Points.Whole(points)), Programme.Manager)).OrThrow();
}
