using System.CommandLine;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Commands;

/// <summary><c>job connections</c>: tells mailing services and shops of who waits in line.</summary>
internal static class JobConnectionsCommand
{
    public static Command Create()
    {
        var command = new Command("connections", "Tells mailing services and shops of the customers who changed, for up to 20 seconds.");
        CommandHost.SetAction(
            command,
            async (host, _, stop) =>
            {
                await StaffDb.EnsureMigratedAsync(host.Services);
                return await JobCommand.RunAsync(host, Job.Connections, stop);
            },
            with: (services, settings, environment) => services.AddStaffDb(settings).AddConnecting(settings, environment.ContentRootPath));
        return command;
    }
}
