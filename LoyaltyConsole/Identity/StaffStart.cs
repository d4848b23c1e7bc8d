using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;

namespace LoyaltyConsole.Identity;

/// <summary>Sees to it at the start that somebody can sign in.</summary>
internal static partial class StaffStart
{
    public static async Task PrepareAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var directory = scope.ServiceProvider.GetRequiredService<StaffDirectory>();

        await StaffDb.EnsureMigratedAsync(services);
        if (await directory.HasStaffAsync())
        {
            return;
        }

        if (services.GetRequiredService<ConsoleSettings>().Administrator is { } first)
        {
            var person = new StaffPerson { Name = first.Email, Email = first.Email, Culture = Languages.English };
            Expect(await directory.AddAsync(person, first.Password, StaffRole.Administrator, Actor.Console("set-up")));
            return;
        }

        if (!await directory.HasAnybodyAsync())
        {
            PrintSetUpLinkOnceListening(services);
        }
    }

    /// <summary>Where a refusal by Identity would be our own mistake.</summary>
    public static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
        }
    }

    // The addresses are known only once the server listens.
    private static void PrintSetUpLinkOnceListening(IServiceProvider services)
    {
        var token = services.GetRequiredService<SetUpLink>().Issue();
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() =>
        {
            var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
            var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StaffStart));
            LogSetUp(log, $"{addresses?.FirstOrDefault() ?? ""}/set-up?token={token}");
        });
    }

    [LoggerMessage(LogLevel.Warning, "Nobody can sign in yet. Create the first administrator, once, at {Link}")]
    private static partial void LogSetUp(ILogger log, string link);
}
