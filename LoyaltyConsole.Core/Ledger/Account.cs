using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>
/// The figures of one customer as the last booking left them: a cache of the ledger that knows when it goes
/// stale. Rewritten in the transaction of each booking.
/// </summary>
internal sealed class Account
{
    public CustomerId CustomerId { get; set; }

    /// <summary>Counts the bookings, so that a dialog can tell that another came in between.</summary>
    public long Version { get; set; }

    public Points Collected { get; set; }

    public Points Expired { get; set; }

    public Points Locked { get; set; }

    public Points Redeemable { get; set; }

    public Points Debt { get; set; }

    /// <summary>Locked and redeemable points less debt, which lists are sorted and filtered by.</summary>
    public Points Balance { get; set; }

    /// <summary>The next instant at which a figure changes by time alone; null for never.</summary>
    public Instant? NextChangeAt { get; set; }
}
