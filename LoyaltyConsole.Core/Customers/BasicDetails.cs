using System.Reflection;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>"Basic Details": what of a customer may be edited, as somebody sees it or wants it (R-015, E-048). Blank texts count as not given.</summary>
public sealed record BasicDetails
{
    private static readonly PropertyInfo[] _fields = typeof(BasicDetails).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>The first name.</summary>
    public string? FirstName { get; init => field = Text(value); }

    /// <summary>The last name.</summary>
    public string? LastName { get; init => field = Text(value); }

    /// <summary>The phone number, however it is spelt.</summary>
    public string? Phone { get; init => field = Text(value); }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init => field = Text(value); }

    /// <summary>The day of birth.</summary>
    public LocalDate? Birthday { get; init; }

    /// <summary>"Holiday": the name day (E-022).</summary>
    public AnnualDate? NameDay { get; init; }

    /// <summary>How the customer is addressed.</summary>
    public string? Salutation { get; init => field = Text(value); }

    /// <summary>The company.</summary>
    public string? Company { get; init => field = Text(value); }

    /// <summary>The customer group (E-025).</summary>
    public string? Group { get; init => field = Text(value); }

    /// <summary>The language in which the customer is written to, en or de; null for the programme's.</summary>
    public string? Language { get; init => field = Text(value); }

    /// <summary>Whether the customer has an account with the shop (D14).</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Those of a customer.</summary>
    public static BasicDetails Of(Customer customer)
    {
        var (first, last) = customer.NameParts;
        return new BasicDetails
        {
            FirstName = first,
            LastName = last,
            Phone = customer.Phone,
            Email = customer.Email,
            Birthday = customer.Birthday,
            NameDay = customer.NameDay,
            Salutation = customer.Salutation,
            Company = customer.Company,
            Group = customer.Group,
            Language = customer.Language,
            IsRegistered = customer.IsRegistered,
        };
    }

    /// <summary>The names of the fields in which these differ from others.</summary>
    public IReadOnlyList<string> DiffersIn(BasicDetails others) => [.. Differences(others).Select(field => field.Name)];

    /// <summary>What was changed here since it was seen, carried over to the details as somebody else has made them meanwhile.</summary>
    /// <param name="seen">The details before both changes.</param>
    /// <param name="now">The details as they are.</param>
    public BasicDetails CarriedOver(BasicDetails seen, BasicDetails now)
    {
        var carried = now with { };
        foreach (var field in Differences(seen))
        {
            field.SetValue(carried, field.GetValue(this));
        }

        return carried;
    }

    /// <summary>The edit that makes these of what was seen, and touches nothing else.</summary>
    public ProfileEdit EditOf(BasicDetails seen) => new()
    {
        Seen = seen,
        FirstName = Changed(FirstName, seen.FirstName),
        LastName = Changed(LastName, seen.LastName),
        Phone = Changed(Phone, seen.Phone),
        Email = Changed(Email, seen.Email),
        Birthday = Changed(Birthday, seen.Birthday),
        NameDay = Changed(NameDay, seen.NameDay),
        Salutation = Changed(Salutation, seen.Salutation),
        Company = Changed(Company, seen.Company),
        Group = Changed(Group, seen.Group),
        Language = Changed(Language, seen.Language),
        IsRegistered = Changed(IsRegistered, seen.IsRegistered),
    };

    private static Given<T> Changed<T>(T now, T before) => EqualityComparer<T>.Default.Equals(now, before) ? default : new Given<T>(now);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private IEnumerable<PropertyInfo> Differences(BasicDetails others) =>
        _fields.Where(field => !Equals(field.GetValue(this), field.GetValue(others)));
}
