using System.Net;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Host;

// A console of its own: its people are signed out under way.
public sealed class ShutOutTests : IAsyncLifetime
{
    private static readonly TimeSpan _within = TimeSpan.FromMinutes(1);

    private readonly ConsoleFolder _folder = new();
    private ConsoleProcess? _console;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _console = await ConsoleProcess.StartAsync(_folder, ConsoleFixture.FirstAdministrator);

    public async ValueTask DisposeAsync()
    {
        await _console!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S2_whoever_is_signed_out_everywhere_disabled_or_given_another_role_loses_the_session_within_a_minute()
    {
        await using var office = await StaffOffice.OpenAsync(_folder.ConnectionString, SystemClock.Instance);
        var actor = StaffOffice.Actor("another", "Kim Vogt", StaffRole.Administrator);
        var ids = new List<string>();
        foreach (var name in new[] { "Eva", "Max", "Lea", "Tom" })
        {
            ids.Add(await office.EmployAsync(name, StaffRole.Agent));
        }

        using Visitor eva = new(_console!.Address), max = new(_console.Address), lea = new(_console.Address), tom = new(_console.Address);
        foreach (var (visitor, name) in new[] { (eva, "eva"), (max, "max"), (lea, "lea"), (tom, "tom") })
        {
            await visitor.SignInAsync($"{name}@staff.example", ConsoleFixture.Password);
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/customers")).StatusCode);
        }

        (await office.Directory.SignOutEverywhereAsync(ids[0], actor)).OrThrow();
        (await office.Directory.DisableAsync(ids[1], actor)).OrThrow();
        (await office.Directory.EditAsync(ids[2], "Lea", StaffRole.Marketing, null, actor)).OrThrow();

        foreach (var visitor in new[] { eva, max, lea })
        {
            await SignedOutAsync(visitor);
        }

        Assert.Equal(HttpStatusCode.OK, (await tom.GetAsync("/customers")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await eva.SignInAsync("eva@staff.example", ConsoleFixture.Password)).StatusCode);
        Assert.NotEmpty(await Visitor.AlertAsync(await max.SignInAsync("max@staff.example", ConsoleFixture.Password)));

        (await office.Directory.EnableAsync(ids[1], actor)).OrThrow();
        Assert.Equal(HttpStatusCode.Redirect, (await max.SignInAsync("max@staff.example", ConsoleFixture.Password)).StatusCode);
        var rows = (await office.Directory.ListAsync(actor, Cancel)).OrThrow();
        Assert.All(rows.Where(row => ids.Contains(row.Id)), row => Assert.NotNull(row.LastSignInAt));
    }

    private static async Task SignedOutAsync(Visitor visitor)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(_within);
        while ((await visitor.GetAsync("/customers")).StatusCode == HttpStatusCode.OK)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), patience.Token);
        }
    }
}
