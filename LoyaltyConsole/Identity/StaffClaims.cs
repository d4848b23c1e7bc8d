using System.Security.Claims;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LoyaltyConsole.Identity;

/// <summary>What the cookie of a signed-in person says.</summary>
public sealed class StaffClaims(
    UserManager<StaffPerson> people, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<StaffPerson, IdentityRole>(people, roles, options)
{
    public const string Name = "lc:name";

    public const string Phone = "lc:phone";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffPerson user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Name, user.Name));
        if (user.PhoneNumber is { } phone)
        {
            identity.AddClaim(new Claim(Phone, phone));
        }

        identity.AddClaim(new Claim(Languages.Claim, user.Culture));
        return identity;
    }
}
