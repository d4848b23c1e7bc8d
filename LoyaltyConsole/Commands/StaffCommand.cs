using System.CommandLine;
using System.Security.Cryptography;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Commands;

/// <summary><c>staff add</c> and <c>staff revoke</c>: who may sign in, for where there is no browser.</summary>
internal static class StaffCommand
{
    private static readonly Argument<string> Email = new("email") { Description = "The address that the person signs in with." };

    private static readonly Option<string?> Name = new("--name") { Description = "The name that colleagues see; by default the address." };

    private static readonly Option<string> Language = new("--language")
    {
        Description = "en or de.",
        DefaultValueFactory = _ => Languages.English,
    };

    private static readonly Option<string> Role = new("--role") { Description = string.Join(", ", StaffRole.All), Required = true };

    public static Command Create()
    {
        Role.AcceptOnlyFromAmong([.. StaffRole.All]);
        Language.AcceptOnlyFromAmong(Languages.English, Languages.German);
        var add = new Command("add", "Adds a person and prints their password, once.") { Email, Name, Role, Language };
        add.SetAction((parsed, cancellationToken) => OnStaffAsync(parsed, AddAsync, cancellationToken));
        var revoke = new Command("revoke", "Shuts a person out: at once for new requests, within a minute for open screens.") { Email };
        revoke.SetAction((parsed, cancellationToken) => OnStaffAsync(parsed, RevokeAsync, cancellationToken));
        return new Command("staff", "Who may sign in.") { add, revoke };
    }

    private static async Task<int> AddAsync(ParseResult parsed, StaffDirectory staff, IStringLocalizer<RefusalTexts> refusals)
    {
        var email = parsed.GetRequiredValue(Email);
        var password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 20);
        var person = new StaffPerson { Name = parsed.GetValue(Name) ?? email, Email = email, Culture = parsed.GetRequiredValue(Language) };
        var added = await staff.AddAsync(person, password, parsed.GetRequiredValue(Role), ActorOf(parsed));
        if (!added.Succeeded)
        {
            await CommandHost.TellAsync(string.Join(' ', added.Errors.Select(error => error.Description)));
            return CommandLine.Refused;
        }

        await CommandHost.AnswerAsync(
            parsed, new { email, password }, $"{person.Name} can sign in as {email} with the password {password}. It is not shown again.");
        return CommandLine.Done;
    }

    private static async Task<int> RevokeAsync(ParseResult parsed, StaffDirectory staff, IStringLocalizer<RefusalTexts> refusals)
    {
        var email = parsed.GetRequiredValue(Email);
        if (await staff.IdOfAsync(email) is not { } id)
        {
            await CommandHost.TellAsync($"Nobody signs in as {email}.");
            return CommandLine.Refused;
        }

        if (!(await staff.DisableAsync(id, ActorOf(parsed))).Succeeded(out _, out var refusal))
        {
            await CommandHost.TellAsync(refusals.Sentence(refusal));
            return CommandLine.Refused;
        }

        await CommandHost.AnswerAsync(parsed, new { email, revoked = true }, $"{email} is shut out.");
        return CommandLine.Done;
    }

    private static Actor ActorOf(ParseResult parsed) => Actor.Console(parsed.GetRequiredValue(CommonOptions.As));

    // Sign-in is the web console's, so it is put together here too; it does not listen.
    private static async Task<int> OnStaffAsync(
        ParseResult parsed, Func<ParseResult, StaffDirectory, IStringLocalizer<RefusalTexts>, Task<int>> run, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(ConsoleHost.Options([]));
        builder.Logging.ClearProviders();
        builder.AddConsole(CommandHost.Settings(parsed, builder.Configuration));
        await using var app = builder.Build();
        await app.Services.GetRequiredService<LoyaltyDatabase>().PrepareAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        var staff = scope.ServiceProvider.GetRequiredService<StaffDirectory>();
        await StaffDb.EnsureMigratedAsync(app.Services);
        return await run(parsed, staff, scope.ServiceProvider.GetRequiredService<IStringLocalizer<RefusalTexts>>());
    }
}
