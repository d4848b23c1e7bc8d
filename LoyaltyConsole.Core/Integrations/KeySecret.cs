using System.Security.Cryptography;
using System.Text;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>
/// The text that a shop sends in <c>X-Api-Key</c>: <c>lc_prefix_secret</c>. It is shown once; what is kept is the prefix,
/// by which people tell keys apart, and a hash. The secret has 158 bits, so that no slow hash is needed.
/// </summary>
public sealed class KeySecret
{
    /// <summary>How many characters the visible prefix has.</summary>
    public const int PrefixLength = 8;

    private const int SecretLength = 32;

    // Without letters that are taken for others when somebody reads a prefix out.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private KeySecret(string text, string prefix) => (Text, Prefix) = (text, prefix);

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The part that stays visible.</summary>
    public string Prefix { get; }

    /// <summary>Makes one that nobody has seen.</summary>
    public static KeySecret New()
    {
        var prefix = RandomNumberGenerator.GetString(Alphabet, PrefixLength);
        return new KeySecret($"lc_{prefix}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}", prefix);
    }

    /// <summary>Reads what a caller presents; null where it cannot be a key at all.</summary>
    public static KeySecret? Read(string? text) =>
        text is { Length: 3 + PrefixLength + 1 + SecretLength } && text.StartsWith("lc_", StringComparison.Ordinal) && text[3 + PrefixLength] == '_'
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')
            ? new KeySecret(text, text.Substring(3, PrefixLength))
            : null;

    /// <summary>The visible part only, so that no log tells the rest.</summary>
    public override string ToString() => Shown(Prefix);

    /// <summary>How a key is shown once its secret is gone.</summary>
    public static string Shown(string prefix) => $"lc_{prefix}_…";

    internal byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));
}
