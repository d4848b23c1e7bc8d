using System.CommandLine;
using LoyaltyConsole.Core.Integrations;

namespace LoyaltyConsole.Commands;

/// <summary><c>api-key create NAME</c>: a key for an integration, printed once.</summary>
internal static class ApiKeyCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The integration, which is recorded when it is new." };

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = $"What the key opens, by default everything: {string.Join(", ", ScopeNames.Of(IntegrationScopes.All))}.",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        Scopes.AcceptOnlyFromAmong([.. ScopeNames.Of(IntegrationScopes.All)]);
        var create = new Command("create", "Makes a key and prints it, once.") { Name, Scopes };
        CommandHost.SetAction(create, CreateAsync, creates: true);
        return new Command("api-key", "The keys by which shops call.") { create };
    }

    private static async Task<int> CreateAsync(CommandHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        var secret = KeySecret.New();
        var scopes = (parsed.GetValue(Scopes) ?? []).Aggregate(IntegrationScopes.None, (sum, name) => sum | ScopeNames.Read(name)!.Value);
        var created = await host.Get<IntegrationKeys>().CreateAsync(
            new NewIntegrationKey(parsed.GetRequiredValue(Name), secret, scopes == IntegrationScopes.None ? IntegrationScopes.All : scopes), host.Actor);
        if (!created.Succeeded(out var key, out var refusal))
        {
            return await host.RefuseAsync(refusal);
        }

        await host.AnswerAsync(
            new { integration = parsed.GetRequiredValue(Name), key = secret.Text, scopes = ScopeNames.Of(key.Scopes) }, secret.Text);
        await CommandHost.TellAsync("It is not shown again.");
        return CommandLine.Done;
    }
}
