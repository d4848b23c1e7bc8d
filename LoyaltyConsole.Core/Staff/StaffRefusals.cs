namespace LoyaltyConsole.Core.Staff;

/// <summary>A person who signs in needs a name.</summary>
public sealed record StaffNameMissing : Refusal;

/// <summary>A role that there is not.</summary>
public sealed record StaffRoleMissing : Refusal;

/// <summary>Somebody signs in with this address already.</summary>
/// <param name="Email">The address.</param>
public sealed record StaffEmailTaken(string Email) : Refusal;

/// <summary>There is no such person.</summary>
public sealed record StaffNotFound : Refusal;

/// <summary>Nobody takes from themselves what they may, or shuts themselves out.</summary>
public sealed record OwnAccess : Refusal;

/// <summary>After this there would be no administrator who can sign in.</summary>
public sealed record LastAdministrator : Refusal;

/// <summary>A disabled person gets no link before they are enabled.</summary>
public sealed record StaffDisabled : Refusal;

/// <summary>A demo person stays outside in Production, whatever is done for them.</summary>
public sealed record DemoPersonStaysOut : Refusal;
