using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;

namespace LoyaltyConsole.Connecting;

/// <summary>Knows which service is spoken to how.</summary>
internal sealed class ContactCarrier(OutsideCalls calls, ConnectionSettings settings) : IContactCarrier
{
    public Task<Carried> CarryAsync(ConnectionAccess access, ContactNews news, CancellationToken cancellationToken) => access.Kind == ConnectionKind.Webhook
        ? new Webhook(calls, access).CarryAsync(news, cancellationToken)
        : MailingAsync(MailingService(access), news, cancellationToken);

    public Task<Carried> TryAsync(ConnectionAccess access, CancellationToken cancellationToken) => access.Kind == ConnectionKind.Webhook
        ? new Webhook(calls, access).TryAsync(cancellationToken)
        : MailingService(access).TryAsync(cancellationToken);

    public Refusal? ObjectionTo(string address) =>
        OutsideAddress.IsUsable(address, settings.AllowLoopback) ? null : new ConnectionAddressUnusable();

    private IMailingService MailingService(ConnectionAccess access) => access.Kind switch
    {
        ConnectionKind.Mailchimp => new Mailchimp(calls, access),
        ConnectionKind.Brevo => new Brevo(calls, access),
        ConnectionKind.Ecomail => new Ecomail(calls, access),
        _ => throw new ArgumentOutOfRangeException(nameof(access)),
    };

    // The old address first: were it taken away last, a service that had renamed the contact would lose it.
    private static async Task<Carried> MailingAsync(IMailingService service, ContactNews news, CancellationToken cancellationToken)
    {
        if (news.FormerAddress is { } former)
        {
            var gone = await service.TakeAwayAsync(former, news.Deed == ContactDeed.Erased, cancellationToken);
            if (gone.Fault is not null || news.Contact is null)
            {
                return gone;
            }
        }

        return await service.PutAsync(news.Customer, news.Contact!, cancellationToken);
    }
}

/// <summary>A service that mails to lists.</summary>
internal interface IMailingService
{
    /// <summary>Adds a contact, or changes what is known of them; whether they are subscribed is theirs, once they are known.</summary>
    Task<Carried> PutAsync(LoyaltyConsole.Core.Customers.CustomerId customer, Contact contact, CancellationToken cancellationToken);

    /// <summary>Takes an address off the list, or out of the service altogether; done also where it is not there.</summary>
    Task<Carried> TakeAwayAsync(string email, bool forGood, CancellationToken cancellationToken);

    /// <summary>Whether key and list are right.</summary>
    Task<Carried> TryAsync(CancellationToken cancellationToken);
}
