using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Features.Privacy;

/// <summary>Where the screens about personal data are.</summary>
internal static class PrivacyAddress
{
    /// <summary>The certificate of a deleted customer.</summary>
    public static string Certificate(CustomerId customer) => $"/customers/{customer}/certificate";
}
