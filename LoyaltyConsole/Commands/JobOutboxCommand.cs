using System.CommandLine;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Post;

namespace LoyaltyConsole.Commands;

/// <summary><c>job outbox</c>: sends what waits, as the settings say how e-mails leave.</summary>
internal static class JobOutboxCommand
{
    public static Command Create()
    {
        var command = new Command("outbox", "Sends the messages that wait and are due.");
        CommandHost.SetAction(
            command,
            async (host, _, stop) =>
            {
                // Who of the staff is written to lies beside the programme, in tables of its own.
                await StaffDb.EnsureMigratedAsync(host.Services);
                return await JobCommand.RunAsync(host, Job.Outbox, stop);
            },
            with: (services, settings, environment) => services
                .AddSingleton(environment)
                .AddLanguages()
                .AddStaff(settings, environment)
                .AddPost(settings.Mail, environment.ContentRootPath));
        return command;
    }
}
