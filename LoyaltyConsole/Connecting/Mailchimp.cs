using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Connecting;

/// <summary>An audience of Mailchimp, by version 3.0 of its Marketing API.</summary>
internal sealed class Mailchimp(OutsideCalls calls, ConnectionAccess access) : IMailingService
{
    private string Audience => $"{access.Address.AbsoluteUri.TrimEnd('/')}/lists/{access.List}";

    public Task<Carried> PutAsync(CustomerId customer, Contact contact, CancellationToken cancellationToken)
    {
        var fields = MailingFields.Of(customer, contact);
        fields["FNAME"] = contact.FirstName ?? "";
        fields["LNAME"] = contact.LastName ?? "";
        fields["PHONE"] = contact.Phone ?? "";

        // Month and day, as its birthday fields take them.
        fields["BIRTHDAY"] = contact.Birthday is { Length: 10 } day ? $"{day[5..7]}/{day[8..]}" : "";
        var member = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["email_address"] = contact.Email!,
            ["status_if_new"] = access.SubscribesNew ? "subscribed" : "transactional",
            ["merge_fields"] = fields,
        };
        if (contact.Language is { } language)
        {
            member["language"] = language;
        }

        return calls.CallAsync(
            HttpMethod.Put, $"{Member(contact.Email!)}?skip_merge_validation=true", JsonSerializer.SerializeToUtf8Bytes(member), Sign, cancellationToken);
    }

    public async Task<Carried> TakeAwayAsync(string email, bool forGood, CancellationToken cancellationToken)
    {
        var answer = forGood
            ? await calls.CallAsync(HttpMethod.Post, $"{Member(email)}/actions/delete-permanent", null, Sign, cancellationToken)
            : await calls.CallAsync(HttpMethod.Delete, Member(email), null, Sign, cancellationToken);

        // Not there, or archived already.
        return answer.Fault == ConnectionFault.NotFound ? Carried.Done : answer;
    }

    public Task<Carried> TryAsync(CancellationToken cancellationToken) =>
        calls.CallAsync(HttpMethod.Get, $"{Audience}?fields=id", null, Sign, cancellationToken);

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "It is how Mailchimp numbers its members.")]
    private string Member(string email) =>
        $"{Audience}/members/{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant())))}";

    // Any name will do.
    private void Sign(HttpRequestHeaders headers) => headers.Authorization =
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"loyalty:{access.Secret}")));
}
