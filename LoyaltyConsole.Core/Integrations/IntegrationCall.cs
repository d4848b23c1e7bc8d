using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>A call of a shop that shall have its effect once, however often it is sent.</summary>
/// <param name="Integration">Whose call it is.</param>
/// <param name="Key">What the shop calls it, unique within the integration.</param>
/// <param name="Content">The hash of what was called and sent, by which the same key with another content is refused.</param>
public sealed record IntegrationCall(IntegrationId Integration, string Key, ReadOnlyMemory<byte> Content)
{
    /// <summary>The most characters of a key.</summary>
    public const int KeyLength = 200;

    /// <summary>
    /// The key of the command that this call gives, the same each time: so that it is still booked once when its answer
    /// has been forgotten.
    /// </summary>
    public Guid CommandKey
    {
        get
        {
            Span<byte> hash = stackalloc byte[32];
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Integration.Value}\u001F{Key}"), hash);
            return new Guid(hash[..16]);
        }
    }
}

/// <summary>What a call was answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, as it was sent.</param>
/// <param name="IsReplayed">Whether it was given before.</param>
public sealed record CallAnswer(int Status, ReadOnlyMemory<byte> Body, bool IsReplayed = false);
