using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Identity;

/// <summary>
/// Counts the tries of each e-mail address and pauses after too many. Identity's own lockout counts only for people who
/// exist, which would tell a stranger who does.
/// </summary>
public sealed class SignInTries(StaffDb db, IClock clock)
{
    public const int Most = 5;

    public static readonly Duration Pause = Duration.FromMinutes(15);

    /// <summary>
    /// Takes one try before the password is looked at, so that a hundred tries at the same instant count as a hundred.
    /// </summary>
    /// <returns>How many tries are left after this one; below zero during a pause.</returns>
    public async Task<int> TakeAsync(string email)
    {
        var address = AddressOf(email);
        var now = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var forgottenBefore = now - (long)Pause.TotalMilliseconds;

        // During a pause LastAt stands still, or trying on would prolong it for ever.
        var counts = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO StaffSignInTries (Address, Count, LastAt) VALUES ({address}, 1, {now})
            ON CONFLICT (Address) DO UPDATE SET
                Count = CASE WHEN StaffSignInTries.LastAt <= {forgottenBefore} THEN 1 ELSE StaffSignInTries.Count + 1 END,
                LastAt = CASE WHEN StaffSignInTries.Count >= {Most} AND StaffSignInTries.LastAt > {forgottenBefore}
                    THEN StaffSignInTries.LastAt ELSE excluded.LastAt END
            RETURNING Count AS Value
            """).ToListAsync();

        return Most - counts[0];
    }

    /// <summary>After a success the next mistake is the first again; stale rows go with it.</summary>
    public Task ForgetAsync(string email)
    {
        var address = AddressOf(email);
        var stale = (clock.GetCurrentInstant() - Pause).ToUnixTimeMilliseconds();
        return db.SignInTries.Where(tried => tried.Address == address || tried.LastAt <= stale).ExecuteDeleteAsync();
    }

    /// <summary>Until when each of these addresses is paused; only those that are.</summary>
    public async Task<IReadOnlyDictionary<string, Instant>> PausesAsync(IEnumerable<string> emails, CancellationToken cancellationToken)
    {
        var since = (clock.GetCurrentInstant() - Pause).ToUnixTimeMilliseconds();
        var paused = await db.SignInTries.AsNoTracking().Where(tried => tried.Count >= Most && tried.LastAt > since)
            .ToDictionaryAsync(tried => tried.Address, tried => Instant.FromUnixTimeMilliseconds(tried.LastAt) + Pause, StringComparer.Ordinal, cancellationToken);
        return emails.Where(email => paused.ContainsKey(AddressOf(email)))
            .ToDictionary(email => email, email => paused[AddressOf(email)], StringComparer.Ordinal);
    }

    private static string AddressOf(string email) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email.Trim().ToUpperInvariant())));
}
