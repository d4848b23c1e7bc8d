using Microsoft.AspNetCore.Identity;

namespace LoyaltyConsole.Identity;

/// <summary>Somebody who works with the console.</summary>
public sealed class StaffPerson : IdentityUser
{
    /// <summary>How many rounds of PBKDF2 with SHA-512 a password goes through (S10).</summary>
    public const int PasswordRounds = 210_000;

    /// <summary>The longest name.</summary>
    public const int NameLength = 100;

    /// <summary>The name that colleagues, the ledger and the audit trail see.</summary>
    public required string Name { get; set; }

    /// <summary>The language of the console for this person: en or de.</summary>
    public required string Culture { get; set; }

    /// <summary>Whether this person is part of the demonstration; such people stay outside in Production.</summary>
    public bool IsDemo { get; set; }

    /// <summary>When this person last came in, in milliseconds since 1970; null where that is not known.</summary>
    public long? LastSignInAt { get; set; }

    /// <summary>Whether this person was shut out. Pauses after wrong passwords are kept elsewhere, see <see cref="SignInTries"/>.</summary>
    public bool IsDisabled => LockoutEnd is not null;
}
