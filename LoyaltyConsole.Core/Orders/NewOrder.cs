using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>An order as a shop sends it.</summary>
/// <param name="Customer">Who placed it.</param>
/// <param name="Integration">The name of the integration it comes through.</param>
/// <param name="RefId">Its reference there.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="Positions">What was bought; at least one.</param>
public sealed record NewOrder(
    CustomerId Customer, string Integration, string RefId, Instant PlacedAt, IReadOnlyList<NewPosition> Positions)
{
    /// <summary>ISO 4217; null for the programme's currency.</summary>
    public string? Currency { get; init; }

    /// <summary>The salutation of the billing address, which tells the gender (L-034).</summary>
    public string? Salutation { get; init; }

    /// <summary>The billing address.</summary>
    public Address Billing { get; init; } = Address.None;

    /// <summary>The delivery address.</summary>
    public Address Delivery { get; init; } = Address.None;

    /// <summary>Shipping, which earns nothing (rule 5.4.2).</summary>
    public decimal Shipping { get; init; }
}

/// <summary>A line of an order.</summary>
/// <param name="Sku">The article number.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Quantity">How many.</param>
/// <param name="UnitPrice">The price of one.</param>
/// <param name="Category">The category.</param>
/// <param name="Variant">The variant.</param>
public sealed record NewPosition(
    string? Sku, string? Name, decimal Quantity, decimal UnitPrice, string? Category = null, string? Variant = null);

/// <summary>A credit note as a shop sends it: for an amount of an order's goods.</summary>
/// <param name="Customer">Who gets it.</param>
/// <param name="Integration">The name of the integration it comes through.</param>
/// <param name="RefId">Its reference there.</param>
/// <param name="PlacedAt">When it was made.</param>
/// <param name="Amount">The goods' value that was given back, positive.</param>
/// <param name="OriginalOrderRef">The order that it takes back, where the shop says so.</param>
public sealed record NewCreditNote(
    CustomerId Customer, string Integration, string RefId, Instant PlacedAt, decimal Amount, string? OriginalOrderRef = null)
{
    /// <summary>ISO 4217; null for the programme's currency.</summary>
    public string? Currency { get; init; }
}

/// <summary>What recording an order or credit note did.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Points">Points earned, or taken back as a negative number.</param>
/// <param name="Account">The figures afterwards.</param>
public sealed record OrderReceipt(OrderId Id, Points Points, Figures Account);

// In the order in which the order book checks.

/// <summary>The reference is missing.</summary>
public sealed record OrderRefMissing : Refusal;

/// <summary>An order without positions, or a credit note over nothing.</summary>
public sealed record OrderIsEmpty : Refusal;

/// <summary>The integration has another order of that reference.</summary>
public sealed record OrderDiffers(string RefId) : Refusal;

/// <summary>The order that the credit note takes back is not recorded for this customer.</summary>
public sealed record OriginalOrderNotFound(string RefId) : Refusal;
