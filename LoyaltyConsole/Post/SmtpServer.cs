using System.Net.Mail;
using System.Net.Sockets;
using System.Security.Authentication;
using LoyaltyConsole.Core.Outbox;

namespace LoyaltyConsole.Post;

/// <summary>Hands e-mails to a mail server.</summary>
internal sealed class SmtpServer(MailServer server, TimeSpan patience) : IMailTransport
{
    /// <summary>How long a server has to take one e-mail.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Delivery> SendAsync(MailMessage mail, Guid reference, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // On a thread of its own: looking the name up and saying goodbye are synchronous, and not every wait hears of a cancellation.
        var talking = Task.Run(() => TalkAsync(mail, giveUp.Token), CancellationToken.None);
        try
        {
            return await talking.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new Delivery(MessageFault.Unreachable, $"{server.Host}:{server.Port} did not answer within {patience.TotalSeconds:0} s.", ConcernsAll: true);
        }
        finally
        {
            await giveUp.CancelAsync();
        }
    }

    private async Task<Delivery> TalkAsync(MailMessage mail, CancellationToken giveUp)
    {
        using var sent = mail;
        try
        {
            using var client = new SmtpClient(server.Host, server.Port) { EnableSsl = server.Tls, UseDefaultCredentials = false, Credentials = server.User };
            await client.SendMailAsync(mail, giveUp);
            return Delivery.Done;
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer any more.
            return new Delivery(MessageFault.Unreachable, ConcernsAll: true);
        }
        catch (SmtpFailedRecipientException no)
        {
            return (int)no.StatusCode >= 500
                ? new Delivery(MessageFault.Rejected, no.Message, IsForGood: true)
                : new Delivery(MessageFault.Unreachable, no.Message);
        }
        catch (SmtpException fault)
        {
            // These may mean this one letter or this one reader, as a server does that wants to be asked twice. Everything else would meet every letter.
            return Unreachable(fault) with
            {
                ConcernsAll = fault.StatusCode is not (SmtpStatusCode.MailboxBusy or SmtpStatusCode.LocalErrorInProcessing or SmtpStatusCode.InsufficientStorage
                    or SmtpStatusCode.TransactionFailed),
            };
        }
        catch (IOException fault)
        {
            return Unreachable(fault);
        }
        catch (SocketException fault)
        {
            return Unreachable(fault);
        }
        catch (AuthenticationException fault)
        {
            return Unreachable(fault);
        }
    }

    private static Delivery Unreachable(Exception fault) => new(
        MessageFault.Unreachable, fault.InnerException is { } inner ? $"{fault.Message} {inner.Message}" : fault.Message, ConcernsAll: true);
}
