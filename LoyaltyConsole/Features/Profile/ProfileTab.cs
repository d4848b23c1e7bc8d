using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Features.Profile.Codes;
using LoyaltyConsole.Features.Profile.Communicating;
using LoyaltyConsole.Features.Profile.Journeys;
using LoyaltyConsole.Features.Profile.Levels;
using LoyaltyConsole.Features.Profile.Referring;
using LoyaltyConsole.Features.Profile.Scoring;
using LoyaltyConsole.Features.Profile.Spending;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile;

/// <summary>The parameters of a component that is a tab of the profile.</summary>
public interface IProfileTab
{
    /// <summary>The customer as of now.</summary>
    CustomerProfile Profile { get; set; }

    /// <summary>Which part of the tab's table is shown, as the address says.</summary>
    TableState State { get; set; }

    /// <summary>Changes when there may be something new to show.</summary>
    int Stamp { get; set; }
}

/// <summary>A tab of the profile, and its place in the address (L-031).</summary>
public sealed record ProfileTab
{
    private ProfileTab(string key, string title, string prefix, Type content) =>
        (Key, Title, Prefix, Content) = (key, title, prefix, content);

    /// <summary>All tabs in their order; the first opens by itself.</summary>
    public static IReadOnlyList<ProfileTab> All { get; } =
    [
        Of<OrdersTable>("orders", "TabOrders", "o-"),
        Of<HistoryTable>("history", "TabHistory", "h-"),
        Of<TransactionsTable>("transactions", "TabTransactions", "t-"),
        Of<StatementsTable>("statements", "TabStatements", "s-"),
        Of<RewardsTable>("rewards", "TabRewards", "r-"),
        Of<CouponsTable>("coupons", "TabCoupons", "c-"),
        Of<TierHistoryTable>("tiers", "TabTiers", "l-"),
        Of<SegmentsTab>("segments", "TabSegments", "g-", Feature.Segments),
        Of<ReferralTable>("referral", "TabReferral", "f-", Feature.Referrals),
        Of<CommunicationsTable>("communications", "TabCommunications", "m-"),
        Of<JourneyTable>("journeys", "TabJourneys", "j-"),
        Of<CodesTable>("codes", "TabCodes", "k-"),
    ];

    /// <summary>The tab's name in the address.</summary>
    public string Key { get; }

    /// <summary>The key of its title among the profile's texts.</summary>
    public string Title { get; }

    /// <summary>What the state of its table begins with in the address.</summary>
    public string Prefix { get; }

    /// <summary>The feature that it belongs to; null for what no installation can do without.</summary>
    public Feature? PartOf { get; private init; }

    /// <summary>The component behind it.</summary>
    public Type Content { get; }

    /// <summary>The tabs of an installation with these features.</summary>
    public static IReadOnlyList<ProfileTab> Of(FeatureSet features) => [.. All.Where(tab => tab.PartOf is not { } feature || features.Has(feature))];

    /// <summary>The parameters of its component.</summary>
    public static IDictionary<string, object> Parameters(CustomerProfile profile, TableState state, int stamp) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        [nameof(IProfileTab.Profile)] = profile,
        [nameof(IProfileTab.State)] = state,
        [nameof(IProfileTab.Stamp)] = stamp,
    };

    private static ProfileTab Of<T>(string key, string title, string prefix, Feature? feature = null)
        where T : IComponent, IProfileTab => new(key, title, prefix, typeof(T)) { PartOf = feature };
}
