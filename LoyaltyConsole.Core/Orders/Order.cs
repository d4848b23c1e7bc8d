using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Core.Orders;

/// <summary>The consecutive id of an order or credit note (L-043).</summary>
public readonly record struct OrderId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Order or credit note (L-046).</summary>
public enum OrderType
{
    /// <summary>Something was bought.</summary>
    Order = 1,

    /// <summary>Something was given back.</summary>
    CreditNote = 2,
}

/// <summary>An order or a credit note, as the source system sent it.</summary>
public sealed class Order
{
    /// <summary>The longest reference.</summary>
    public const int RefLength = 320;

    /// <summary>The longest name of a till or terminal.</summary>
    public const int TerminalLength = 100;

    /// <summary>The consecutive id (L-043).</summary>
    public OrderId Id { get; internal set; }

    /// <summary>Who placed it.</summary>
    public CustomerId CustomerId { get; internal set; }

    /// <summary>The integration it came through (L-045).</summary>
    public IntegrationId IntegrationId { get; internal init; }

    /// <summary>Its reference in the source system, unique there for its type (L-044).</summary>
    public required string RefId { get; init; }

    /// <summary>Order or credit note (L-046).</summary>
    public OrderType Type { get; internal init; }

    /// <summary>The order that a credit note takes back, where it is known.</summary>
    public OrderId? OriginalOrderId { get; internal init; }

    /// <summary>When it was placed, in the source system.</summary>
    public Instant PlacedAt { get; internal init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The goods' total in ten-thousandths, without shipping; negative for a credit note.</summary>
    public long GoodsTotal { get; internal init; }

    /// <summary>Shipping in ten-thousandths, which earns nothing (rule 5.4.2).</summary>
    public long Shipping { get; internal init; }

    /// <summary>The billing address (L-054).</summary>
    public Address Billing { get; internal init; } = Address.None;

    /// <summary>The delivery address (L-054).</summary>
    public Address Delivery { get; internal init; } = Address.None;

    /// <summary>The fingerprint of the content, by which a repetition is told from a different order of that name.</summary>
    internal long Fingerprint { get; init; }

    /// <summary>The import it came with.</summary>
    public ImportId? ImportId { get; internal init; }

    /// <summary>The till or terminal of the shop at which it was placed, where the shop names one .</summary>
    public string? TerminalId { get; internal init; }

    /// <summary>When it was recorded here.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>When it acts on the points: when it was placed, but where a shop's clock is ahead, not before it came.</summary>
    internal Instant ActsAt => PlacedAt < CreatedAt ? PlacedAt : CreatedAt;

    /// <summary>Total amount (L-047).</summary>
    public Money Total => new(checked(GoodsTotal + Shipping), Currency);
}

/// <summary>One line of an order (L-054).</summary>
public sealed class OrderPosition
{
    /// <summary>The longest article number and variant.</summary>
    public const int CodeLength = 200;

    /// <summary>The longest name.</summary>
    public const int NameLength = 1_000;

    /// <summary>The longest category.</summary>
    public const int CategoryLength = 500;

    internal OrderId OrderId { get; set; }

    /// <summary>Its place in the order, from 1.</summary>
    public int Line { get; internal init; }

    /// <summary>The article number.</summary>
    public string? Sku { get; internal init; }

    /// <summary>The variant of the article.</summary>
    public string? Variant { get; internal init; }

    /// <summary>What it is called.</summary>
    public string? Name { get; internal init; }

    /// <summary>The category that extra points go by.</summary>
    public string? Category { get; internal init; }

    /// <summary>How many, in ten-thousandths.</summary>
    public long Quantity { get; internal init; }

    /// <summary>The price of one, in ten-thousandths of the order's currency.</summary>
    public long UnitPrice { get; internal init; }

    /// <summary>For a line of a credit note, the line of the order that it takes back.</summary>
    public int? OriginalLine { get; internal init; }

    /// <summary>What the line is worth, in ten-thousandths of the order's currency.</summary>
    internal long Value => Money.Of(Quantity / 10_000m * (UnitPrice / 10_000m), "").TenThousandths;
}

/// <summary>A postal address; every part may be missing.</summary>
public sealed record Address(
    string? Name, string? Company, string? Street, string? PostalCode, string? City, string? Country)
{
    /// <summary>The longest part.</summary>
    public const int PartLength = 500;

    /// <summary>No address.</summary>
    public static Address None { get; } = new(null, null, null, null, null, null);

    /// <summary>Whether nothing of it is known.</summary>
    public bool IsEmpty => this == None;
}
