using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Merging;

/// <summary>The fields of a profile that a merge can fill: those that only the account to be integrated has (rule 5.7).</summary>
internal static class MergeFields
{
    public static IReadOnlyList<MergeField> Fillable(Customer main, Customer integrated) =>
        [.. Enum.GetValues<MergeField>().Where(field => Value(main, field) is null && Value(integrated, field) is not null)];

    public static void Fill(Customer main, Customer integrated, MergeField field)
    {
        switch (field)
        {
            case MergeField.Name:
                (main.Name, main.FirstName, main.LastName) = (integrated.Name, integrated.FirstName, integrated.LastName);
                break;
            case MergeField.Email: main.Email = integrated.Email; break;
            case MergeField.Phone: main.Phone = integrated.Phone; break;
            case MergeField.Company: main.Company = integrated.Company; break;
            case MergeField.Salutation: main.Salutation = integrated.Salutation; break;
            case MergeField.Birthday: main.Birthday = integrated.Birthday; break;
            case MergeField.NameDay: main.NameDay = integrated.NameDay; break;
            case MergeField.Group: main.Group = integrated.Group; break;
            default: throw new ArgumentOutOfRangeException(nameof(field));
        }
    }

    private static object? Value(Customer customer, MergeField field) => field switch
    {
        MergeField.Name => customer.Name,
        MergeField.Email => customer.Email,
        MergeField.Phone => customer.Phone,
        MergeField.Company => customer.Company,
        MergeField.Salutation => customer.Salutation,
        MergeField.Birthday => customer.Birthday,
        MergeField.NameDay => customer.NameDay,
        MergeField.Group => customer.Group,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
