using LoyaltyConsole.Core.Transfers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>The fields of a profile as texts, by the names that files of customers have for them.</summary>
internal static class ProfileFields
{
    /// <summary>What a customer's field holds; null for nothing.</summary>
    public static string? Of(Customer customer, string field) => field switch
    {
        CustomerFields.RefId => customer.RefId,
        CustomerFields.FirstName => customer.NameParts.First,
        CustomerFields.LastName => customer.NameParts.Last,
        CustomerFields.Email => customer.Email,
        CustomerFields.Phone => customer.Phone,
        CustomerFields.Card => customer.CardNumber,
        CustomerFields.Birthday => customer.Birthday is { } day ? LocalDatePattern.Iso.Format(day) : null,
        CustomerFields.NameDay => customer.NameDay is { } day ? AnnualDatePattern.Iso.Format(day) : null,
        CustomerFields.Salutation => customer.Salutation,
        CustomerFields.Company => customer.Company,
        CustomerFields.Registered => customer.IsRegistered ? "yes" : "no",
        CustomerFields.Group => customer.Group,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>Sets a field as <see cref="Of"/> tells it.</summary>
    public static void Set(Customer customer, string field, string? value)
    {
        switch (field)
        {
            case CustomerFields.RefId: customer.RefId = value; break;
            case CustomerFields.FirstName: Name(customer, value, customer.NameParts.Last); break;
            case CustomerFields.LastName: Name(customer, customer.NameParts.First, value); break;
            case CustomerFields.Email: customer.Email = value; break;
            case CustomerFields.Phone: customer.Phone = value; break;
            case CustomerFields.Card: customer.CardNumber = value; break;
            case CustomerFields.Birthday: customer.Birthday = value is null ? null : LocalDatePattern.Iso.Parse(value).Value; break;
            case CustomerFields.NameDay: customer.NameDay = value is null ? (AnnualDate?)null : AnnualDatePattern.Iso.Parse(value).Value; break;
            case CustomerFields.Salutation: customer.Salutation = value; break;
            case CustomerFields.Company: customer.Company = value; break;
            case CustomerFields.Registered: customer.IsRegistered = value is "yes"; break;
            case CustomerFields.Group: customer.Group = value; break;
            default: throw new ArgumentOutOfRangeException(nameof(field));
        }
    }

    private static void Name(Customer customer, string? first, string? last)
    {
        (customer.FirstName, customer.LastName) = (first, last);
        var name = $"{first} {last}".Trim();
        customer.Name = name.Length == 0 ? null : name;
    }
}
