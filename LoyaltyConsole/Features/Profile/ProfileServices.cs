using LoyaltyConsole.Features.Profile.Activities;
using LoyaltyConsole.Features.Profile.Adjusting;
using LoyaltyConsole.Features.Profile.Explaining;
using LoyaltyConsole.Features.Profile.Presence;
using LoyaltyConsole.Features.Profile.Reversing;
using LoyaltyConsole.Features.Tiers;

namespace LoyaltyConsole.Features.Profile;

/// <summary>What the profile's screens need beside Core.</summary>
public static class ProfileServices
{
    /// <summary>Adds the services of the profile.</summary>
    public static IServiceCollection AddProfile(this IServiceCollection services) => services
        .AddSingleton<PresenceBoard>()
        .AddScoped<CustomerWatch>()
        .AddScoped<ProfileAhead>()
        .AddScoped<WhyAhead>()
        .AddScoped<AccountLook>()
        .AddScoped<BookingDesk>()
        .AddScoped<BookingNotice>()
        .AddScoped<TierWords>()
        .AddScoped<SourceWords>()
        .AddScoped<ActivityWords>()
        .AddScoped<ReadAloud>();
}
