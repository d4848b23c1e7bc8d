using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Features.Integrations.Connections;

/// <summary>Connections in words.</summary>
internal static class ConnectionWords
{
    /// <summary>How many customers, as far as they are counted.</summary>
    public static string Counted(this IStringLocalizer<ConnectionTexts> texts, Display display, long count) =>
        count > ConnectionBook.CountedExactly ? texts["MoreThan", display.Count(ConnectionBook.CountedExactly)] : display.Count(count);

    /// <summary>Where a service usually is.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="key">Its key, in which Mailchimp names the data centre.</param>
    public static string UsualAddress(ConnectionKind kind, string? key) => kind switch
    {
        ConnectionKind.Mailchimp => $"https://{(key?.Trim().Split('-') is [.., var centre] and not [_] && centre.Length is > 0 and < 8 ? centre.ToLowerInvariant() : "us1")}.api.mailchimp.com/3.0",
        ConnectionKind.Brevo => "https://api.brevo.com/v3",
        ConnectionKind.Ecomail => "https://api2.ecomailapp.cz",
        _ => "",
    };
}
