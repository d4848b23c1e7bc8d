using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Connections;
using Microsoft.AspNetCore.DataProtection;

namespace LoyaltyConsole.Connecting;

/// <summary>Locks secrets up with the console's data-protection keys, which lie beside the database, not in it.</summary>
internal sealed class SecretKeeper(IDataProtectionProvider protection) : ISecretKeeper
{
    private readonly IDataProtector _protector = protection.CreateProtector("LoyaltyConsole.Connections");

    public byte[] Lock(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    public string? Read(byte[] locked)
    {
        try
        {
            return Encoding.UTF8.GetString(_protector.Unprotect(locked));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
