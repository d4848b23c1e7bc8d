using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile;

/// <summary>Reads a profile while the page before it is still shown.</summary>
public sealed class ProfileAhead(CustomerProfiles profiles, CustomerFeed feed, TimeProvider time, SignedIn person) : IDisposable
{
    private const string Places = "customers/";

    private readonly Ahead<(Actor Actor, Result<CustomerProfile> Opened)> _ahead = new(feed, time);
    private string? _path;

    /// <summary>Reads what the page at an address is going to show.</summary>
    /// <param name="address">The address, without its first slash.</param>
    /// <param name="cancellationToken">Somebody goes elsewhere.</param>
    public async Task ReadAsync(string address, CancellationToken cancellationToken)
    {
        // Another tab of the same profile is another address at the same place.
        var path = address.Split('?', '#')[0];
        if (string.Equals(path, _path, StringComparison.Ordinal))
        {
            return;
        }

        _path = path;
        if (!path.StartsWith(Places, StringComparison.Ordinal)
            || !long.TryParse(path.AsSpan(Places.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            _ahead.Forget();
            return;
        }

        var (customer, actor) = (new CustomerId(id), await person.ActorAsync());
        await _ahead.ReadAsync(customer, async cancelled => (actor, await profiles.OpenAsync(customer, actor, cancelled)), cancellationToken);
    }

    /// <summary>What was read of this customer, once, unless it has changed since.</summary>
    public (Actor Actor, Result<CustomerProfile> Opened)? Take(CustomerId customer) => _ahead.Take(customer);

    /// <inheritdoc />
    public void Dispose() => _ahead.Dispose();
}
