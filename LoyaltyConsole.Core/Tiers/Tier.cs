namespace LoyaltyConsole.Core.Tiers;

/// <summary>The id of a level.</summary>
public readonly record struct TierId(long Value);

/// <summary>A level of the programme, reached by qualifying points.</summary>
public sealed class Tier
{
    /// <summary>The level that everybody starts at.</summary>
    internal static readonly TierId Base = new(1);

    /// <summary>The level's id.</summary>
    public TierId Id { get; internal set; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Its place, from 0 for the base level upwards.</summary>
    public int Rank { get; set; }

    /// <summary>The qualifying points that it takes.</summary>
    public Points Threshold { get; set; }
}
