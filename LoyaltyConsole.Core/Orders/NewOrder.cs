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

    /// <summary>The till or terminal of the shop, where there is one .</summary>
    public string? TerminalId { get; init; }
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

/// <summary>A credit note as a shop sends it: for positions of an order, or for an amount of its goods.</summary>
/// <param name="Customer">Who gets it; null for whoever placed the order.</param>
/// <param name="Integration">The name of the integration it comes through.</param>
/// <param name="RefId">Its reference there.</param>
/// <param name="PlacedAt">When it was made.</param>
/// <param name="Amount">The goods' value that was given back, positive; null where the positions tell it.</param>
/// <param name="OriginalOrderRef">The order that it takes back, where the shop says so.</param>
public sealed record NewCreditNote(
    CustomerId? Customer, string Integration, string RefId, Instant PlacedAt, decimal? Amount, string? OriginalOrderRef = null)
{
    /// <summary>What was returned of the order's lines (rule 5.4.2); none where only an amount is known.</summary>
    public IReadOnlyList<ReturnedPosition> Positions { get; init; } = [];

    /// <summary>ISO 4217; null for the programme's currency.</summary>
    public string? Currency { get; init; }

    /// <summary>The till or terminal of the shop, where there is one .</summary>
    public string? TerminalId { get; init; }
}

/// <summary>How many of an article were returned.</summary>
/// <param name="Sku">The article number, as in the order.</param>
/// <param name="Quantity">How many, positive.</param>
public sealed record ReturnedPosition(string Sku, decimal Quantity);

/// <summary>Points by what they were earned for; negative for a credit note that took them back (L-048 to L-051).</summary>
/// <param name="Order">Points for the order.</param>
/// <param name="Revenue">Points for revenue.</param>
/// <param name="Category">Points for category.</param>
/// <param name="Item">Item points.</param>
public sealed record PointsBySource(Points Order, Points Revenue, Points Category, Points Item)
{
    /// <summary>All of them.</summary>
    public Points Total => Order + Revenue + Category + Item;
}

/// <summary>What recording an order or credit note did.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="BySource">Points earned, or taken back as negative numbers.</param>
/// <param name="RedeemedPointsReturned">Points spent on the order that the credit note gave back (rule 5.4.8).</param>
/// <param name="Account">The figures afterwards.</param>
public sealed record OrderReceipt(OrderId Id, CustomerId Customer, PointsBySource BySource, Points RedeemedPointsReturned, Figures Account)
{
    /// <summary>Points earned, or taken back as a negative number.</summary>
    public Points Points => BySource.Total;
}

// In the order in which the order book checks.

/// <summary>The reference is missing.</summary>
public sealed record OrderRefMissing : Refusal;

/// <summary>An order without positions, or a credit note over nothing.</summary>
public sealed record OrderIsEmpty : Refusal;

/// <summary>More, or dearer, than any order.</summary>
public sealed record OrderTooLarge : Refusal;

/// <summary>It was placed in the future, by more than clocks differ.</summary>
public sealed record PlacedInTheFuture : Refusal;

/// <summary>A credit note for positions names the order that they were bought in.</summary>
public sealed record OriginalOrderMissing : Refusal;

/// <summary>The integration has another order of that reference.</summary>
public sealed record OrderDiffers(string RefId) : Refusal;

/// <summary>The order that the credit note takes back is not recorded for this customer.</summary>
public sealed record OriginalOrderNotFound(string RefId) : Refusal;

/// <summary>The order has no such article.</summary>
public sealed record PositionNotInOrder(string Sku) : Refusal;

/// <summary>More was returned than was bought and not yet returned.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Left">How many are left to return.</param>
public sealed record ReturnedTooMany(string Sku, decimal Left) : Refusal;
