using System.Diagnostics;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NodaTime;

namespace LoyaltyConsole.Demo;

/// <summary>
/// In Development a console whose database is empty makes a programme up, so that whoever looks at it for the first time
/// sees something. <c>Demo:Customers</c> says how large; 0 for none.
/// </summary>
internal static partial class DemoStart
{
    private const int UsualCustomers = 320;

    private const int EarlierRuns = 6;

    /// <summary>Makes the programme up where there is none yet, and lets the demo people in where it is a made-up one.</summary>
    public static async Task PrepareAsync(WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        var customers = app.Configuration.GetValue("Demo:Customers", UsualCustomers);
        if (customers > 0 && await app.Services.GetRequiredService<LoyaltyDatabase>().IsEmptyAsync(app.Lifetime.ApplicationStopping))
        {
            await MakeUpAsync(app, customers);
        }

        if ((await app.Services.GetRequiredService<ProgrammeBook>().SettingsAsync(app.Lifetime.ApplicationStopping)).IsDemo)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var staff = scope.ServiceProvider.GetRequiredService<StaffDirectory>();
            await StaffDb.EnsureMigratedAsync(app.Services);
            await staff.EnsureDemoPeopleAsync();
            app.Lifetime.ApplicationStarted.Register(() => PrintSignIns(app.Services));
        }
    }

    private static async Task MakeUpAsync(WebApplication app, int customers)
    {
        var started = Stopwatch.GetTimestamp();
        var now = app.Services.GetRequiredService<IClock>().GetCurrentInstant();
        var programme = new MadeUpProgramme(customers, MadeUpProgramme.UsualOrders, Seed: 1, now);
        var report = (await app.Services.GetRequiredService<MadeUpHistory>()
            .BookAsync(programme.Lives(), programme.Offers, Actor.Console("demo"), progress: null, app.Lifetime.ApplicationStopping)).OrThrow();
        await LimitAsync(app.Services.GetRequiredService<RoleLimits>());
        if (app.Services.GetRequiredService<FeatureSet>().Has(Feature.Segments))
        {
            await SegmentAsync(app.Services);
        }

        LogMadeUp(
            app.Logger, report.Customers, report.Orders, report.Entries, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    // So that the demonstration shows what waits for a second pair of eyes.
    private static async Task LimitAsync(RoleLimits limits)
    {
        var actor = Actor.Console("demo");
        (await limits.ChangeAsync(StaffRole.Agent, Points.Whole(500), Points.Whole(2_000), actor)).OrThrow();
        (await limits.ChangeAsync(StaffRole.Manager, Points.Whole(10_000), Points.Whole(50_000), actor)).OrThrow();
    }

    // So that there is something to see of how segments develop, and who moved.
    private static async Task SegmentAsync(IServiceProvider services)
    {
        var (book, runner, actor) = (services.GetRequiredService<SegmentBook>(), services.GetRequiredService<SegmentRunner>(), Actor.Console("demo"));
        var settings = await services.GetRequiredService<ProgrammeBook>().SettingsAsync(CancellationToken.None);
        var today = settings.Time.Today(services.GetRequiredService<IClock>().GetCurrentInstant());
        foreach (var model in (await book.ListAsync(actor, CancellationToken.None)).OrThrow())
        {
            foreach (var on in Enumerable.Range(0, EarlierRuns).Select(month => new LocalDate(today.Year, today.Month, 1).PlusMonths(month + 1 - EarlierRuns).PlusDays(-1)).Append(today))
            {
                (await runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), model.Id, on), actor)).OrThrow();
            }
        }
    }

    // The addresses are known only once the server listens.
    private static void PrintSignIns(IServiceProvider services)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        var people = string.Join(", ", DemoPeople.All.Select(person => $"{person.Email} ({person.Role})"));
        LogSignIns(
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DemoStart)), addresses?.FirstOrDefault() ?? "", people, DemoPeople.Password);
    }

    [LoggerMessage(LogLevel.Information, "Made up {Customers} customers with {Orders} orders and {Entries} entries in {Seconds:0.0} s")]
    private static partial void LogMadeUp(ILogger log, long customers, long orders, long entries, double seconds);

    [LoggerMessage(LogLevel.Information, "The demonstration is at {Address}. Sign in as {People}; the password is {Password}")]
    private static partial void LogSignIns(ILogger log, string address, string people, string password);
}
