namespace LoyaltyConsole.Core.Staff;

/// <summary>Who does a deed: a signed-in person, or one of the console's own hands such as an import.</summary>
/// <param name="Name">The name that the ledger and the audit trail keep.</param>
/// <param name="Capabilities">What this actor may do.</param>
public sealed record Actor(string Name, IReadOnlySet<Capability> Capabilities)
{
    /// <summary>The console itself: command line, jobs, seeding.</summary>
    public static Actor Console(string name) => new(name, Enum.GetValues<Capability>().ToHashSet());

    /// <summary>A person with a role.</summary>
    public static Actor Person(string name, params IEnumerable<string> roles) =>
        new(name, roles.SelectMany(StaffRole.CapabilitiesOf).ToHashSet());

    /// <summary>Whether this actor may do it.</summary>
    public bool May(Capability capability) => Capabilities.Contains(capability);
}

/// <summary>A capability that the actor lacks.</summary>
/// <param name="Needed">What would be needed.</param>
public sealed record NotAllowed(Capability Needed) : Refusal;
