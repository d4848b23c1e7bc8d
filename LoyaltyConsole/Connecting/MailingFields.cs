using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Connecting;

/// <summary>
/// What mailing services are told beside name and address, by the names that their fields have. Short ones, because one of
/// them takes ten letters at most.
/// </summary>
internal static class MailingFields
{
    public const string Points = "POINTS";

    public const string Tier = "TIER";

    public const string Group = "CUSTGROUP";

    public const string CustomerNumber = "LOYALTYID";

    /// <summary>The names that must exist at the service before they are filled.</summary>
    public static IReadOnlyList<string> All { get; } = [Points, Tier, Group, CustomerNumber];

    public static Dictionary<string, object> Of(CustomerId customer, Contact contact) => new(StringComparer.Ordinal)
    {
        [Points] = contact.Figures.Balance.Value,
        [Tier] = contact.Tier,
        [Group] = contact.Group ?? "",
        [CustomerNumber] = customer.Value,
    };
}
