using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Connecting;

/// <summary>
/// The contacts of Brevo, by version 3 of its API. It has no contacts that are not subscribed, but it writes to lists only:
/// so whoever has not agreed is a contact without a list.
/// </summary>
internal sealed class Brevo(OutsideCalls calls, ConnectionAccess access) : IMailingService
{
    private string Contacts => $"{access.Address.AbsoluteUri.TrimEnd('/')}/contacts";

    private long List => long.Parse(access.List!, CultureInfo.InvariantCulture);

    public Task<Carried> PutAsync(CustomerId customer, Contact contact, CancellationToken cancellationToken)
    {
        var attributes = MailingFields.Of(customer, contact);
        attributes["FIRSTNAME"] = contact.FirstName ?? "";
        attributes["LASTNAME"] = contact.LastName ?? "";

        // No number for SMS: there it is one contact's alone, and the second of a family would be refused.
        var body = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["email"] = contact.Email!,
            ["attributes"] = attributes,
            ["updateEnabled"] = true,
        };
        if (access.SubscribesNew)
        {
            body["listIds"] = (long[])[List];
        }

        return calls.CallAsync(HttpMethod.Post, Contacts, JsonSerializer.SerializeToUtf8Bytes(body), Sign, cancellationToken);
    }

    public async Task<Carried> TakeAwayAsync(string email, bool forGood, CancellationToken cancellationToken)
    {
        var answer = forGood
            ? await calls.CallAsync(HttpMethod.Delete, $"{Contacts}/{Uri.EscapeDataString(email)}?identifierType=email_id", null, Sign, cancellationToken)
            : await calls.CallAsync(
                HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"{Contacts}/lists/{List}/contacts/remove"),
                JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["emails"] = [email] }), Sign, cancellationToken);

        // Not there, or not on the list: it says so with 400.
        return answer.Fault is ConnectionFault.NotFound || (answer.Fault == ConnectionFault.Refused && !forGood) ? Carried.Done : answer;
    }

    public Task<Carried> TryAsync(CancellationToken cancellationToken) => calls.CallAsync(
        HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{Contacts}/lists/{List}"), null, Sign, cancellationToken);

    private void Sign(HttpRequestHeaders headers) => headers.Add("api-key", access.Secret);
}
