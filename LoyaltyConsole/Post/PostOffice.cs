using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Post;

/// <summary>Makes e-mails of letters and hands them over; knows who of the staff may do what, and where they are written to.</summary>
internal sealed class PostOffice(
    IMailTransport transport, LetterWords words, MailSettings settings, StaffDirectory staff, ProgrammeBook programme) : IPostOffice
{
    public Task<IReadOnlyList<StaffReader>> WhoMayAsync(Capability capability, CancellationToken cancellationToken) => staff.WhoMayAsync(capability, cancellationToken);

    public async Task<Delivery> SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        if (MailParts.Address(letter.Address) is not { } address)
        {
            return new Delivery(MessageFault.AddressUnusable, IsForGood: true);
        }

        var fromName = settings.FromName ?? (await programme.SettingsAsync(cancellationToken)).Name;
        return await transport.SendAsync(Mail(letter, address, fromName), letter.Reference, cancellationToken);
    }

    private MailMessage Mail(Letter letter, MailAddress address, string fromName)
    {
        var (subject, text) = words.Of(letter.Template, letter.Language, letter.Values);
        var mail = new MailMessage
        {
            From = new MailAddress(settings.From.Address, MailParts.Line(fromName), Encoding.UTF8),
            Subject = MailParts.Line(subject),
            Body = text.ReplaceLineEndings("\r\n"),
            HeadersEncoding = Encoding.UTF8,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        mail.To.Add(new MailAddress(address.Address, MailParts.Line(letter.Name ?? ""), Encoding.UTF8));

        // The same each time: SMTP can promise "at least once" and no more, and by this a receiver drops the double.
        mail.Headers["Message-ID"] = $"<{letter.Reference:N}@{settings.From.Host}>";
        mail.Headers["Auto-Submitted"] = "auto-generated";
        return mail;
    }
}
