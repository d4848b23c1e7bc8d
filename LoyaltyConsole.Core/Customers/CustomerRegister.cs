using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Records customers inside somebody else's deed: an order that names a new one, an import, the made-up programme.</summary>
internal static class CustomerRegister
{
    private const string Columns =
        """
        RefId, IntegrationId, Name, Email, Phone, Birthday, Gender, IsRegistered, IsLocked, Status, TierId,
        EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits, FirstName, LastName, Company, Salutation, NameDay,
        CustomerGroup, RegistrationKey, Language, CardNumber
        """;

    private const string Values =
        "@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21, @22, @23, @24, @25";

    /// <summary>Records a customer and opens their account.</summary>
    /// <param name="writing">The deed.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="modifiedAt">When they were last changed, where that is not now.</param>
    public static CustomerId Add(Writing writing, Customer customer, Instant? modifiedAt = null)
    {
        customer.Id = new CustomerId((long)Write(writing, $"INSERT INTO Customers ({Columns}) VALUES ({Values}) RETURNING Id", customer, modifiedAt ?? writing.Now)!);
        writing.Ledger.Open(customer.Id, customer.Id);
        return customer.Id;
    }

    /// <summary>Records many customers and opens their accounts.</summary>
    public static void AddAll(Writing writing, IReadOnlyCollection<Customer> customers)
    {
        if (customers.Count == 0)
        {
            return;
        }

        // By one statement: the index of the search writes down what it has learnt before each that may fail, a customer at a
        // time if there is one for each, which is more than half of the work.
        writing.Connection.Execute($"CREATE TEMP TABLE IF NOT EXISTS NewCustomers AS SELECT Id, {Columns} FROM Customers LIMIT 0");
        var last = ((Reads)writing.Connection).Number("SELECT MAX(Id) FROM Customers");
        var next = last;
        foreach (var customer in customers)
        {
            customer.Id = new CustomerId(++next);
            Write(writing, $"INSERT INTO temp.NewCustomers (Id, {Columns}) VALUES (@26, {Values})", customer, writing.Now);
        }

        writing.Connection.Execute($"INSERT INTO Customers (Id, {Columns}) SELECT Id, {Columns} FROM temp.NewCustomers");
        writing.Connection.Execute("DELETE FROM temp.NewCustomers");
        writing.Ledger.Open(new CustomerId(last + 1), new CustomerId(next));
    }

    /// <summary>A customer who has just come, at the base level.</summary>
    public static Customer New(
        IntegrationId integration, string? refId, string? name, string? email, string? phone, bool isRegistered, Instant enrolledAt) => new()
        {
            IntegrationId = integration,
            RefId = refId,
            Name = name,
            Email = email,
            Phone = phone,
            IsRegistered = isRegistered,
            Status = CustomerStatus.Active,
            TierId = Tier.Base,
            EnrolledAt = enrolledAt,
        };

    /// <summary>The integration of that name, which is recorded when it is new.</summary>
    public static IntegrationId Integration(Writing writing, string name)
    {
        writing.Connection.Prepare("INSERT INTO Integrations (Name) VALUES (@0) ON CONFLICT (Name) DO NOTHING").Run(name);
        return new IntegrationId((long)writing.Connection.Prepare("SELECT Id FROM Integrations WHERE Name = @0").Run(name)!);
    }

    private static object? Write(Writing writing, string insert, Customer customer, Instant modifiedAt)
    {
        customer.Reindex(writing.Settings.CallingCode);
        customer.ModifiedAt = modifiedAt;
        return writing.Connection.Prepare(insert).Run(
            customer.RefId, customer.IntegrationId.Value, customer.Name, customer.Email, customer.Phone,
            customer.Birthday is { } birthday ? LocalDatePattern.Iso.Format(birthday) : null, (int?)customer.Gender,
            customer.IsRegistered ? 1 : 0, customer.IsLocked ? 1 : 0, (int)customer.Status, customer.TierId.Value,
            customer.EnrolledAt.ToUnixTimeMilliseconds(), customer.ModifiedAt.ToUnixTimeMilliseconds(),
            customer.NameKey, customer.LastNameKey, customer.EmailKey, customer.PhoneDigits, customer.FirstName, customer.LastName,
            customer.Company, customer.Salutation, customer.NameDay is { } nameDay ? AnnualDatePattern.Iso.Format(nameDay) : null,
            customer.Group, customer.RegistrationKey?.ToString().ToUpperInvariant(), customer.Language, customer.CardNumber, customer.Id.Value);
    }
}
