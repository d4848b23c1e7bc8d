using System.Net.Http.Headers;
using System.Text.Json;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Connecting;

/// <summary>
/// A list of Ecomail, by version 2 of its API. Whoever has not agreed is asked by Ecomail itself, where the list is set to
/// ask; whoever unsubscribed stays so.
/// </summary>
internal sealed class Ecomail(OutsideCalls calls, ConnectionAccess access) : IMailingService
{
    private string Root => access.Address.AbsoluteUri.TrimEnd('/');

    public Task<Carried> PutAsync(CustomerId customer, Contact contact, CancellationToken cancellationToken)
    {
        var subscriber = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["email"] = contact.Email!,
            ["name"] = contact.FirstName ?? "",
            ["surname"] = contact.LastName ?? "",
            ["company"] = contact.Company ?? "",
            ["phone"] = contact.Phone ?? "",
            ["custom_fields"] = MailingFields.Of(customer, contact),
        };
        if (contact.Birthday is { } birthday)
        {
            subscriber["birthday"] = birthday;
        }

        if (contact.Gender is "female" or "male")
        {
            subscriber["gender"] = contact.Gender;
        }

        return calls.CallAsync(
            HttpMethod.Post, $"{Root}/lists/{access.List}/subscribe",
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["subscriber_data"] = subscriber,
                ["update_existing"] = true,
                ["resubscribe"] = false,
                ["skip_confirmation"] = access.SubscribesNew,
                ["trigger_autoresponders"] = false,
            }),
            Sign, cancellationToken);
    }

    public async Task<Carried> TakeAwayAsync(string email, bool forGood, CancellationToken cancellationToken)
    {
        var answer = forGood
            ? await calls.CallAsync(HttpMethod.Delete, $"{Root}/subscribers/{Uri.EscapeDataString(email)}/delete", null, Sign, cancellationToken)
            : await calls.CallAsync(
                HttpMethod.Delete, $"{Root}/lists/{access.List}/unsubscribe",
                JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = email }), Sign, cancellationToken);
        return answer.Fault == ConnectionFault.NotFound ? Carried.Done : answer;
    }

    public Task<Carried> TryAsync(CancellationToken cancellationToken) =>
        calls.CallAsync(HttpMethod.Get, $"{Root}/lists/{access.List}", null, Sign, cancellationToken);

    private void Sign(HttpRequestHeaders headers) => headers.Add("key", access.Secret);
}
