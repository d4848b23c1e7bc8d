using System.Net.Mail;
using LoyaltyConsole.Core.Outbox;

namespace LoyaltyConsole.Post;

/// <summary>Puts e-mails down as files, from where a mail server of the machine, or a person, picks them up.</summary>
internal sealed class PickupFolder(string folder) : IMailTransport
{
    private const string Ending = ".eml";

    public async Task<Delivery> SendAsync(MailMessage mail, Guid reference, CancellationToken cancellationToken)
    {
        using var sent = mail;
        try
        {
            await PutDownAsync(mail, reference, cancellationToken);
            return Delivery.Done;
        }
        catch (IOException fault)
        {
            return Unreachable(fault.Message);
        }
        catch (UnauthorizedAccessException fault)
        {
            return Unreachable(fault.Message);
        }
        catch (SmtpException fault)
        {
            return Unreachable(fault.InnerException?.Message ?? fault.Message);
        }
    }

    private static Delivery Unreachable(string why) => new(MessageFault.Unreachable, why, ConcernsAll: true);

    // Written beside and moved, so that nobody picks up half of one; under its own name, so that the same one again is no second file.
    private async Task PutDownAsync(MailMessage mail, Guid reference, CancellationToken cancellationToken)
    {
        var draft = Directory.CreateDirectory(Path.Combine(Folder().FullName, $".{reference:N}"));
        try
        {
            using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = draft.FullName };
            await client.SendMailAsync(mail, cancellationToken);
            draft.GetFiles($"*{Ending}").Single().MoveTo(Path.Combine(folder, $"{reference:N}{Ending}"), overwrite: true);
        }
        finally
        {
            draft.Delete(recursive: true);
        }
    }

    // What lies in it is for the readers of the e-mails only.
    private DirectoryInfo Folder() => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
