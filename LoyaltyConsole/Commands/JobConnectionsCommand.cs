using System.CommandLine;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core.Jobs;

namespace LoyaltyConsole.Commands;

/// <summary><c>job connections</c>: tells mailing services and shops of who waits in line.</summary>
internal static class JobConnectionsCommand
{
    public static Command Create()
    {
        var command = new Command("connections", "Tells mailing services and shops of the customers who changed, for up to 20 seconds.");
        CommandHost.SetAction(
            command,
            (host, _, stop) => JobCommand.RunAsync(host, Job.Connections, stop),
            with: (services, settings, environment) => services.AddConnecting(settings.Connections, environment.ContentRootPath));
        return command;
    }
}
