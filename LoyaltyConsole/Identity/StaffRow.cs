using NodaTime;

namespace LoyaltyConsole.Identity;

/// <summary>Whether a person can come in.</summary>
public enum StaffState
{
    /// <summary>They can.</summary>
    Active,

    /// <summary>They have not chosen a password yet.</summary>
    Invited,

    /// <summary>They were shut out.</summary>
    Disabled,

    /// <summary>They are made up, and the console is no demonstration.</summary>
    StaysOut,
}

/// <summary>A person as the Staff page shows them.</summary>
/// <param name="Id">Their id, which they keep whatever they are called.</param>
/// <param name="Name">What colleagues see.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Role">Their role, the highest where there are several.</param>
/// <param name="State">Whether they can come in.</param>
/// <param name="IsDemo">Whether they are made up.</param>
/// <param name="IsSelf">Whether it is the person who looks.</param>
/// <param name="LastSignInAt">When they last came in; null where that is not known.</param>
/// <param name="PausedUntil">Until when they have to wait after wrong passwords; null where they need not.</param>
public sealed record StaffRow(
    string Id, string Name, string Email, string Role, StaffState State, bool IsDemo, bool IsSelf, Instant? LastSignInAt, Instant? PausedUntil)
{
    /// <summary>Their phone number; null where it is not known.</summary>
    public string? Phone { get; init; }
}

/// <summary>Somebody who is to be added.</summary>
/// <param name="Name">What colleagues see.</param>
/// <param name="Email">What they will sign in with.</param>
/// <param name="Role">Their role.</param>
/// <param name="Culture">The language of the console for them, until they choose another.</param>
public sealed record NewStaff(string Name, string Email, string Role, string Culture)
{
    /// <summary>Their phone number, by which an account that looks like their own is noticed (X6); null where it is not known.</summary>
    public string? Phone { get; init; }
}

/// <summary>The way in for somebody who has no password yet. It works once, and not for ever.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Token">What proves it.</param>
public sealed record StaffLink(string Id, string Token)
{
    /// <summary>The page of the console to which it leads.</summary>
    public string Path => $"join?person={Uri.EscapeDataString(Id)}&token={Uri.EscapeDataString(Token)}";
}
