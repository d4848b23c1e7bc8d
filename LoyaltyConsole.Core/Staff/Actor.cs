using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Staff;

/// <summary>Who does a deed: a signed-in person, a shop, or one of the console's own hands such as an import.</summary>
/// <param name="Name">The name that the ledger and the audit trail keep.</param>
/// <param name="Capabilities">What this actor may do.</param>
public sealed record Actor(string Name, IReadOnlySet<Capability> Capabilities)
{
    /// <summary>The console itself: command line, jobs, seeding.</summary>
    public static Actor Console(string name) => new(name, Enum.GetValues<Capability>().ToHashSet());

    /// <summary>A person with a role.</summary>
    public static Actor Person(string name, params IEnumerable<string> roles)
    {
        IReadOnlyList<string> held = [.. roles];
        return new Actor(name, held.SelectMany(StaffRole.CapabilitiesOf).ToHashSet()) { Roles = held };
    }

    /// <summary>A shop that calls.</summary>
    public static Actor Shop(string name, IntegrationId integration, IntegrationScopes scopes) =>
        new(name, ScopeNames.CapabilitiesOf(scopes)) { Integration = integration };

    /// <summary>The integration through which this actor acts; null for people and for the console itself.</summary>
    public IntegrationId? Integration { get; private init; }

    /// <summary>The id that a person keeps whatever they are called; null for shops and for the console itself.</summary>
    public string? StaffId { get; init; }

    /// <summary>The roles of a person; none for shops and for the console itself.</summary>
    public IReadOnlyList<string> Roles { get; private init; } = [];

    /// <summary>The e-mail address of a person, by which an account that looks like their own is noticed (X6).</summary>
    public string? Email { get; init; }

    /// <summary>The phone number of a person, for the same.</summary>
    public string? Phone { get; init; }

    internal bool IsPerson => Roles.Count > 0;

    // What belongs to one person alone, such as a note, goes by this.
    internal string Key => StaffId ?? Name;

    /// <summary>Whether this actor may do it.</summary>
    public bool May(Capability capability) => Capabilities.Contains(capability);
}

/// <summary>A capability that the actor lacks.</summary>
/// <param name="Needed">What would be needed.</param>
public sealed record NotAllowed(Capability Needed) : Refusal;
