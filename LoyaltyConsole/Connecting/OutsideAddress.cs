using System.Net;
using System.Net.Sockets;

namespace LoyaltyConsole.Connecting;

/// <summary>
/// Where a connection may lead: out of the house. Whoever may enter an address must not reach by it what only this machine
/// reaches, such as a neighbour's administration or a cloud's own metadata.
/// </summary>
internal static class OutsideAddress
{
    private static readonly IPNetwork[] Inside =
    [
        .. ((string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        ]).Select(range => IPNetwork.Parse(range)),
    ];

    /// <summary>Whether the address is one on the public internet, or this machine where that is allowed.</summary>
    public static bool IsAllowed(IPAddress address, bool allowLoopback)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) ? allowLoopback : !Array.Exists(Inside, range => range.Contains(plain));
    }

    /// <summary>Whether the text is an address that can be called; whether its name leads outside shows when it is called.</summary>
    public static bool IsUsable(string text, bool allowLoopback)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.UserInfo.Length > 0 || address.Fragment.Length > 0 || address.Host.Length == 0)
        {
            return false;
        }

        var isLoopback = address.IsLoopback;
        return (Is(Uri.UriSchemeHttps) || (Is(Uri.UriSchemeHttp) && isLoopback))
            && (!isLoopback || allowLoopback)
            && (!IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var literal) || IsAllowed(literal, allowLoopback));

        bool Is(string scheme) => string.Equals(address.Scheme, scheme, StringComparison.Ordinal);
    }

    /// <summary>Connects to a name by an address that was looked at, so that the name cannot mean another one a moment later.</summary>
    /// <exception cref="AddressForbiddenException">The name leads inside.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowLoopback, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (!Array.TrueForAll(addresses, address => IsAllowed(address, allowLoopback)))
        {
            throw new AddressForbiddenException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        NetworkStream? stream = null;
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return stream = new NetworkStream(socket, ownsSocket: true);
        }
        finally
        {
            if (stream is null)
            {
                socket.Dispose();
            }
        }
    }
}

/// <summary>The name leads to an address inside a network.</summary>
public sealed class AddressForbiddenException : IOException;
