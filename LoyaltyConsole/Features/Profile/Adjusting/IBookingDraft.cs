using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>What the frame of a booking dialog shows of its draft, and does with it.</summary>
public interface IBookingDraft : IDisposable
{
    /// <summary>The account that the operator decides on.</summary>
    AccountView Seen { get; }

    /// <summary>The account as somebody else has made it; null while it is as seen.</summary>
    AccountView? Newer { get; }

    /// <summary>What was booked since, the latest first.</summary>
    IReadOnlyList<HistoryRow> Between { get; }

    /// <summary>What the booking would do to the figures; null while that is not known.</summary>
    (Figures Now, Figures After)? Effect { get; }

    /// <summary>Why it cannot be done.</summary>
    Refusal? Refusal { get; }

    /// <summary>Whether the effect of what was filled in is still being worked out.</summary>
    bool IsPending { get; }

    /// <summary>Whether it is being saved, or was.</summary>
    bool IsSaving { get; }

    /// <summary>Whether Save would save exactly the effect that is shown.</summary>
    bool IsReady { get; }

    /// <summary>Why somebody else has to approve it; null where nobody has to (X6).</summary>
    ApprovalNeeded? Needs { get; }

    /// <summary>What was submitted for approval in the place of booking it.</summary>
    ApprovalRequest? Submitted { get; }

    /// <summary>Looks whether the account is still the one that the operator decides on.</summary>
    Task LookAgainAsync();

    /// <summary>Decides on the account as it is now.</summary>
    void GoOn();

    /// <summary>Books it, or submits it for approval where that is needed.</summary>
    /// <returns>What was booked; null when it was refused, or when the effect is not shown yet.</returns>
    Task<Booking?> SaveAsync();
}
