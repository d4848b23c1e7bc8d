using System.Diagnostics;
using System.Globalization;
using System.Net;
using LoyaltyConsole.Bench.Circuits;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Host;

// A console of its own, which allows little, so that little is much.
public sealed class OpenTabTests : IAsyncLifetime
{
    private const int Most = 4;
    private const int EventsPerSecond = 50;
    private const int KeepLostSeconds = 6;
    private const string Overview = "/customers";
    private const string OverviewShown = "Customer overview";

    private readonly ConsoleFolder _folder = new();
    private ConsoleProcess? _console;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Uri Address => _console!.Address;

    public async ValueTask InitializeAsync()
    {
        _console = await StartAsync();
        await using var office = await StaffOffice.OpenAsync(_folder.ConnectionString, SystemClock.Instance);
        await office.EmployAsync("Eva", StaffRole.Agent);
    }

    public async ValueTask DisposeAsync()
    {
        await _console!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S6_a_person_has_so_many_tabs_and_is_told_in_the_next_one_why_it_stays_empty()
    {
        using var eva = await SignInAsync("eva@staff.example");
        using var admin = await SignInAsync(ConsoleFixture.Administrator);
        var tabs = new List<Tab>();
        for (var tab = 1; tab <= Most; tab++)
        {
            tabs.Add(await Tab.OpenAsync(eva, Overview, OverviewShown));
        }

        tabs.Add(await Tab.OpenAsync(eva, Overview, "Too many tabs"));
        await using var another = await Tab.OpenAsync(admin, Overview, OverviewShown);

        // Whoever goes on none the less gets no tab at all.
        for (var tab = Most + 2; tab <= 2 * Most; tab++)
        {
            tabs.Add(await Tab.OpenAsync(eva, Overview, "Too many tabs"));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Tab.OpenAsync(eva, Overview, ""));

        // Those whose line broke count as long as they could come back.
        foreach (var tab in tabs)
        {
            await tab.BreakAsync();
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Tab.OpenAsync(eva, Overview, ""));
        await Task.Delay(TimeSpan.FromSeconds(2 * KeepLostSeconds), Cancel);
        await using var again = await Tab.OpenAsync(eva, Overview, OverviewShown);
    }

    [Fact]
    public async Task S6_a_flood_of_events_waits_on_its_own_line()
    {
        const int Flood = 500;
        using var eva = await SignInAsync("eva@staff.example");
        using var admin = await SignInAsync(ConsoleFixture.Administrator);
        await using var flooding = await Tab.OpenAsync(eva, "/tiers", "Platinum");
        await using var working = await Tab.OpenAsync(admin, Overview, OverviewShown);

        var started = Stopwatch.GetTimestamp();
        var flood = Task.Run(
            async () =>
            {
                for (var number = 0; number < Flood; number++)
                {
                    await flooding.GoAsync(number % 2 == 0 ? "/rewards" : "/tiers");
                }
            },
            Cancel);
        await working.GoAsync("/orders", "Order");
        await working.GoAsync(Overview, OverviewShown);
        await flood;
        await flooding.GoAsync("/campaigns", "Campaign");

        // The first three seconds' worth are let in at once.
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromSeconds((Flood / (double)EventsPerSecond) - 4));
    }

    [Fact]
    public async Task S6_nobody_gets_a_line_to_the_console_without_having_signed_in()
    {
        using var stranger = new Visitor(Address);

        var answer = await stranger.PostAsync("/_blazor/negotiate?negotiateVersion=1", new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var session = new StaffSession(Address);
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => Tab.OpenAsync(session, "/sign-in", ""));
    }

    [Fact]
    public async Task R13_tabs_whose_line_broke_go_on_where_they_were_or_are_told_that_they_cannot()
    {
        using var admin = await SignInAsync(ConsoleFixture.Administrator);
        await using var soon = await Tab.OpenAsync(admin, Overview, OverviewShown);
        await using var late = await Tab.OpenAsync(admin, Overview, OverviewShown);
        await soon.BreakAsync();
        await late.BreakAsync();

        Assert.True(await soon.ReconnectAsync());
        await soon.GoAsync("/tiers", "Platinum");

        await Task.Delay(TimeSpan.FromSeconds(2 * KeepLostSeconds), Cancel);
        Assert.False(await late.ReconnectAsync());
        await soon.GoAsync(Overview, OverviewShown);
    }

    [Fact]
    public async Task R13_after_the_server_was_started_again_a_tab_is_told_so_and_its_person_is_still_signed_in()
    {
        using var admin = await SignInAsync(ConsoleFixture.Administrator);
        await using var tab = await Tab.OpenAsync(admin, Overview, OverviewShown);
        var address = Address;
        await _console!.DisposeAsync();
        _console = await StartAsync(address);
        await tab.BreakAsync();

        Assert.False(await tab.ReconnectAsync());
        await using var again = await Tab.OpenAsync(admin, Overview, OverviewShown);
    }

    private Task<ConsoleProcess> StartAsync(Uri? address = null) => ConsoleProcess.StartAtAsync(
        address,
        _folder,
        [
            .. ConsoleFixture.FirstAdministrator,
            ("Sessions:TabsPerPerson", Most.ToString(CultureInfo.InvariantCulture)),
            ("Sessions:EventsPerSecond", EventsPerSecond.ToString(CultureInfo.InvariantCulture)),
            ("Sessions:KeepLostSeconds", KeepLostSeconds.ToString(CultureInfo.InvariantCulture)),
        ]);

    private async Task<StaffSession> SignInAsync(string email)
    {
        var session = new StaffSession(Address);
        await session.SignInAsync(email, ConsoleFixture.Password);
        return session;
    }
}
