using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>A customer as a shop or a person registers them. Blank texts count as not given.</summary>
/// <param name="Key">The key of the command, time-ordered; the same registration twice is one customer.</param>
/// <param name="Integration">The name of the integration that the customer comes from.</param>
public sealed record Registration(Guid Key, string Integration)
{
    /// <summary>The reference in the integration's system (L-012).</summary>
    public string? RefId { get; init; }

    /// <summary>The first name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The last name.</summary>
    public string? LastName { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The phone number, however it is spelt.</summary>
    public string? Phone { get; init; }

    /// <summary>The day of birth.</summary>
    public LocalDate? Birthday { get; init; }

    /// <summary>The name day (E-022).</summary>
    public AnnualDate? NameDay { get; init; }

    /// <summary>How the customer is addressed.</summary>
    public string? Salutation { get; init; }

    /// <summary>The company.</summary>
    public string? Company { get; init; }

    /// <summary>The customer group (E-006).</summary>
    public string? Group { get; init; }

    /// <summary>The language in which the customer is written to, en or de; null for the programme's.</summary>
    public string? Language { get; init; }

    /// <summary>Whether the customer has an account with the shop (D14).</summary>
    public bool IsRegistered { get; init; }
}

/// <summary>What a registration came to.</summary>
/// <param name="Card">The customer.</param>
/// <param name="IsNew">Whether they were not known before.</param>
public sealed record Registered(CustomerCard Card, bool IsNew);

/// <summary>A customer with the names of what they belong to.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Integration">The name of the integration they came from.</param>
/// <param name="Tier">The name of their level.</param>
public sealed record CustomerCard(Customer Customer, string Integration, string Tier);

/// <summary>A value that may be given or not; a given one may be nothing.</summary>
/// <param name="Value">The value, where it is given.</param>
public readonly record struct Given<T>(T Value)
{
    /// <summary>Whether it is given.</summary>
    public bool Is { get; } = true;

    /// <summary>Gives a value.</summary>
    public static implicit operator Given<T>(T value) => new(value);

    internal T Or(T before) => Is ? Value : before;
}

/// <summary>What of a profile is to change; what is not given stays as it is.</summary>
public sealed record ProfileEdit
{
    /// <summary>
    /// The details on which whoever edits decided. Where somebody else changed any of them meanwhile, the edit is refused;
    /// null where that does not matter.
    /// </summary>
    public BasicDetails? Seen { get; init; }

    /// <summary>The first name.</summary>
    public Given<string?> FirstName { get; init; }

    /// <summary>The last name.</summary>
    public Given<string?> LastName { get; init; }

    /// <summary>The e-mail address.</summary>
    public Given<string?> Email { get; init; }

    /// <summary>The phone number.</summary>
    public Given<string?> Phone { get; init; }

    /// <summary>The day of birth.</summary>
    public Given<LocalDate?> Birthday { get; init; }

    /// <summary>The name day.</summary>
    public Given<AnnualDate?> NameDay { get; init; }

    /// <summary>How the customer is addressed.</summary>
    public Given<string?> Salutation { get; init; }

    /// <summary>The company.</summary>
    public Given<string?> Company { get; init; }

    /// <summary>The customer group.</summary>
    public Given<string?> Group { get; init; }

    /// <summary>The language in which the customer is written to, en or de; null for the programme's.</summary>
    public Given<string?> Language { get; init; }

    /// <summary>Whether the customer has an account with the shop.</summary>
    public Given<bool> IsRegistered { get; init; }
}

// In the order in which registering and editing check.

/// <summary>Somebody else changed the details since they were seen.</summary>
public sealed record DetailsChangedMeanwhile : Refusal;

/// <summary>Neither a reference nor a name, e-mail address or phone number: nobody could find such a customer.</summary>
public sealed record CustomerUnnamed : Refusal;

/// <summary>That is no e-mail address.</summary>
public sealed record EmailNotValid(string Email) : Refusal;

/// <summary>That is no phone number.</summary>
public sealed record PhoneNotValid(string Phone) : Refusal;

/// <summary>Nobody was born on that day.</summary>
public sealed record BirthdayNotPossible(LocalDate Birthday) : Refusal;
