using LoyaltyConsole.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>The head of the profile: the ten fields, the level, the points account and the key figures (L-033 to L-042).</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Integration">The integration's name.</param>
/// <param name="Tier">The level's name.</param>
/// <param name="TierRank">The level's place, from 0.</param>
/// <param name="Account">The points account now.</param>
/// <param name="KeyFigures">What the orders sum up to.</param>
/// <param name="DebtSince">When the oldest open debt was booked; null where there is none.</param>
public sealed record CustomerProfile(
    Customer Customer, string Integration, string Tier, int TierRank, AccountView Account, KeyFigures KeyFigures, Instant? DebtSince);

/// <summary>The key figures of that come from orders. Credit notes lower the value, not the number.</summary>
/// <param name="TotalValue">"Total Transaction Value", one amount a currency, the largest first; empty without orders.</param>
/// <param name="Transactions">"Total Number Of Transactions".</param>
/// <param name="LastValue">"Last Transaction Value".</param>
/// <param name="Average">"ATV": the total value over the number of transactions of that currency.</param>
/// <param name="LastAt">"Last Transaction Date".</param>
public sealed record KeyFigures(
    IReadOnlyList<Money> TotalValue, int Transactions, Money? LastValue, IReadOnlyList<Money> Average, Instant? LastAt);
