namespace LoyaltyConsole.Core.Programme;

/// <summary>The id of an integration.</summary>
public readonly record struct IntegrationId(long Value);

/// <summary>A system that customers and orders come from: a shop, a till, a file.</summary>
public sealed class Integration
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 100;

    /// <summary>The integration of the customers whom staff register at this console .</summary>
    public const string Desk = "LoyaltyConsole";

    /// <summary>The integration's id.</summary>
    public IntegrationId Id { get; internal set; }

    /// <summary>Its name, unique without regard to case.</summary>
    public required string Name { get; set; }
}
