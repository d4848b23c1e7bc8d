using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoyaltyConsole.Core.Connections;
using NodaTime;

namespace LoyaltyConsole.Connecting;

/// <summary>
/// Signed messages to a shop or any other system (E-049), as docs/webhooks.md describes them. The signature holds the time,
/// so that nobody can send an old message again later.
/// </summary>
internal sealed class Webhook(OutsideCalls calls, ConnectionAccess access)
{
    public const string SignatureHeader = "X-Loyalty-Signature";

    public const string DeliveryHeader = "X-Loyalty-Delivery";

    private static readonly (ContactChanges Change, string Event)[] Parts =
    [
        (ContactChanges.Group, "customer.group_changed"), (ContactChanges.Tier, "customer.tier_changed"), (ContactChanges.Points, "customer.points_changed"),
    ];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>The signature of a body at a time: the HMAC-SHA256 of "time.body", the time in Unix seconds.</summary>
    public static string Sign(string secret, long at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at}.")), .. body];
        return string.Create(CultureInfo.InvariantCulture, $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}");
    }

    public Task<Carried> CarryAsync(ContactNews news, CancellationToken cancellationToken) => PostAsync(
        $"{news.Connection}-{news.Customer}-{news.Version}",
        new Message(EventsOf(news), news.Customer.Value, news.Version, Text(news.At), news.MergedInto?.Value, news.Contact is { } contact ? CustomerOf(contact) : null),
        cancellationToken);

    public Task<Carried> TryAsync(CancellationToken cancellationToken) =>
        PostAsync("test", new Message(["test"], null, 0, Text(SystemClock.Instance.GetCurrentInstant()), null, null), cancellationToken);

    private Task<Carried> PostAsync(string delivery, Message message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, Json);

        // The real time whatever the programme's clock says: the receiver compares it with their own.
        var at = SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds();
        return calls.CallAsync(
            HttpMethod.Post, access.Address.AbsoluteUri, body,
            headers =>
            {
                headers.Add(SignatureHeader, Sign(access.Secret, at, body));
                headers.Add(DeliveryHeader, delivery);
            },
            cancellationToken);
    }

    private static string[] EventsOf(ContactNews news) => news.Deed switch
    {
        ContactDeed.Left => ["customer.left"],
        ContactDeed.Erased => ["customer.erased"],
        _ => ["customer.changed", .. Parts.Where(part => news.Changes.HasFlag(part.Change)).Select(part => part.Event)],
    };

    private static Customer CustomerOf(Contact contact)
    {
        var figures = contact.Figures;
        return new Customer(
            contact.RefId, contact.Integration, contact.Name, contact.FirstName, contact.LastName, contact.Email, contact.Phone, contact.Company, contact.Gender,
            contact.Birthday, contact.Language, contact.Group, contact.Tier, contact.IsRegistered, contact.IsLocked, contact.IsActive ? "active" : "inactive",
            Text(contact.EnrolledAt),
            new PointsOf(
                figures.Balance.Value, figures.Total.Value, figures.Redeemable.Value, figures.Locked.Value,
                figures.Debt.Value, figures.Collected.Value, figures.Expired.Value));
    }

    private static string Text(Instant instant) => NodaTime.Text.InstantPattern.ExtendedIso.Format(instant);

    private sealed record Message(IReadOnlyList<string> Events, long? CustomerId, long Version, string At, long? MergedInto, Customer? Customer);

    private sealed record Customer(
        string? RefId, string Integration, string? Name, string? FirstName, string? LastName, string? Email, string? Phone, string? Company, string? Gender,
        string? Birthday, string? Language, string? Group, string Tier, bool Registered, bool Locked, string Status, string EnrolledAt, PointsOf Points);

    private sealed record PointsOf(decimal Balance, decimal Total, decimal Redeemable, decimal Locked, decimal Debt, decimal Collected, decimal Expired);
}
