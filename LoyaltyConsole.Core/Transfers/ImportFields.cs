namespace LoyaltyConsole.Core.Transfers;

/// <summary>The fields that a column can be mapped to, as <c>--map</c> writes them (contracts.md, 5.10.1).</summary>
public static class ImportFields
{
    /// <summary>The fields of a kind, in the order in which a screen offers them.</summary>
    public static IReadOnlyList<string> Of(ImportKind kind) => kind switch
    {
        ImportKind.Orders => OrderFields.All,
        ImportKind.Points => PointsFields.All,
        ImportKind.Customers => CustomerFields.All,
        ImportKind.Tiers => TierFields.All,
        ImportKind.Coupons => CouponFields.All,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>
    /// The field of a name, ignoring case; null when the kind has none of it. <c>ref_id</c> of orders is the customer's,
    /// <c>customer_ref</c> of all others likewise.
    /// </summary>
    public static string? Named(ImportKind kind, string name)
    {
        var known = (kind, name.Trim().ToLowerInvariant()) switch
        {
            (ImportKind.Orders, "ref_id" or "customer_id") => OrderFields.CustomerRef,
            (ImportKind.Points or ImportKind.Customers or ImportKind.Tiers or ImportKind.Coupons, "customer_ref") => PointsFields.RefId,
            (_, var same) => same,
        };
        return Of(kind).FirstOrDefault(field => string.Equals(field, known, StringComparison.Ordinal));
    }
}

/// <summary>The fields of orders.</summary>
public static class OrderFields
{
    /// <summary>The shop's own number of the order; groups the rows of one order.</summary>
    public const string OrderRef = "order_ref";

    /// <summary>The shop's own number of the customer.</summary>
    public const string CustomerRef = "customer_ref";

    /// <summary>The customer's e-mail.</summary>
    public const string Email = "email";

    /// <summary>The customer's phone number.</summary>
    public const string Phone = "phone";

    /// <summary>The customer's name.</summary>
    public const string Name = "name";

    /// <summary>When the order was placed.</summary>
    public const string PlacedAt = "placed_at";

    /// <summary><c>order</c> or <c>credit_note</c>.</summary>
    public const string Type = "type";

    /// <summary>The order that a credit note takes back.</summary>
    public const string OriginalOrderRef = "original_order_ref";

    /// <summary>The article number of a position.</summary>
    public const string Sku = "sku";

    /// <summary>The name of a position's article.</summary>
    public const string ItemName = "item_name";

    /// <summary>The category of a position's article.</summary>
    public const string Category = "category";

    /// <summary>How many, negative when returned.</summary>
    public const string Quantity = "quantity";

    /// <summary>The price of one.</summary>
    public const string UnitPrice = "unit_price";

    /// <summary>The goods total of the order; without it the positions are summed.</summary>
    public const string Total = "total";

    /// <summary>ISO 4217.</summary>
    public const string Currency = "currency";

    internal static IReadOnlyList<string> All { get; } =
    [
        OrderRef, CustomerRef, Email, Phone, Name, PlacedAt, Type, OriginalOrderRef,
        Sku, ItemName, Category, Quantity, UnitPrice, Total, Currency,
    ];
}

/// <summary>The fields of points; the customer is looked for by them in the order in which they stand here.</summary>
public static class PointsFields
{
    /// <summary>The console's own number of the customer.</summary>
    public const string CustomerId = "customer_id";

    /// <summary>The shop's own number of the customer.</summary>
    public const string RefId = "ref_id";

    /// <summary>The customer's e-mail.</summary>
    public const string Email = "email";

    /// <summary>The number of the customer's card.</summary>
    public const string Card = "card";

    /// <summary>The customer's phone number.</summary>
    public const string Phone = "phone";

    /// <summary>How many, negative to deduct; with mode reset the balance to reach.</summary>
    public const string Points = "points";

    /// <summary><c>add</c> or <c>reset</c>.</summary>
    public const string Mode = "mode";

    /// <summary>Until when the points are locked.</summary>
    public const string LockedUntil = "locked_until";

    /// <summary>Until when the points are valid.</summary>
    public const string ValidUntil = "valid_until";

    /// <summary>Why, for the staff.</summary>
    public const string InternalReason = "internal_reason";

    /// <summary>Why, for the customer.</summary>
    public const string CustomerText = "customer_text";

    /// <summary>What makes the row one deed, so that importing it twice does it once.</summary>
    public const string Identifier = "identifier";

    /// <summary>By what a customer is looked for, in this order (rule 5.10.1).</summary>
    internal static IReadOnlyList<string> OfCustomer { get; } = [CustomerId, RefId, Email, Card, Phone];

    internal static IReadOnlyList<string> All { get; } =
    [
        .. OfCustomer, Points, Mode, LockedUntil, ValidUntil,
        InternalReason, CustomerText, Identifier,
    ];
}

/// <summary>The fields of customers.</summary>
public static class CustomerFields
{
    /// <summary>
    /// The console's own number of a customer who is there already. No column is taken for it by its name: in most files that
    /// is the shop's number.
    /// </summary>
    public const string CustomerId = PointsFields.CustomerId;

    /// <summary>The shop's own number of the customer.</summary>
    public const string RefId = "ref_id";

    /// <summary>Given name.</summary>
    public const string FirstName = "first_name";

    /// <summary>Family name.</summary>
    public const string LastName = "last_name";

    /// <summary>E-mail.</summary>
    public const string Email = "email";

    /// <summary>Phone number.</summary>
    public const string Phone = "phone";

    /// <summary>The number of the customer's card.</summary>
    public const string Card = "card";

    /// <summary>Date of birth.</summary>
    public const string Birthday = "birthday";

    /// <summary>Name day.</summary>
    public const string NameDay = "name_day";

    /// <summary>Form of address.</summary>
    public const string Salutation = "salutation";

    /// <summary>Company.</summary>
    public const string Company = "company";

    /// <summary>Whether the customer has an account of their own.</summary>
    public const string Registered = "registered";

    /// <summary>Group.</summary>
    public const string Group = "group";

    internal static IReadOnlyList<string> All { get; } =
        [CustomerId, RefId, FirstName, LastName, Email, Phone, Card, Birthday, NameDay, Salutation, Company, Registered, Group];
}

/// <summary>The fields of levels; the customer is looked for as in <see cref="PointsFields"/>.</summary>
public static class TierFields
{
    /// <summary>The level's name; empty keeps the level.</summary>
    public const string Tier = "tier";

    /// <summary>Whether the level is locked against automatic change: yes or no; empty keeps the lock.</summary>
    public const string Lock = "lock";

    /// <summary>The last day of the lock; empty for no end.</summary>
    public const string LockedUntil = "locked_until";

    /// <summary>"Internal notes" (S-031).</summary>
    public const string InternalReason = "internal_reason";

    internal static IReadOnlyList<string> All { get; } = [.. PointsFields.OfCustomer, Tier, Lock, LockedUntil, InternalReason];
}

/// <summary>The fields of coupons; the customer is looked for as in <see cref="PointsFields"/>.</summary>
public static class CouponFields
{
    /// <summary>The campaign, by its name or id.</summary>
    public const string Campaign = "campaign";

    /// <summary>What makes the row one deed, so that importing it twice gives one coupon.</summary>
    public const string Identifier = PointsFields.Identifier;

    internal static IReadOnlyList<string> All { get; } = [.. PointsFields.OfCustomer, Campaign, Identifier];
}
