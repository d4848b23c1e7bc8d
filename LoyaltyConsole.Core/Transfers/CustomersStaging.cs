using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The first two steps of an import of customers: the file's rows into the database, each with whom it means and what it would
/// change. A row concerns no other, so that what it would do is known as soon as it is read.
/// </summary>
internal sealed class CustomersStaging(LoyaltyStore store, ProgrammeSettings settings, IClock clock, Import import, Actor actor, Action<ImportProgress> report)
{
    private const string InsertRow =
        """
        INSERT INTO ImportedCustomers (ImportId, Line, State, Reason, ReasonDetail, Named, CustomerId, IsNew, Given, Changes, Cells)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
        """;

    public async Task RunAsync(string path, ImportOptions options, FileReading reading, CancellationToken cancellationToken)
    {
        var reader = new CustomersRowReader(reading.Mapping, reading.DateFormat);
        var now = clock.GetCurrentInstant();
        OwnAccounts? own = null;
        await new StagedFile<CustomersRow>(store, import, report).RunAsync(
            path,
            options,
            reader.Read,
            (connection, rows) =>
            {
                own ??= OwnAccounts.Of(connection, settings, actor);
                using var match = new CustomerChange(connection, settings, import.IntegrationId, own, now);
                match.Look(rows);

                // Here, because the writer has enough to do.
                rows.ForEach(row => _ = (row.Given, row.Changed));
            },
            Insert,
            cancellationToken);
        var counts = await store.ReadAsync(connection => ImportTally.OfCustomers(connection, import.Id, new ImportCounts()), cancellationToken);
        await ImportLife.MoveAsync(store, import.Id, ImportStatus.Staging, ImportStatus.Rehearsed, counts);
    }

    private void Insert(Writing step, List<CustomersRow> rows)
    {
        var insert = step.Connection.Prepare(InsertRow);
        foreach (var row in rows)
        {
            insert.Run(
                import.Id.Value, row.Line, (int)(row.Problem?.State ?? ImportState.Accepted), (int?)row.Problem?.Reason, row.Problem?.Detail, row.Names.Shown, row.Customer?.Value,
                row.IsNew, row.Given, row.Changed, row.Cells);
        }
    }
}

/// <summary>Whom a row means, and what it would change of them.</summary>
internal sealed class CustomerChange : IDisposable
{
    private readonly CustomerFinder _finder;
    private readonly Prepared _known;
    private readonly ProgrammeSettings _settings;
    private readonly Instant _now;

    public CustomerChange(DbConnection connection, ProgrammeSettings settings, IntegrationId integration, OwnAccounts own, Instant now)
    {
        _finder = new CustomerFinder(connection, settings, integration, own);
        (_settings, _now) = (settings, now);
        _known = connection.Prepare(
            """
            SELECT RefId, Name, FirstName, LastName, Email, Phone, CardNumber, Birthday, NameDay, Salutation, Company, IsRegistered, CustomerGroup, c.Id
            FROM json_each(@0) i CROSS JOIN Customers c ON c.Id = CAST(i.value AS BIGINT) ORDER BY i.key
            """);
    }

    /// <summary>Finds the customers of rows, and works out what would change of them.</summary>
    public void Look(List<CustomersRow> rows)
    {
        var sound = rows.FindAll(row => row.Problem is null);
        _finder.Learn(sound.Select(row => row.Names));
        foreach (var row in sound)
        {
            var (found, problem) = _finder.Find(row.Names, participants: false);
            row.Customer = found;
            row.Problem = problem is { Reason: not ImportReason.NoSuchCustomer } || row.Names.CustomerId is not null ? problem : null;
        }

        var known = sound.FindAll(row => row.Customer is not null);
        foreach (var (row, customer) in known.Zip(Read(known)))
        {
            Compare(row, customer);
        }

        foreach (var row in sound.Where(row => row is { Problem: null, Customer: null }))
        {
            Compare(row, new Customer());
        }
    }

    /// <summary>Whether each row creates a customer whatever those before it do.</summary>
    public List<bool> AreStrangers(List<CustomersRow> rows) => _finder.AreStrangers(rows.ConvertAll(row => row.Names));

    /// <summary>Carries a row's values over to a customer.</summary>
    /// <param name="customer">Whom.</param>
    /// <param name="values">What the row says.</param>
    /// <param name="problem">Why it cannot be: the customer has another reference.</param>
    /// <returns>What changed.</returns>
    public static List<FieldChange> Apply(Customer customer, Dictionary<string, string> values, out ImportProblem? problem)
    {
        problem = customer.RefId is { } known && values.GetValueOrDefault(CustomerFields.RefId) is { } named && !string.Equals(known, named, StringComparison.Ordinal)
            ? new ImportProblem(ImportReason.NamesDisagree, null, $"{known}, {named}")
            : null;
        var changes = new List<FieldChange>();
        foreach (var (field, value) in values.Where(named => named.Key is not CustomerFields.CustomerId))
        {
            var before = ProfileFields.Of(customer, field);
            if (!string.Equals(before, value, StringComparison.Ordinal))
            {
                changes.Add(new FieldChange(field, before, value));
            }
        }

        changes.ForEach(change => ProfileFields.Set(customer, change.Field, change.After));
        return changes;
    }

    public static ImportProblem Problem(Refusal flaw) => flaw switch
    {
        EmailNotValid email => new ImportProblem(ImportReason.NoEmail, null, email.Email),
        PhoneNotValid phone => new ImportProblem(ImportReason.NoPhone, null, phone.Phone),
        BirthdayNotPossible birthday => new ImportProblem(ImportReason.NoSuchDate, CustomerFields.Birthday, ProfileFieldText(birthday)),
        _ => new ImportProblem(ImportReason.NoCustomer, null, null),
    };

    public void Dispose()
    {
        _finder.Dispose();
        _known.Dispose();
    }

    private static string ProfileFieldText(BirthdayNotPossible birthday) => NodaTime.Text.LocalDatePattern.Iso.Format(birthday.Birthday);

    private void Compare(CustomersRow row, Customer customer)
    {
        row.Changes = Apply(customer, row.Values, out var other);
        row.Problem = other ?? (CustomerBook.Flaw(customer, _settings, _now) is { } flaw ? Problem(flaw) : null)
            ?? (row.Changes.Count == 0 ? new ImportProblem(ImportReason.AlreadyRecorded, null, row.Names.Shown) : null);
    }

    // The customer of each row, in the rows' order.
    private List<Customer> Read(List<CustomersRow> rows) => _known.Rows(Of, $"[{string.Join(',', rows.Select(row => row.Customer))}]");

    private static Customer Of(StoredRow row)
    {
        var customer = new Customer
        {
            Id = new CustomerId(row.GetInt64(13)),
            RefId = row.TextOrNull(0),
            Name = row.TextOrNull(1),
            FirstName = row.TextOrNull(2),
            LastName = row.TextOrNull(3),
            Email = row.TextOrNull(4),
            Phone = row.TextOrNull(5),
            CardNumber = row.TextOrNull(6),
            Salutation = row.TextOrNull(9),
            Company = row.TextOrNull(10),
            IsRegistered = row.GetBoolean(11),
            Group = row.TextOrNull(12),
        };
        ProfileFields.Set(customer, CustomerFields.Birthday, row.TextOrNull(7));
        ProfileFields.Set(customer, CustomerFields.NameDay, row.TextOrNull(8));
        return customer;
    }
}
