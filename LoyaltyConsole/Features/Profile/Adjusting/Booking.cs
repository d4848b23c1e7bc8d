using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>What a dialog booked.</summary>
/// <param name="Entry">The entry, the first one where there are two.</param>
/// <param name="Difference">What it did to the balance.</param>
public sealed record Booking(LedgerEntry Entry, Points Difference);
