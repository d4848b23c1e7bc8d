namespace LoyaltyConsole.Core.Tiers;

/// <summary>The id of a level.</summary>
public readonly record struct TierId(long Value);

/// <summary>A level of the programme, reached by qualifying points.</summary>
public sealed class Tier
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 100;

    /// <summary>The level that everybody starts at, and that is always there (rule 5.6.8).</summary>
    internal static readonly TierId Base = new(1);

    /// <summary>The level's id.</summary>
    public TierId Id { get; internal set; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Its place, from 0 for the base level upwards, in the order of the thresholds.</summary>
    public int Rank { get; set; }

    /// <summary>The qualifying points that it takes; 0 for the base level.</summary>
    public Points Threshold { get; set; }

    /// <summary>Points that a customer is given on reaching it, once in a qualifying cycle; 0 for none (rule 5.6.7).</summary>
    public Points EntryPoints { get; set; }

    /// <summary>Months after which these expire, at the end of the local day; null for never.</summary>
    public int? EntryMonths { get; set; }

    /// <summary>Counts the changes, so that a dialog can tell that another came in between.</summary>
    public int Version { get; internal set; }
}
