using System.Globalization;
using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Configuration.Json;

namespace LoyaltyConsole.Post;

/// <summary>How e-mails leave.</summary>
/// <param name="From">The address that they come from.</param>
/// <param name="FromName">The name beside it; null for the programme's.</param>
/// <param name="Folder">Where they are put down as files, where there is no server; a relative one lies below the content root.</param>
/// <param name="Server">The mail server; null where they are put down.</param>
/// <param name="Console">Where staff open the console; null where that is not known.</param>
public sealed record MailSettings(MailAddress From, string? FromName, string Folder, MailServer? Server, Uri? Console)
{
    /// <summary>What holds where nothing is configured: nothing leaves the machine.</summary>
    public static MailSettings Default { get; } = new(new MailAddress("loyalty@localhost"), null, Path.Combine("App_Data", "mail"), null, null);

    /// <summary>Reads them; every mistake is a sentence that says what to do.</summary>
    public static MailSettings Read(IConfiguration configuration, ICollection<string> mistakes)
    {
        var mail = configuration.GetSection("Mail");
        var from = ReadFrom(mail, mistakes);
        return new MailSettings(
            from, mail["FromName"] is { Length: > 0 } name ? name : null, mail["Folder"] is { Length: > 0 } folder ? folder : Default.Folder,
            ReadServer(configuration, mail, mistakes), ReadConsole(mail, mistakes));
    }

    private static MailAddress ReadFrom(IConfigurationSection mail, ICollection<string> mistakes)
    {
        if (mail["From"] is not { Length: > 0 } text)
        {
            if (mail["Host"] is { Length: > 0 })
            {
                mistakes.Add("Mail:From is missing. Name the address that e-mails come from, for instance loyalty@shop.example.");
            }

            return Default.From;
        }

        if (MailParts.Address(text) is { } from)
        {
            return from;
        }

        mistakes.Add($"Mail:From is \"{text}\", which is no e-mail address. Write, for instance, loyalty@shop.example, and the name into Mail:FromName.");
        return Default.From;
    }

    private static MailServer? ReadServer(IConfiguration configuration, IConfigurationSection mail, ICollection<string> mistakes)
    {
        if (mail["Host"] is not { Length: > 0 } host)
        {
            foreach (var name in (string[])["Port", "Tls", "User", "Password"])
            {
                if (mail[name] is { Length: > 0 })
                {
                    mistakes.Add($"Mail:{name} is set, but no server. Name it in Mail:Host, or remove Mail:{name} to have e-mails put down in Mail:Folder.");
                }
            }

            return null;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            mistakes.Add($"Mail:Host is \"{host}\", which is no name of a server. Write, for instance, smtp.shop.example, and the port into Mail:Port.");
        }

        var tls = true;
        if (mail["Tls"] is { Length: > 0 } asked && !bool.TryParse(asked, out tls))
        {
            mistakes.Add($"Mail:Tls is \"{asked}\". Write true or false.");
        }

        var port = tls ? 587 : 25;
        if (mail["Port"] is { Length: > 0 } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= IPEndPoint.MaxPort))
        {
            mistakes.Add($"Mail:Port is \"{text}\", which is no port. Write, for instance, 587.");
        }

        if (port == 465 && tls)
        {
            mistakes.Add("Mail:Port is 465, where a server expects TLS before the first word. Write the port on which it speaks STARTTLS, usually 587.");
        }

        return new MailServer(host, port, tls, ReadUser(configuration, mail, host, tls, mistakes));
    }

    private static NetworkCredential? ReadUser(IConfiguration configuration, IConfigurationSection mail, string host, bool tls, ICollection<string> mistakes)
    {
        var (user, password) = (mail["User"], mail["Password"]);
        if (string.IsNullOrEmpty(user) && string.IsNullOrEmpty(password))
        {
            return null;
        }

        if (string.IsNullOrEmpty(user))
        {
            mistakes.Add("Mail:Password is set, but no user. Name the user in Mail:User, or remove the password.");
        }
        else if (string.IsNullOrEmpty(password))
        {
            mistakes.Add("Mail:User is set, but no password. Set the environment variable Mail__Password, or remove the user.");
        }

        // A settings file ends up in backups and in version control.
        if (StandsInSettingsFile(configuration, "Mail:Password"))
        {
            mistakes.Add("Mail:Password stands in a settings file. Remove it there, and set the environment variable Mail__Password.");
        }

        if (!tls && !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            mistakes.Add("Mail:Tls is false, and Mail:Password would cross the network for everybody to read. Set Mail:Tls to true, or remove user and password.");
        }

        return new NetworkCredential(user, password);
    }

    private static Uri? ReadConsole(IConfigurationSection mail, ICollection<string> mistakes)
    {
        if (mail["Console"] is not { Length: > 0 } text)
        {
            return null;
        }

        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var console) && console.Scheme is "https" or "http")
        {
            return console;
        }

        mistakes.Add($"Mail:Console is \"{text}\", which is no address of a web site. Write what staff open, for instance https://loyalty.shop.example.");
        return null;
    }

    private static bool StandsInSettingsFile(IConfiguration configuration, string key) => configuration is IConfigurationRoot root && root.Providers.Any(provider =>
        provider is JsonConfigurationProvider { Source.Path: { } path } && Path.GetFileName(path).StartsWith("appsettings", StringComparison.OrdinalIgnoreCase)
        && provider.TryGet(key, out var value) && value is { Length: > 0 });
}

/// <summary>A mail server.</summary>
/// <param name="Host">Its name.</param>
/// <param name="Port">The port on which it takes e-mails.</param>
/// <param name="Tls">Whether it is spoken with by STARTTLS only.</param>
/// <param name="User">As whom; null where it asks nobody.</param>
public sealed record MailServer(string Host, int Port, bool Tls, NetworkCredential? User);
