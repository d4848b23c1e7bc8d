using System.Net.Mail;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Post;
using LoyaltyConsole.Resources;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Tests.Post;

/// <summary>A post office as the console has it, with the people of a programme.</summary>
public abstract class PostTest : IAsyncLifetime
{
    private readonly ServiceProvider _texts = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
    private StaffOffice? _staff;

    private protected static readonly MailSettings Settings = MailSettings.Default with { From = new MailAddress("loyalty@shop.example") };

    private protected Programme Programme { get; private set; } = null!;

    private protected StaffOffice Staff => _staff!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Programme = await Programme.CreateAsync();
        _staff = await StaffOffice.OpenAsync(Programme.ConnectionString, Programme.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Staff.DisposeAsync();
        await Programme.DisposeAsync();
        await _texts.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected LetterWords Words(MailSettings? settings = null) =>
        new(_texts.GetRequiredService<IStringLocalizer<LetterTexts>>(), settings ?? Settings);

    private protected PostOffice Office(IMailTransport transport, MailSettings? settings = null) =>
        new(transport, Words(settings), settings ?? Settings, Staff.Directory, Programme.Get<ProgrammeBook>());

    private protected static SmtpServer ServerAt(SmtpListener listener, TimeSpan? patience = null) =>
        new(new MailServer("127.0.0.1", listener.Port, Tls: false, User: null), patience ?? TimeSpan.FromSeconds(20));

    private protected static Letter LetterTo(string address, string? name = "Gus Guest", string language = "en") => new(
        Guid.CreateVersion7(), address, name, MessageTemplate.Pin, language,
        new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = name ?? "", ["programme"] = "Bücherfreunde", ["pin"] = "0417" });
}
