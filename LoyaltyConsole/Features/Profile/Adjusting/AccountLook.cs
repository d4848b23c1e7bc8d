using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Adjusting;

/// <summary>Looks whether an account is still as somebody saw it, and what was booked since if it is not.</summary>
public sealed class AccountLook(PointsHistory history, CustomerProfiles profiles, SignedIn person)
{
    // The newest are enough to say what happened; the history has the rest.
    private static readonly Window LatestFew = new(0, 3);

    /// <summary>The account as it is now where it is another one, and the entries since, the latest first; null where it cannot be seen.</summary>
    public async Task<(AccountView? Newer, IReadOnlyList<HistoryRow> Between)?> SinceAsync(CustomerId customer, AccountView seen)
    {
        var actor = await person.ActorAsync();
        var opened = await profiles.OpenAsync(customer, actor, CancellationToken.None);
        if (!opened.Succeeded(out var profile, out _))
        {
            return null;
        }

        if (profile.Account.Version == seen.Version)
        {
            return (null, []);
        }

        var latest = await history.ListAsync(customer, new HistoryQuery(), LatestFew, actor, CancellationToken.None);
        return (
            profile.Account,
            latest.Succeeded(out var page, out _) ? [.. page.Rows.Where(row => row.CreatedAt > seen.Figures.At)] : []);
    }
}
