using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Components.Ui;

/// <summary>What a customer is called on screens.</summary>
internal static class CustomerName
{
    public static string Of(Customer customer, IStringLocalizer<ShellTexts> texts) =>
        Of(customer.Name, customer.IsRegistered, customer.RefId, customer.Email, texts);

    public static string Of(CustomerRow row, IStringLocalizer<ShellTexts> texts) =>
        Of(row.Name, row.IsRegistered, row.RefId, row.Email, texts);

    public static string Of(TierMover mover, IStringLocalizer<ShellTexts> texts) =>
        Of(mover.Name, mover.IsRegistered, mover.RefId, mover.Email, texts);

    // Who has an account is no guest, even where a shop sent no name: the reference is what everybody knows them by.
    private static string Of(string? name, bool isRegistered, string? refId, string? email, IStringLocalizer<ShellTexts> texts) =>
        !string.IsNullOrWhiteSpace(name) ? name : (isRegistered ? refId ?? email : null) ?? texts["Guest"];
}
