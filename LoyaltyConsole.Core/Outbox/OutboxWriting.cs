using System.Globalization;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Outbox;

/// <summary>
/// Puts a message into the outbox inside the deed that it tells of: both are kept, or neither. The same key again tells
/// nothing, so that a deed repeated mails once.
/// </summary>
internal static class OutboxWriting
{
    /// <summary>Tells a customer, in their language, at the address that they have when it leaves.</summary>
    /// <param name="writing">The deed.</param>
    /// <param name="customer">Whom.</param>
    /// <param name="template">What.</param>
    /// <param name="key">What the deed calls this message; made of ids alone, because erasure leaves it.</param>
    /// <param name="parameters">The values of the template; never a secret, which is found when it leaves.</param>
    public static void Tell(
        this Writing writing, CustomerId customer, MessageTemplate template, string key, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var language = writing.Connection.Prepare("SELECT Language FROM Customers WHERE Id = @0").Run(customer.Value) as string;
        Put(writing, key, template, language ?? writing.Settings.Language, customer.Value, null, null, parameters);
    }

    /// <summary>Tells everybody who may do something, each in their own language, but not whoever did the deed.</summary>
    /// <param name="writing">The deed.</param>
    /// <param name="whoMay">Whom: all who may do this when it leaves.</param>
    /// <param name="template">What.</param>
    /// <param name="key">What the deed calls this message, made of ids alone.</param>
    /// <param name="notTo">Who did the deed.</param>
    /// <param name="parameters">The values of the template: ids, and names of staff. What is personal of a customer stays in the house.</param>
    public static void Tell(
        this Writing writing, Capability whoMay, MessageTemplate template, string key, Actor notTo,
        params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Put(writing, key, template, writing.Settings.Language, null, whoMay.ToString(), notTo.StaffId, parameters);

    /// <summary>What receivers will know a double by, as EF writes it.</summary>
    public static string NewReference() => Guid.CreateVersion7().ToString("D").ToUpperInvariant();

    /// <summary>The values of a template as they are kept; none once they are erased.</summary>
    public static IReadOnlyDictionary<string, string> ValuesOf(string parameters) => parameters.Length == 0
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : JsonSerializer.Deserialize<Dictionary<string, string>>(parameters)!;

    private static void Put(
        Writing writing, string key, MessageTemplate template, string language, long? customer, string? whoMay, string? notTo,
        ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            values.Add(name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        writing.Connection.Prepare(
            """
            INSERT INTO Messages (Key, Reference, Channel, Template, Language, CustomerId, WhoMay, NotTo, Parameters, State, Attempts, CreatedAt, NextAttemptAt)
            VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, 1, 0, @9, @9) ON CONFLICT DO NOTHING
            """)
            .Run(
                key, NewReference(), (int)MessageChannel.Email, (int)template, language, customer, whoMay, notTo,
                JsonSerializer.Serialize(values), writing.Now.ToUnixTimeMilliseconds());
    }
}
