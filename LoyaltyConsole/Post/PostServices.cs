using LoyaltyConsole.Core.Outbox;

namespace LoyaltyConsole.Post;

/// <summary>What sending e-mails is composed of.</summary>
internal static class PostServices
{
    public static IServiceCollection AddPost(this IServiceCollection services, MailSettings settings, string contentRoot) => services
        .AddSingleton(settings)
        .AddSingleton<IMailTransport>(settings.Server is { } server
            ? new SmtpServer(server, SmtpServer.Patience)
            : new PickupFolder(Path.GetFullPath(Path.Combine(contentRoot, settings.Folder))))
        .AddSingleton<LetterWords>()
        .AddSingleton<IPostOffice, PostOffice>();
}
