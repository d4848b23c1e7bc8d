using LoyaltyConsole.Api;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The people of the console over a programme's database, without a server in front of them.</summary>
internal sealed class StaffOffice : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StaffOffice(WebApplication app) => _app = app;

    public StaffDirectory Directory => _app.Services.GetRequiredService<StaffDirectory>();

    public static async Task<StaffOffice> OpenAsync(string connectionString, IClock clock, string environment = "Development")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(clock);
        builder.Services.AddStaff(
            new ConsoleSettings(connectionString, null, null, UploadSettings.Default, ApiSettings.Default) { Provider = PostgresServer.Of(connectionString) }, builder.Environment);
        var office = new StaffOffice(builder.Build());
        await StaffDb.EnsureMigratedAsync(office._app.Services);
        return office;
    }

    /// <summary>As whom tests add people.</summary>
    public const string Employer = "test";

    /// <summary>Adds somebody who has chosen a password already, and answers their id.</summary>
    public async Task<string> EmployAsync(string name, string role)
    {
        var person = new StaffPerson { Name = name, Email = $"{name.Split(' ')[0].ToLowerInvariant()}@staff.example", Culture = "en" };
        StaffStart.Expect(await Directory.AddAsync(person, ConsoleFixture.Password, role, LoyaltyConsole.Core.Staff.Actor.Console(Employer)));
        return person.Id;
    }

    /// <summary>The same person in front of a screen.</summary>
    public static Actor Actor(string id, string name, string role) => LoyaltyConsole.Core.Staff.Actor.Person(name, role) with { StaffId = id };

    /// <summary>Types wrong passwords until there is a pause.</summary>
    public async Task MistypeAsync(string email)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        for (var tried = 0; tried < SignInTries.Most; tried++)
        {
            await scope.ServiceProvider.GetRequiredService<SignInTries>().TakeAsync(email);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
