namespace LoyaltyConsole.Core.Orders;

/// <summary>Where customers live, as far as their orders tell.</summary>
internal static class LatestAddress
{
    /// <summary>A street and postal code to compare, of the latest order that names them; in SQL, null where none does.</summary>
    /// <param name="customer">The customer's id, in SQL.</param>
    public static string Of(string customer) =>
        $"""
        (SELECT lower(trim(o.Billing_Street) || '|' || trim(o.Billing_PostalCode)) FROM Orders o WHERE o.CustomerId = {customer}
            AND o.Type = 1 AND o.Billing_Street <> '' ORDER BY o.PlacedAt DESC, o.Id DESC LIMIT 1)
        """;
}
