using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>A shop that has shown its key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Integration">The integration.</param>
/// <param name="Name">The integration's name, which the ledger and the audit trail keep.</param>
/// <param name="Scopes">What the key opens.</param>
/// <param name="IsRevoked">Whether it opens nothing any more.</param>
public sealed record IntegrationCaller(
    IntegrationKeyId Key, IntegrationId Integration, string Name, IntegrationScopes Scopes, bool IsRevoked)
{
    /// <summary>The shop as Core knows it.</summary>
    public Actor Actor { get; } = Actor.Shop(Name, Integration, IsRevoked ? IntegrationScopes.None : Scopes);
}
