using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;

namespace LoyaltyConsole.Identity;

/// <summary>Looks every half minute whether the person of an open circuit may still be there.</summary>
public sealed class StaffRevalidation(ILoggerFactory logs, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        // A scope of its own, because the circuit's would answer with the person as first read.
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<StaffPerson>>();

        return await signIn.ValidateSecurityStampAsync(authenticationState.User) is { } person
            && !await signIn.UserManager.IsLockedOutAsync(person);
    }
}
