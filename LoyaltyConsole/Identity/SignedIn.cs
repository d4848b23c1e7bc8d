using System.Security.Claims;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Components.Authorization;

namespace LoyaltyConsole.Identity;

/// <summary>The person at this screen, as Core knows them.</summary>
public sealed class SignedIn(AuthenticationStateProvider authentication, FeatureSet features)
{
    /// <summary>Who does what is done on this screen, with what this installation has of what they may.</summary>
    public async ValueTask<Actor> ActorAsync() => features.Within(ActorOf((await authentication.GetAuthenticationStateAsync()).User));

    /// <summary>The same for an endpoint, which has a request instead of a screen.</summary>
    public static Actor ActorOf(ClaimsPrincipal person) => Actor.Person(NameOf(person), person.FindAll(ClaimTypes.Role).Select(role => role.Value)) with
    {
        StaffId = person.FindFirst(ClaimTypes.NameIdentifier)?.Value,
        Email = person.FindFirst(ClaimTypes.Email)?.Value,
        Phone = person.FindFirst(StaffClaims.Phone)?.Value,
    };

    /// <summary>The person's name; empty for a stranger.</summary>
    public static string NameOf(ClaimsPrincipal person) => person.FindFirst(StaffClaims.Name)?.Value ?? "";
}
