using System.Security.Cryptography;
using System.Text;

namespace LoyaltyConsole.Identity;

/// <summary>The one link that makes the first administrator; only its hash is kept, and only until it is used.</summary>
public sealed class SetUpLink
{
    private readonly Lock _gate = new();
    private byte[]? _hash;

    /// <summary>Makes a new token; an older one is worth nothing from now on.</summary>
    public string Issue()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        lock (_gate)
        {
            _hash = HashOf(token);
        }

        return token;
    }

    public bool IsValid(string? token)
    {
        lock (_gate)
        {
            return _hash is not null && CryptographicOperations.FixedTimeEquals(_hash, HashOf(token ?? ""));
        }
    }

    /// <summary>Takes the link out of the world, so that of two who use it at the same instant one succeeds.</summary>
    public bool Use(string? token)
    {
        lock (_gate)
        {
            if (!IsValid(token))
            {
                return false;
            }

            _hash = null;
            return true;
        }
    }

    /// <summary>Puts it back when nobody came of it.</summary>
    public void Return(string token)
    {
        lock (_gate)
        {
            _hash = HashOf(token);
        }
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
