using NodaTime;

namespace LoyaltyConsole.Core.Staff;

/// <summary>
/// The rows of the audit trail about the people who sign in. They are kept outside Core but in the same file, so the deed's
/// own transaction runs the statement that is handed out here: neither is ever there without the other.
/// </summary>
public static class StaffTrail
{
    /// <summary>Somebody was added.</summary>
    public static FormattableString Added(Actor actor, Instant at, string person) => Row(at, actor, "AddStaff", null, person);

    /// <summary>Somebody was given another name or role.</summary>
    public static FormattableString Edited(Actor actor, Instant at, string before, string after) => Row(at, actor, "EditStaff", before, after);

    /// <summary>Somebody was shut out.</summary>
    public static FormattableString Disabled(Actor actor, Instant at, string person) => Row(at, actor, "DisableStaff", person, "disabled");

    /// <summary>Somebody was let in again.</summary>
    public static FormattableString Enabled(Actor actor, Instant at, string person) => Row(at, actor, "EnableStaff", person, "enabled");

    /// <summary>Somebody need not wait any more after too many wrong passwords.</summary>
    public static FormattableString PauseLifted(Actor actor, Instant at, string person) => Row(at, actor, "LiftStaffPause", person, "may try again");

    /// <summary>Somebody was signed out wherever they were signed in.</summary>
    public static FormattableString SignedOut(Actor actor, Instant at, string person) => Row(at, actor, "SignOutStaff", person, "signed out everywhere");

    /// <summary>Somebody was given a new link to choose a password with.</summary>
    public static FormattableString LinkMade(Actor actor, Instant at, string person) => Row(at, actor, "MakeStaffLink", person, "new set-up link");

    /// <summary>Somebody chose their password by such a link.</summary>
    public static FormattableString SetUp(Actor actor, Instant at, string person) => Row(at, actor, "SetUpStaff", person, "password chosen");

    private static FormattableString Row(Instant at, Actor actor, string deed, string? before, string after) =>
        $"INSERT INTO AuditEntries (At, Actor, Deed, Before, After) VALUES ({at.ToUnixTimeMilliseconds()}, {actor.Name}, {deed}, {before}, {after})";
}
