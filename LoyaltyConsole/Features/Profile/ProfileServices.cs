using LoyaltyConsole.Features.Profile.Adjusting;

namespace LoyaltyConsole.Features.Profile;

/// <summary>What the profile's screens need beside Core.</summary>
public static class ProfileServices
{
    /// <summary>Adds the services of the profile.</summary>
    public static IServiceCollection AddProfile(this IServiceCollection services) => services
        .AddScoped<CustomerWatch>()
        .AddScoped<AdjustmentDesk>();
}
