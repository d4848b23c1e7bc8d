using System.Data.Common;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Finds the one customer whom a machine means. A person searches with <see cref="CustomerDirectory"/>.</summary>
internal static class CustomerSearch
{
    /// <summary>By the reference in an integration's system, or in any system where that is not said.</summary>
    public static Result<CustomerId> ByRef(DbConnection connection, IntegrationId? integration, string refId) => integration is { } known
        ? Only(connection, "SELECT Id FROM Customers WHERE IntegrationId = @1 AND RefId = @0 LIMIT 2", refId, known.Value)
        : Only(connection, "SELECT Id FROM Customers WHERE RefId = @0 LIMIT 2", refId);

    /// <summary>By e-mail address, however it is capitalised.</summary>
    public static Result<CustomerId> ByEmail(DbConnection connection, string email) =>
        Only(connection, "SELECT Id FROM Customers WHERE EmailKey = @1 AND EmailKey <> '' LIMIT 2", email, SearchKeys.Fold(email));

    /// <summary>By phone number, however it is spelt (T25).</summary>
    public static Result<CustomerId> ByPhone(DbConnection connection, string phone, string callingCode) =>
        Only(connection, "SELECT Id FROM Customers WHERE PhoneDigits = @1 AND PhoneDigits <> '' LIMIT 2", phone, SearchKeys.Digits(phone, callingCode));

    /// <summary>By the reference of an order of theirs, in an integration's system or in any.</summary>
    public static Result<CustomerId> ByOrder(DbConnection connection, IntegrationId? integration, string refId) => integration is { } known
        ? Only(connection, "SELECT DISTINCT CustomerId FROM Orders WHERE IntegrationId = @1 AND RefId = @0 LIMIT 2", refId, known.Value)
        : Only(connection, "SELECT DISTINCT CustomerId FROM Orders WHERE RefId = @0 LIMIT 2", refId);

    private static Result<CustomerId> Only(DbConnection connection, string sql, string sought, object? key = null)
    {
        var found = connection.Query(sql, row => new CustomerId(row.GetInt64(0)), ("@0", sought), ("@1", key));
        return found.Count switch
        {
            0 => new CustomerUnknown(sought),
            1 => found[0],
            _ => new CustomerAmbiguous(sought),
        };
    }
}
