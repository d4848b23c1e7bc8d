using System.Net.Mail;
using LoyaltyConsole.Core.Outbox;

namespace LoyaltyConsole.Post;

/// <summary>A way by which e-mails leave the console.</summary>
internal interface IMailTransport
{
    /// <summary>Hands an e-mail over, within a bounded time.</summary>
    /// <param name="mail">The e-mail; disposed of by the transport.</param>
    /// <param name="reference">The same each time that it is sent.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Delivery> SendAsync(MailMessage mail, Guid reference, CancellationToken cancellationToken);
}
