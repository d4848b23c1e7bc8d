using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>The consecutive id of a customer (L-011).</summary>
public readonly record struct CustomerId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Whether a customer takes part (L-022).</summary>
public enum CustomerStatus
{
    /// <summary>Collects and redeems.</summary>
    Active = 1,

    /// <summary>For the time being neither collects, redeems nor looks up (L-023).</summary>
    Inactive = 2,

    /// <summary>Separated from the shop's account and anonymised (L-097).</summary>
    Deleted = 3,
}

/// <summary>The gender as the salutation tells it (L-034); null until the first order.</summary>
public enum Gender
{
    /// <summary>Female.</summary>
    Female = 1,

    /// <summary>Male.</summary>
    Male = 2,

    /// <summary>Neither of the two, as the salutation says.</summary>
    Diverse = 3,
}

/// <summary>A customer of the programme.</summary>
public sealed class Customer
{
    /// <summary>The longest name.</summary>
    public const int NameLength = 1_000;

    /// <summary>The longest reference id, e-mail or phone number.</summary>
    public const int ShortLength = 320;

    /// <summary>The longest part of a name, company, salutation or group.</summary>
    public const int PartLength = 200;

    /// <summary>The consecutive id (L-011).</summary>
    public CustomerId Id { get; internal set; }

    /// <summary>The reference id in the system where the customer registered (L-012).</summary>
    public string? RefId { get; internal set; }

    /// <summary>The integration the customer came from (L-016).</summary>
    public IntegrationId IntegrationId { get; internal set; }

    /// <summary>First and last name; empty for a guest of whom none is known (L-013).</summary>
    public string? Name { get; internal set; }

    /// <summary>The first name, where the two are known apart.</summary>
    public string? FirstName { get; internal set; }

    /// <summary>The last name, where the two are known apart.</summary>
    public string? LastName { get; internal set; }

    /// <summary>The company.</summary>
    public string? Company { get; internal set; }

    /// <summary>How the customer is addressed. It tells no gender: that comes from billing addresses alone (L-034).</summary>
    public string? Salutation { get; internal set; }

    /// <summary>The e-mail address (L-014).</summary>
    public string? Email { get; internal set; }

    /// <summary>The phone number as it was given (L-015).</summary>
    public string? Phone { get; internal set; }

    /// <summary>The day of birth, if known (L-018).</summary>
    public LocalDate? Birthday { get; internal set; }

    /// <summary>The language in which the customer is written to, en or de; null for the programme's.</summary>
    public string? Language { get; internal set; }

    /// <summary>"Holiday": the name day, a day and a month (E-022).</summary>
    public AnnualDate? NameDay { get; internal set; }

    /// <summary>The customer group that the shop keeps (E-006, E-025).</summary>
    public string? Group { get; internal set; }

    /// <summary>The number of the customer's card, where the shop gives out cards (rule 5.10.1).</summary>
    public string? CardNumber { get; internal set; }

    /// <summary>From the salutation of the latest billing address (L-034, L-035).</summary>
    public Gender? Gender { get; internal set; }

    /// <summary>Whether the customer has an account with the shop; guests have none (D14).</summary>
    public bool IsRegistered { get; internal set; }

    /// <summary>Locked for redemption: still collects, cannot redeem (L-021).</summary>
    public bool IsLocked { get; internal set; }

    /// <summary>Whether the customer takes part (L-022).</summary>
    public CustomerStatus Status { get; internal set; }

    /// <summary>The level reached (E-006).</summary>
    public TierId TierId { get; internal set; }

    /// <summary>Since when on that level; null for since the enrolment.</summary>
    public Instant? TierSince { get; internal set; }

    /// <summary>When the level is evaluated next; null on the base level (rule 5.6.3).</summary>
    public Instant? TierDueAt { get; internal set; }

    /// <summary>The end of the grace period in which a missed level is kept; null where there is none (rule 5.6.5).</summary>
    public Instant? TierKeptUntil { get; internal set; }

    /// <summary>What holds the level against automatic change (E-050, rule 5.6.6).</summary>
    public TierLock TierLock { get; internal set; }

    /// <summary>When that lock ends; null for never.</summary>
    public Instant? TierLockedUntil { get; internal set; }

    /// <summary>Who set the lock.</summary>
    public string? TierLockedBy { get; internal set; }

    /// <summary>Why, for staff.</summary>
    public string? TierLockReason { get; internal set; }

    // The qualifying points with which a person set the level.
    internal Points? TierHeldAt { get; set; }

    // The last instant at which the level was due and evaluated.
    internal Instant? TierEvaluatedAt { get; set; }

    /// <summary>When the customer joined the programme (L-017).</summary>
    public Instant EnrolledAt { get; internal set; }

    /// <summary>When anything of the customer was last changed (E-005).</summary>
    public Instant ModifiedAt { get; internal set; }

    /// <summary>When the customer left the programme; null while they take part in it (S-009, D13).</summary>
    public Instant? LeftAt { get; internal set; }

    /// <summary>The account that this one was merged into; null for all others (D4).</summary>
    public CustomerId? MergedInto { get; internal set; }

    // The key of the command that registered the customer; null where something else brought them.
    internal Guid? RegistrationKey { get; init; }

    // What search and sorting go by; kept from the fields above whenever they change.
    internal string NameKey { get; private set; } = "";

    internal string LastNameKey { get; private set; } = "";

    internal string EmailKey { get; private set; } = "";

    internal string PhoneDigits { get; private set; } = "";

    /// <summary>First and last name; where only the whole is known, the last word counts as the last name.</summary>
    public (string? First, string? Last) NameParts
    {
        get
        {
            if (FirstName is not null || LastName is not null || Name is null)
            {
                return (FirstName, LastName);
            }

            var space = Name.LastIndexOf(' ');
            return space < 0 ? (null, Name) : (Name[..space], Name[(space + 1)..]);
        }
    }

    internal void Reindex(string callingCode)
    {
        NameKey = SearchKeys.Fold(Name);
        LastNameKey = NameKey[(NameKey.LastIndexOf(' ') + 1)..];
        EmailKey = SearchKeys.Fold(Email);
        PhoneDigits = SearchKeys.Digits(Phone, callingCode);
    }
}
