using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Demo;

/// <summary>Why staff booked something by hand.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="Actor">Who booked it.</param>
/// <param name="Internal">What they wrote for their colleagues.</param>
/// <param name="Customer">What the customer reads; null for the default text.</param>
internal sealed record MadeUpReason(ReasonKind Kind, string Actor, string Internal, string? Customer);

/// <summary>The reasons that come up.</summary>
internal static class MadeUpReasons
{
    public static readonly MadeUpReason[] Credits =
    [
        new(ReasonKind.Goodwill, "Nora Feldmann", "Parcel arrived damaged, customer called twice", "Sorry for the damaged parcel"),
        new(ReasonKind.Goodwill, "Nora Feldmann", "Lieferung zehn Tage zu spät", "Für die Wartezeit"),
        new(ReasonKind.CorrectionOfEarning, "Petra Lang", "Order was placed as a guest by mistake", null),
        new(ReasonKind.Reward, "Petra Lang", "Took part in the tasting in the shop", "Thank you for tasting with us"),
        new(ReasonKind.ReturnOfRedemption, "Nora Feldmann", "Gutschein ließ sich nicht einlösen", null),
    ];

    public static readonly MadeUpReason[] Debits =
    [
        new(ReasonKind.CorrectionOfEarning, "Petra Lang", "Points of a test order", null),
        new(ReasonKind.ManualExpiry, "Petra Lang", "Aktionspunkte doppelt gebucht", "Korrektur einer doppelten Gutschrift"),
    ];

    public static readonly MadeUpReason Locked =
        new(ReasonKind.Reward, "Petra Lang", "Welcome campaign, locked until the return period is over", "Welcome bonus");

    public static readonly MadeUpReason Birthday =
        new(ReasonKind.Reward, "Petra Lang", "Birthday points of this month", "Happy birthday!");
}
