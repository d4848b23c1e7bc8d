using System.Globalization;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Registers customers and edits their profile .</summary>
public sealed class CustomerBook
{
    // Nobody older takes part.
    private static readonly LocalDate EarliestBirthday = new(1880, 1, 1);

    private readonly LoyaltyStore _store;

    internal CustomerBook(LoyaltyStore store) => _store = store;

    /// <summary>
    /// Registers a customer. The same command again, or a reference that the integration has registered before, answers
    /// that customer and changes nothing.
    /// </summary>
    /// <returns>
    /// The customer; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerUnnamed"/>, <see cref="TextTooLong"/>,
    /// <see cref="EmailNotValid"/>, <see cref="PhoneNotValid"/>, <see cref="BirthdayNotPossible"/>, <see cref="LanguageUnknown"/>, <see cref="CustomerDeleted"/>
    /// where the command registered somebody who was deleted since.
    /// </returns>
    public Task<Result<Registered>> RegisterAsync(Registration registration, Actor actor)
    {
        if (!actor.May(Capability.EditCustomers))
        {
            return Refused<Registered>(new NotAllowed(Capability.EditCustomers));
        }

        return _store.WriteAsync<Registered>(async writing =>
        {
            var (firstName, lastName) = (Trimmed(registration.FirstName), Trimmed(registration.LastName));
            var customer = new Customer
            {
                RefId = Trimmed(registration.RefId),
                FirstName = firstName,
                LastName = lastName,
                Name = NameOf(firstName, lastName),
                Email = Trimmed(registration.Email),
                Phone = Trimmed(registration.Phone),
                Birthday = registration.Birthday,
                NameDay = registration.NameDay,
                Salutation = Trimmed(registration.Salutation),
                Company = Trimmed(registration.Company),
                Group = Trimmed(registration.Group),
                Language = Trimmed(registration.Language),
                IsRegistered = registration.IsRegistered,
                Status = CustomerStatus.Active,
                TierId = Tiers.Tier.Base,
                EnrolledAt = writing.Now,
                RegistrationKey = registration.Key,
            };
            if (Flaw(customer, writing) is { } flaw)
            {
                return flaw;
            }

            customer.IntegrationId = CustomerRegister.Integration(writing, registration.Integration);
            if (KnownBy(writing, customer) is { } id)
            {
                var known = await writing.Db.Customers.AsNoTracking().SingleAsync(known => known.Id == id);
                if (known.Status == CustomerStatus.Deleted)
                {
                    return new CustomerDeleted();
                }

                // The answer speaks of the customer, and goes with them.
                writing.Touch(id);
                return new Registered(CardOf(writing, known), IsNew: false);
            }

            CustomerRegister.Add(writing, customer);
            writing.Audit(actor, "RegisterCustomer", customer.Id, null, Words(customer));
            if (customer.IsRegistered)
            {
                EnrolmentPoints.Pay(writing, customer.Id, actor.Name);
            }

            return new Registered(CardOf(writing, customer), IsNew: true);
        });
    }

    /// <summary>Changes what is given of a profile. Doing it twice changes nothing.</summary>
    /// <returns>
    /// The customer afterwards; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>, <see cref="DetailsChangedMeanwhile"/>, and what <see cref="RegisterAsync"/> refuses.
    /// </returns>
    public Task<Result<CustomerCard>> EditAsync(CustomerId id, ProfileEdit edit, Actor actor)
    {
        if (!actor.May(Capability.EditCustomers))
        {
            return Refused<CustomerCard>(new NotAllowed(Capability.EditCustomers));
        }

        return _store.WriteAsync<CustomerCard>(async writing =>
        {
            var customer = await writing.Db.Customers.SingleOrDefaultAsync(customer => customer.Id == id);
            if (customer is null)
            {
                return new CustomerNotFound(id);
            }

            if (customer.Status == CustomerStatus.Deleted)
            {
                return new CustomerDeleted();
            }

            var (before, wasGuest, were) = (Words(customer), !customer.IsRegistered, BasicDetails.Of(customer));
            Apply(edit, customer);
            if (edit.Seen is { } seen && seen != were && BasicDetails.Of(customer) != were)
            {
                return new DetailsChangedMeanwhile();
            }

            if (Flaw(customer, writing) is { } flaw)
            {
                return flaw;
            }

            var after = Words(customer);
            if (!string.Equals(before, after, StringComparison.Ordinal))
            {
                customer.Reindex(writing.Settings.CallingCode);
                customer.ModifiedAt = writing.Now;
                writing.Audit(actor, "EditCustomer", id, before, after);
            }

            if (wasGuest && customer is { IsRegistered: true, Status: CustomerStatus.Active, LeftAt: null })
            {
                EnrolmentPoints.Pay(writing, id, actor.Name);
            }

            return CardOf(writing, customer);
        });
    }

    private static CustomerId? KnownBy(Writing writing, Customer customer)
    {
        var id = writing.Connection.Prepare("SELECT Id FROM Customers WHERE RegistrationKey = @0")
            .Run(customer.RegistrationKey!.Value.ToString().ToUpperInvariant());
        if (id is null && customer.RefId is { } refId)
        {
            id = writing.Connection.Prepare("SELECT Id FROM Customers WHERE IntegrationId = @0 AND RefId = @1").Run(customer.IntegrationId.Value, refId);
        }

        return id is long known ? new CustomerId(known) : null;
    }

    private static CustomerCard CardOf(Writing writing, Customer customer) => new(
        customer,
        (string)writing.Connection.Prepare("SELECT Name FROM Integrations WHERE Id = @0").Run(customer.IntegrationId.Value)!,
        (string)writing.Connection.Prepare("SELECT Name FROM Tiers WHERE Id = @0").Run(customer.TierId.Value)!);

    private static void Apply(ProfileEdit edit, Customer customer)
    {
        if (edit.FirstName.Is || edit.LastName.Is)
        {
            // Where only the whole name is known, the part that stays is taken from it.
            var (first, last) = customer.NameParts;
            customer.FirstName = Trimmed(edit.FirstName.Or(first));
            customer.LastName = Trimmed(edit.LastName.Or(last));
            customer.Name = NameOf(customer.FirstName, customer.LastName);
        }

        customer.Email = Trimmed(edit.Email.Or(customer.Email));
        customer.Phone = Trimmed(edit.Phone.Or(customer.Phone));
        customer.Birthday = edit.Birthday.Or(customer.Birthday);
        customer.NameDay = edit.NameDay.Or(customer.NameDay);
        customer.Salutation = Trimmed(edit.Salutation.Or(customer.Salutation));
        customer.Company = Trimmed(edit.Company.Or(customer.Company));
        customer.Group = Trimmed(edit.Group.Or(customer.Group));
        customer.Language = Trimmed(edit.Language.Or(customer.Language));
        customer.IsRegistered = edit.IsRegistered.Or(customer.IsRegistered);
    }

    private static Refusal? Flaw(Customer customer, Writing writing) => Flaw(customer, writing.Settings, writing.Now);

    /// <summary>Why a profile cannot be kept as it is; null where it can.</summary>
    internal static Refusal? Flaw(Customer customer, ProgrammeSettings settings, Instant now)
    {
        if (customer is { RefId: null, Name: null, Email: null, Phone: null })
        {
            return new CustomerUnnamed();
        }

        if (new[] { customer.FirstName, customer.LastName, customer.Company, customer.Salutation, customer.Group }.Any(part => part?.Length > Customer.PartLength))
        {
            return new TextTooLong(Customer.PartLength);
        }

        if (new[] { customer.RefId, customer.Email, customer.Phone }.Any(text => text?.Length > Customer.ShortLength))
        {
            return new TextTooLong(Customer.ShortLength);
        }

        if (customer.Email is { } email && !IsEmail(email))
        {
            return new EmailNotValid(email);
        }

        if (customer.Phone is { } phone && SearchKeys.Digits(phone, settings.CallingCode).Length < 3)
        {
            return new PhoneNotValid(phone);
        }

        if (customer.Birthday is { } birthday && (birthday < EarliestBirthday || birthday > settings.Time.Today(now)))
        {
            return new BirthdayNotPossible(birthday);
        }

        return customer.Language is { } language && !SpokenLanguage.All.Contains(language, StringComparer.Ordinal) ? new LanguageUnknown(language) : null;
    }

    // Whether mail reaches it shows only when mail is sent; this only keeps out what is no address at all.
    private static bool IsEmail(string email) =>
        email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == email.LastIndexOf('@') && at < email.Length - 1
        && !email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    private static string? NameOf(string? firstName, string? lastName) => Trimmed($"{firstName} {lastName}");

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Words(Customer customer) => string.Create(
        CultureInfo.InvariantCulture,
        $"{customer.Name} (first {customer.FirstName}, last {customer.LastName}); e-mail {customer.Email}; phone {customer.Phone}; birthday {customer.Birthday:uuuu-MM-dd}; name day {customer.NameDay}; salutation {customer.Salutation}; company {customer.Company}; group {customer.Group}; {(customer.Language is null ? "" : $"language {customer.Language}; ")}{(customer.IsRegistered ? "registered" : "guest")}");

    private static Task<Result<T>> Refused<T>(Refusal refusal)
        where T : notnull => Task.FromResult<Result<T>>(refusal);
}
