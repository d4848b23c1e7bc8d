using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile;

/// <summary>
/// Reads a profile while the page before it is still shown, so that one takes the other's place in one step. What takes longer
/// than a moment, or fails, the page reads by itself.
/// </summary>
public sealed class ProfileAhead(CustomerProfiles profiles, CustomerFeed feed, SignedIn person) : IDisposable
{
    private const string Places = "customers/";
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(60);

    private string? _path;
    private Ahead? _ahead;

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
            Forget();
            return;
        }

        var actor = await person.ActorAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Moment);
        Forget();
        var ahead = _ahead = new Ahead(new CustomerId(id), actor, feed.Listen(new CustomerId(id), static () => { }));
        try
        {
            ahead.Opened = await profiles.OpenAsync(ahead.Customer, actor, patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The page reads it, or nobody wants it any more.
        }
        catch (DbException)
        {
            // The page reads it and tells of the fault.
        }
    }

    /// <summary>What was read of this customer, once, unless it has changed since.</summary>
    public (Actor Actor, Result<CustomerProfile> Opened)? Take(CustomerId customer)
    {
        var read = _ahead is { Opened: { } opened, HasChanged: false } ahead && ahead.Customer == customer ? (ahead.Actor, opened) : default((Actor, Result<CustomerProfile>)?);
        Forget();
        return read;
    }

    /// <inheritdoc />
    public void Dispose() => Forget();

    private void Forget()
    {
        _ahead?.Dispose();
        _ahead = null;
    }

    private sealed class Ahead(CustomerId customer, Actor actor, CustomerFeed.Listening listening) : IDisposable
    {
        public bool HasChanged => listening.HasChanged;

        public CustomerId Customer { get; } = customer;

        public Actor Actor { get; } = actor;

        public Result<CustomerProfile>? Opened { get; set; }

        public void Dispose() => listening.Dispose();
    }
}
