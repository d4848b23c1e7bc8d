using Microsoft.AspNetCore.Components.Server.Circuits;

namespace LoyaltyConsole.Sessions;

/// <summary>What counts and bounds the tabs that people have open.</summary>
internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services, SessionSettings settings)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuit => CircuitLimits.Set(circuit, settings))
            .AddHubOptions(CircuitLimits.Set);

        return services
            .AddSingleton(settings)
            .AddSingleton<OpenTabs>()
            .AddSingleton<EventGate>()
            .AddScoped<OpenTab>()
            .AddScoped<CircuitHandler>(scope => scope.GetRequiredService<OpenTab>())
            .AddScoped<FormerTrees>()
            .AddScoped<CircuitHandler>(scope => scope.GetRequiredService<FormerTrees>());
    }
}
