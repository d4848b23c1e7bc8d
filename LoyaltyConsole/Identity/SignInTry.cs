namespace LoyaltyConsole.Identity;

/// <summary>How often an e-mail address was tried of late, whether or not anybody has it.</summary>
public sealed class SignInTry
{
    /// <summary>The SHA-256 of the normalised address, because mistyped ones are nobody's business.</summary>
    public required string Address { get; set; }

    /// <summary>The tries since the last success or pause.</summary>
    public int Count { get; set; }

    /// <summary>The last try that counted, in milliseconds since 1970.</summary>
    public long LastAt { get; set; }
}
