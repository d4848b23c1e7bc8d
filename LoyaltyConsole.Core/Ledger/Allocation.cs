using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Which deduction took how much from which lot; a release is a negative row. Never edited.</summary>
internal sealed class Allocation
{
    public long Id { get; set; }

    public CustomerId CustomerId { get; set; }

    public LedgerEntryId DebitId { get; set; }

    public LedgerEntryId LotId { get; set; }

    public Points Points { get; init; }

    public Instant EffectiveAt { get; init; }
}
