using System.Collections.Frozen;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Programme;

/// <summary>Which features an installation has; all of them, unless its configuration says otherwise.</summary>
/// <param name="off">Those that are switched off.</param>
public sealed class FeatureSet(params IEnumerable<Feature> off)
{
    private readonly FrozenSet<Feature> _off = off.ToFrozenSet();

    /// <summary>Everything.</summary>
    public static FeatureSet All { get; } = new();

    /// <summary>Whether the installation has it.</summary>
    public bool Has(Feature feature) => !_off.Contains(feature);

    /// <summary>The feature that a capability belongs to; null for what no installation can do without.</summary>
    public static Feature? Of(Capability capability) => capability switch
    {
        Capability.Import => Feature.Imports,
        Capability.Export => Feature.Exports,
        Capability.ManageSegments => Feature.Segments,
        Capability.ManageCampaigns or Capability.GrantCampaigns => Feature.Campaigns,
        Capability.RequestMerges or Capability.ApproveMerges => Feature.Merging,
        Capability.RecordReferrals => Feature.Referrals,
        _ => null,
    };

    /// <summary>The feature that a job belongs to; null for what no installation can do without.</summary>
    public static Feature? Of(Job job) => job switch
    {
        Job.Segments => Feature.Segments,
        Job.Merges => Feature.Merging,
        Job.Connections => Feature.Connections,
        _ => null,
    };

    /// <summary>The same actor with what can be done in this installation: a screen offers nothing else.</summary>
    public Actor Within(Actor actor) => _off.Count == 0 ? actor : actor with
    {
        Capabilities = actor.Capabilities.Where(capability => Of(capability) is not { } feature || Has(feature)).ToHashSet(),
    };

    /// <summary>Why an actor may not; null where they may. What is switched off is so for everybody, so that is said first.</summary>
    internal Refusal? Refuses(Actor actor, Capability needed) => Refuses(actor, needed, Of(needed));

    /// <summary>The same for what needs no capability of the feature's own, such as looking.</summary>
    internal Refusal? Refuses(Actor actor, Capability needed, Feature? of) =>
        of is { } feature && !Has(feature) ? new FeatureOff(feature)
        : !actor.May(needed) ? new NotAllowed(needed)
        : null;
}
