namespace LoyaltyConsole.Core.Programme;

/// <summary>A part of the console that an installation can do without (E-016). Its name stands in the configuration.</summary>
public enum Feature
{
    /// <summary>Files that are read: orders, points, customers; and what is done to a whole list, which is an import too.</summary>
    Imports,

    /// <summary>Files that are written.</summary>
    Exports,

    /// <summary>Models that divide customers into segments, and all that is told by them.</summary>
    Segments,

    /// <summary>Campaigns as people manage and grant them. What is in force goes on paying: it is how customers earn.</summary>
    Campaigns,

    /// <summary>Merging two accounts, by hand or by request.</summary>
    Merging,

    /// <summary>Visits and conversions by referral code.</summary>
    Referrals,

    /// <summary>The interface for shops, with its keys.</summary>
    Api,

    /// <summary>Mailing services and shops that are told of every change.</summary>
    Connections,
}

/// <summary>The feature is switched off in this installation.</summary>
/// <param name="Feature">Which.</param>
public sealed record FeatureOff(Feature Feature) : Refusal;
