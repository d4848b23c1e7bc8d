using LoyaltyConsole.Core.Orders;
using NodaTime;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>A journey of lifecycle marketing. Each is a statement about facts that the programme keeps anyway.</summary>
public enum JourneyKind
{
    /// <summary>Joined, or came back to the programme, and has not bought since.</summary>
    Welcome,

    /// <summary>Has bought once.</summary>
    FirstPurchase,

    /// <summary>Buys again and again.</summary>
    RepeatBuyer,

    /// <summary>Has not bought for <see cref="CustomerJourneys.LapsedMonths"/> months.</summary>
    Lapsed,

    /// <summary>Bought again after having lapsed.</summary>
    WonBack,

    /// <summary>Rose to a level above the base level.</summary>
    LevelReached,

    /// <summary>Has points that run out within <see cref="CustomerJourneys.RunningOutDays"/> days.</summary>
    PointsRunningOut,

    /// <summary>Has birthday.</summary>
    Birthday,
}

/// <summary>Why a customer entered a journey.</summary>
public enum JourneyCause
{
    /// <summary>They joined the programme.</summary>
    Enrolled,

    /// <summary>They came back to the programme.</summary>
    Rejoined,

    /// <summary>Their first order.</summary>
    FirstOrder,

    /// <summary>Their second order.</summary>
    SecondOrder,

    /// <summary>The second order since they were won back.</summary>
    SecondOrderSinceWonBack,

    /// <summary>No order for so long.</summary>
    NoOrder,

    /// <summary>An order after they had lapsed.</summary>
    OrderAfterLapse,

    /// <summary>The qualifying points met a threshold.</summary>
    LevelReached,

    /// <summary>A person gave the level.</summary>
    LevelGiven,

    /// <summary>Points were about to run out.</summary>
    PointsEnd,

    /// <summary>The day itself.</summary>
    Birthday,
}

/// <summary>One time that a customer entered a journey.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Why.</param>
/// <param name="Order">The order that it was; null where it was none.</param>
/// <param name="Other">The last order before, for a lapse and for being won back; when the first points run out, for points that do.</param>
/// <param name="Level">The level, for one that was reached or given.</param>
public sealed record JourneyEntry(Instant At, JourneyCause Cause, OrderId? Order = null, Instant? Other = null, string? Level = null);

/// <summary>A journey that a customer has entered at least once.</summary>
/// <param name="Kind">"Journey Name".</param>
/// <param name="Times">"No. of times Entered".</param>
/// <param name="LastVisited">When they entered it last.</param>
/// <param name="IsInside">Whether they are in it now: the stage of their life as a customer.</param>
/// <param name="Entries">The latest times, the newest first; at most <see cref="CustomerJourneys.EntriesTold"/>.</param>
public sealed record Journey(JourneyKind Kind, int Times, Instant LastVisited, bool IsInside, IReadOnlyList<JourneyEntry> Entries);

/// <summary>The columns by which journeys can be sorted.</summary>
public enum JourneySort
{
    /// <summary>By when the journey was entered last.</summary>
    LastVisited,

    /// <summary>In the order of a customer's life.</summary>
    Name,

    /// <summary>By how often it was entered.</summary>
    Times,
}

/// <summary>In which order journeys are shown.</summary>
/// <param name="Sort">By which column.</param>
/// <param name="Descending">In which direction.</param>
public sealed record JourneyQuery(JourneySort Sort = JourneySort.LastVisited, bool Descending = true);
