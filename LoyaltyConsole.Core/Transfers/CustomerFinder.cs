using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What a row names its customer by.</summary>
internal sealed record CustomerNames(string? CustomerId, string? RefId, string? Email, string? Card, string? Phone)
{
    /// <summary>What a person knows the row by; null where it names nobody.</summary>
    public string? Shown => Email ?? RefId ?? CustomerId ?? Card ?? Phone;
}

/// <summary>
/// Finds the customer of a row in a fixed order: customer ID, Ref ID, e-mail, card, phone (rule 5.10.1). The first of them
/// that finds somebody decides; several found, or another one of them that names only others, is an error.
/// </summary>
internal sealed class CustomerFinder : IDisposable
{
    private const string Found = "SELECT Id FROM Customers WHERE";

    private readonly Prepared _byId;
    private readonly Prepared _byRef;
    private readonly Prepared _byEmail;
    private readonly Prepared _byCard;
    private readonly Prepared _byPhone;
    private readonly Prepared _status;
    private readonly SqliteConnection _connection;
    private readonly string _callingCode;
    private readonly OwnAccounts _own;

    /// <param name="connection">Where customers are looked for.</param>
    /// <param name="settings">The programme's settings.</param>
    /// <param name="integration">Whose references are meant; null for those of all.</param>
    /// <param name="own">The accounts that are, or look like, the importing person's.</param>
    public CustomerFinder(SqliteConnection connection, ProgrammeSettings settings, IntegrationId? integration, OwnAccounts own)
    {
        (_connection, _callingCode, _own) = (connection, settings.CallingCode, own);
        _byId = new Prepared(connection, $"{Found} Id = @0");
        _byRef = new Prepared(connection, $"{Found} RefId = @0 {(integration is { } only ? $"AND IntegrationId = {only.Value}" : "")} LIMIT 5");
        _byEmail = new Prepared(connection, $"{Found} EmailKey = @0 AND Status <> 3 LIMIT 5");
        _byCard = new Prepared(connection, $"{Found} CardNumber = @0 AND CardNumber IS NOT NULL LIMIT 5");
        _byPhone = new Prepared(connection, $"{Found} PhoneDigits = @0 AND Status <> 3 LIMIT 5");
        _status = new Prepared(connection, "SELECT Status, LeftAt IS NOT NULL, MergedInto FROM Customers WHERE Id = @0");
    }

    /// <param name="names">What the row names its customer by.</param>
    /// <param name="participants">Whether whoever does not take part is none to be found: they do not collect, but have a profile.</param>
    public (CustomerId? Customer, ImportProblem? Problem) Find(CustomerNames names, bool participants = true)
    {
        List<long>? first = null;
        foreach (var (statement, key) in Keys(names))
        {
            if (key is null)
            {
                continue;
            }

            var found = Ids(statement, key);
            if (found.Count == 0)
            {
                continue;
            }

            if (first is null)
            {
                first = found;
                if (found.Count > 1)
                {
                    return (null, new ImportProblem(ImportReason.AmbiguousCustomer, null, $"{names.Shown}: {string.Join(", ", found)}"));
                }
            }
            else if (!found.Contains(first[0]))
            {
                return (null, new ImportProblem(ImportReason.NamesDisagree, null, $"{first[0]}, {string.Join(", ", found)}"));
            }
        }

        if (first is not [var id])
        {
            return (null, new ImportProblem(ImportReason.NoSuchCustomer, null, names.Shown));
        }

        var customer = new CustomerId(id);
        return Unfit(customer, names.Shown, participants) is { } problem ? (null, problem) : (customer, null);
    }

    /// <summary>Finds whom each row means, which is worth knowing though something else be wrong with it.</summary>
    public void FindAll(IEnumerable<StagedRow> rows, bool participants = true)
    {
        foreach (var row in rows.Where(row => row.Names.Shown is not null))
        {
            var (customer, problem) = Find(row.Names, participants);
            (row.Customer, row.Problem) = (customer, row.Problem ?? problem);
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _byId, _byRef, _byEmail, _byCard, _byPhone, _status })
        {
            statement.Dispose();
        }
    }

    /// <summary>Why nothing can be booked for a customer: whoever does not take part does not collect (L-023, S-009).</summary>
    public static ImportProblem? Unfit(CustomerStatus status, bool hasLeft, string? shown) => status switch
    {
        CustomerStatus.Deleted => new ImportProblem(ImportReason.CustomerDeleted, null, shown),
        CustomerStatus.Inactive => new ImportProblem(ImportReason.CustomerInactive, null, shown),
        _ => hasLeft ? new ImportProblem(ImportReason.CustomerLeft, null, shown) : null,
    };

    private ImportProblem? Unfit(CustomerId customer, string? shown, bool participants)
    {
        if (_own.Includes(_connection, customer))
        {
            return new ImportProblem(ImportReason.OwnAccount, null, shown);
        }

        using var row = _status.Read(customer.Value);
        return row.Read() ? Unfit((CustomerStatus)row.GetInt32(0), row.GetBoolean(1), shown) is { } unfit && (participants || unfit.Reason is ImportReason.CustomerDeleted) ? unfit : null : new ImportProblem(ImportReason.NoSuchCustomer, null, shown);
    }

    private IEnumerable<(Prepared Statement, object? Key)> Keys(CustomerNames names)
    {
        // What is no number is nobody's id, and finds nobody.
        yield return (_byId, names.CustomerId is null ? null : long.TryParse(names.CustomerId, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : 0L);
        yield return (_byRef, names.RefId);
        yield return (_byEmail, NullIfEmpty(SearchKeys.Fold(names.Email)));
        yield return (_byCard, names.Card);
        yield return (_byPhone, NullIfEmpty(SearchKeys.Digits(names.Phone, _callingCode)));
    }

    private static List<long> Ids(Prepared statement, object key)
    {
        var ids = new List<long>(1);
        using var row = statement.Read(key);
        while (row.Read())
        {
            ids.Add(row.GetInt64(0));
        }

        return ids;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
