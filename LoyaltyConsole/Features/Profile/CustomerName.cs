using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Profile;

/// <summary>What a customer is called on screens.</summary>
internal static class CustomerName
{
    /// <summary>The name; for a guest of whom none is known, the number.</summary>
    public static string Of(Customer customer, IStringLocalizer<ProfileTexts> texts) =>
        string.IsNullOrWhiteSpace(customer.Name) ? texts["Unnamed", customer.Id] : customer.Name;
}
