using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Features.Privacy;

/// <summary>Where the screens about personal data are.</summary>
internal static class PrivacyAddress
{
    /// <summary>The certificate of a deleted customer.</summary>
    public static string Certificate(CustomerId customer) => $"/customers/{customer}/certificate";

    /// <summary>The copy of a customer's data, as "json" or "csv".</summary>
    public static string Copy(CustomerId customer, string form) => $"/customers/{customer}/personal-data.{form}";
}
