using System.Globalization;
using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Features.Customers.Registering;

/// <summary>A customer's details as they are typed .</summary>
public sealed class DetailsForm
{
    // A leap year, in which every day of any year exists.
    private const int LongYear = 2000;

    private readonly BasicDetails? _seen;

    /// <summary>A form for somebody new.</summary>
    public DetailsForm()
    {
    }

    /// <summary>A form filled in from a customer.</summary>
    /// <param name="details">What it shows.</param>
    /// <param name="seen">What the customer has.</param>
    public DetailsForm(BasicDetails details, BasicDetails seen)
    {
        _seen = seen;
        (FirstName, LastName, Phone, Email) = (details.FirstName, details.LastName, details.Phone, details.Email);
        (Salutation, Company, Group, IsRegistered) = (details.Salutation, details.Company, details.Group, details.IsRegistered);
        Language = details.Language;
        Birthday = details.Birthday?.ToDateOnly();
        (NameDayDay, NameDayMonth) = (details.NameDay?.Day.ToString(CultureInfo.InvariantCulture), details.NameDay?.Month);
    }

    /// <summary>The first name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The last name.</summary>
    public string? LastName { get; set; }

    /// <summary>The phone number.</summary>
    public string? Phone { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>The day of birth.</summary>
    public DateOnly? Birthday { get; set; }

    /// <summary>The day of the name day.</summary>
    public string? NameDayDay { get; set; }

    /// <summary>The month of the name day, from 1.</summary>
    public int? NameDayMonth { get; set; }

    /// <summary>How the customer is addressed.</summary>
    public string? Salutation { get; set; }

    /// <summary>The company.</summary>
    public string? Company { get; set; }

    /// <summary>The customer group.</summary>
    public string? Group { get; set; }

    /// <summary>The language in which the customer is written to; null for the programme's.</summary>
    public string? Language { get; set; }

    /// <summary>Whether the customer has an account with the shop; who registers at a desk gets one.</summary>
    public bool IsRegistered { get; set; } = true;

    /// <summary>What is typed, where it makes sense; a name day that is none counts as not given.</summary>
    public BasicDetails Details => new()
    {
        FirstName = FirstName,
        LastName = LastName,
        Phone = Phone,
        Email = Email,
        Birthday = Birthday is { } birthday ? LocalDate.FromDateOnly(birthday) : null,
        NameDay = NameDay,
        Salutation = Salutation,
        Company = Company,
        Group = Group,
        Language = Language,
        IsRegistered = IsRegistered,
    };

    /// <summary>The mandatory fields that say nothing. What a customer never had, an edit need not find out.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            var details = Details;
            return new (string Field, string? Now, string? Before)[]
            {
                (nameof(FirstName), details.FirstName, _seen?.FirstName),
                (nameof(LastName), details.LastName, _seen?.LastName),
                (nameof(Phone), details.Phone, _seen?.Phone),
                (nameof(Email), details.Email, _seen?.Email),
            }.Where(text => text.Now is null && (_seen is null || text.Before is not null)).Select(text => text.Field);
        }
    }

    /// <summary>Whether a name day is begun that no calendar has.</summary>
    public bool IsNameDayWrong => NameDay is null && (NameDayMonth is not null || !string.IsNullOrWhiteSpace(NameDayDay));

    private AnnualDate? NameDay =>
        NameDayMonth is { } month && int.TryParse(NameDayDay?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var day)
        && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(LongYear, month)
            ? new AnnualDate(month, day)
            : null;
}
