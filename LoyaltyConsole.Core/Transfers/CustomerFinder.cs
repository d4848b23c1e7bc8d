using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What a row names its customer by.</summary>
internal sealed record CustomerNames(string? CustomerId, string? RefId, string? Email, string? Card, string? Phone)
{
    /// <summary>The names as customers are found by them, once they have been looked for.</summary>
    public string?[]? Keys { get; set; }

    /// <summary>What a person knows the row by; null where it names nobody.</summary>
    public string? Shown => Email ?? RefId ?? CustomerId ?? Card ?? Phone;
}

/// <summary>
/// Finds the customer of a row in a fixed order: customer ID, Ref ID, e-mail, card, phone (rule 5.10.1). The first of them
/// that finds somebody decides; several found, or another one of them that names only others, is an error.
/// </summary>
internal sealed class CustomerFinder : IDisposable
{
    // In the order in which they decide.
    private readonly Way[] _ways;
    private readonly DbConnection _connection;
    private readonly string _callingCode;
    private readonly OwnAccounts _own;

    /// <param name="connection">Where customers are looked for.</param>
    /// <param name="settings">The programme's settings.</param>
    /// <param name="integration">Whose references are meant; null for those of all.</param>
    /// <param name="own">The accounts that are, or look like, the importing person's.</param>
    public CustomerFinder(DbConnection connection, ProgrammeSettings settings, IntegrationId? integration, OwnAccounts own)
    {
        (_connection, _callingCode, _own) = (connection, settings.CallingCode, own);
        _ways =
        [
            new Way(connection, key => $"Id = CAST({key} AS BIGINT)"),
            new Way(connection, key => $"RefId = {key} {(integration is { } only ? $"AND IntegrationId = {only.Value}" : "")}"),
            new Way(connection, key => $"EmailKey = {key} AND Status <> 3"),
            new Way(connection, key => $"CardNumber = {key} AND CardNumber IS NOT NULL"),
            new Way(connection, key => $"PhoneDigits = {key} AND Status <> 3"),
        ];
    }

    /// <summary>Asks at once for whom some rows mean. Until this is called again, no more is asked for their names.</summary>
    public void Learn(IEnumerable<CustomerNames> names)
    {
        var rows = names.Select(Keys).ToList();
        for (var way = 0; way < _ways.Length; way++)
        {
            _ways[way].Learn(rows.Select(keys => keys[way]).OfType<string>());
        }
    }

    /// <summary>Whether each row names nobody who is known, and has no name that a row before it has.</summary>
    public List<bool> AreStrangers(IReadOnlyList<CustomerNames> names)
    {
        Learn(names);
        var named = new HashSet<(Way, string)>();
        return [.. names.Select(row =>
        {
            var keys = _ways.Zip(Keys(row)).Where(pair => pair.Second is not null).Select(pair => (Way: pair.First, Key: pair.Second!)).ToList();
            var isStranger = row.CustomerId is null && keys.TrueForAll(pair => !named.Contains(pair) && pair.Way.Find(pair.Key).Count == 0);
            named.UnionWith(keys);
            return isStranger;
        })];
    }

    /// <param name="names">What the row names its customer by.</param>
    /// <param name="participants">Whether whoever does not take part is none to be found: they do not collect, but have a profile.</param>
    public (CustomerId? Customer, ImportProblem? Problem) Find(CustomerNames names, bool participants = true)
    {
        IReadOnlyList<Found>? first = null;
        var keys = Keys(names);
        for (var way = 0; way < _ways.Length; way++)
        {
            if (keys[way] is not { } key || _ways[way].Find(key) is not { Count: > 0 } found)
            {
                continue;
            }

            if (first is null)
            {
                first = found;
                if (found.Count > 1)
                {
                    return (null, new ImportProblem(ImportReason.AmbiguousCustomer, null, $"{names.Shown}: {Ids(found)}"));
                }
            }
            else if (!found.Any(other => other.Id == first[0].Id))
            {
                return (null, new ImportProblem(ImportReason.NamesDisagree, null, $"{first[0].Id}, {Ids(found)}"));
            }
        }

        if (first is not [var only])
        {
            return (null, new ImportProblem(ImportReason.NoSuchCustomer, null, names.Shown));
        }

        return Unfit(only, names.Shown, participants) is { } problem ? (null, problem) : (only.Id, null);
    }

    /// <summary>Finds whom each row means, which is worth knowing though something else be wrong with it.</summary>
    public void FindAll(IEnumerable<StagedRow> rows, bool participants = true)
    {
        var naming = rows.Where(row => row.Names.Shown is not null).ToList();
        Learn(naming.Select(row => row.Names));
        foreach (var row in naming)
        {
            var (customer, problem) = Find(row.Names, participants);
            (row.Customer, row.Problem) = (customer, row.Problem ?? problem);
        }
    }

    public void Dispose()
    {
        foreach (var way in _ways)
        {
            way.Dispose();
        }
    }

    /// <summary>Why nothing can be booked for a customer: whoever does not take part does not collect (L-023, S-009).</summary>
    public static ImportProblem? Unfit(CustomerStatus status, bool hasLeft, string? shown) => status switch
    {
        CustomerStatus.Deleted => new ImportProblem(ImportReason.CustomerDeleted, null, shown),
        CustomerStatus.Inactive => new ImportProblem(ImportReason.CustomerInactive, null, shown),
        _ => hasLeft ? new ImportProblem(ImportReason.CustomerLeft, null, shown) : null,
    };

    private ImportProblem? Unfit(Found found, string? shown, bool participants)
    {
        if (_own.Includes(_connection, found.Id))
        {
            return new ImportProblem(ImportReason.OwnAccount, null, shown);
        }

        return Unfit(found.Status, found.HasLeft, shown) is { } unfit && (participants || unfit.Reason is ImportReason.CustomerDeleted) ? unfit : null;
    }

    // As many as there are ways, in their order. What is no number is nobody's id, and finds nobody.
    private string?[] Keys(CustomerNames names) => names.Keys ??=
    [
        names.CustomerId is null ? null : long.TryParse(names.CustomerId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id.ToString(CultureInfo.InvariantCulture) : "0",
        names.RefId,
        NullIfEmpty(SearchKeys.Fold(names.Email)),
        names.Card,
        NullIfEmpty(SearchKeys.Digits(names.Phone, _callingCode)),
    ];

    private static string Ids(IReadOnlyList<Found> found) => string.Join(", ", found.Select(one => one.Id));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private sealed record Found(CustomerId Id, CustomerStatus Status, bool HasLeft);

    /// <summary>One of the names by which a customer is found.</summary>
    private sealed class Way(DbConnection connection, Func<string, string> condition) : IDisposable
    {
        private const int Most = 5;
        private const string Facts = "c.Id, c.Status, c.LeftAt IS NOT NULL";

        private readonly Prepared _one = connection.Prepare($"SELECT {Facts} FROM Customers c WHERE {condition("@0")} LIMIT {Most}");
        private readonly Prepared _all = connection.Prepare(
            $"SELECT {Facts}, i.key FROM json_each(@0) i CROSS JOIN Customers c ON c.Id IN (SELECT Id FROM Customers WHERE {condition("i.value")} LIMIT {Most})");

        // Most files bring people whom nobody knows.
        private static readonly IReadOnlyList<Found> _nobody = [];

        private Dictionary<string, IReadOnlyList<Found>> _learnt = [];

        public void Learn(IEnumerable<string> keys)
        {
            // SQLite ends a text in JSON at a character without a code.
            var sought = keys.Where(key => !key.Contains('\0', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
            _learnt = sought.ToDictionary(key => key, _ => _nobody, StringComparer.Ordinal);
            if (sought.Count > 0)
            {
                foreach (var (key, found) in _all.Rows(row => (row.GetInt32(3), Of(row)), JsonSerializer.Serialize(sought)))
                {
                    _learnt[sought[key]] = [.. _learnt[sought[key]], found];
                }
            }
        }

        public IReadOnlyList<Found> Find(string key) => _learnt.TryGetValue(key, out var learnt) ? learnt : _one.Rows(Of, key);

        public void Dispose()
        {
            _one.Dispose();
            _all.Dispose();
        }

        private static Found Of(StoredRow row) => new(new CustomerId(row.GetInt64(0)), (CustomerStatus)row.GetInt32(1), row.GetBoolean(2));
    }
}
