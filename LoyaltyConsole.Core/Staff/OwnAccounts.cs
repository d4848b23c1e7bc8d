using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Staff;

/// <summary>
/// The accounts that look like a person's own, found once for work on many customers; which they are is
/// <see cref="FourEyes.IsOwn"/>'s to say (X6).
/// </summary>
internal sealed class OwnAccounts
{
    private readonly HashSet<CustomerId> _own = [];
    private readonly bool _haveAddresses;
    private readonly ProgrammeSettings _settings;
    private readonly Actor _actor;

    private OwnAccounts(Reads reads, ProgrammeSettings settings, Actor actor)
    {
        (_settings, _actor) = (settings, actor);
        var (email, phone) = (FourEyes.Plain(SearchKeys.Fold(actor.Email)), SearchKeys.Digits(actor.Phone, settings.CallingCode));
        if (!actor.IsPerson || (email.Length == 0 && phone.Length == 0))
        {
            return;
        }

        // What stands behind a plus sign is the same mailbox, and the comma comes right after the plus.
        var at = email.LastIndexOf('@');
        var (box, domain) = at > 0 ? (email[..at], email[at..]) : (email, "");
        _own.UnionWith(reads.Query(
            """
            SELECT Id FROM Customers WHERE @0 <> '' AND EmailKey = @0 AND Status <> 3
            UNION SELECT Id FROM Customers WHERE @0 <> '' AND EmailKey > @1 || '+' AND EmailKey < @1 || ',' AND substr(EmailKey, length(EmailKey) - length(@2) + 1) = @2 AND Status <> 3
            UNION SELECT Id FROM Customers WHERE @3 <> '' AND PhoneDigits = @3 AND Status <> 3
            """,
            row => new CustomerId(row.GetInt64(0)),
            email, box, domain, phone));
        _haveAddresses = _own.Count > 0 && reads.Number(
            $"SELECT COUNT(*) FROM json_each(@0) i JOIN Customers own ON own.Id = CAST(i.value AS BIGINT) WHERE {LatestAddress.Of("own.Id")} IS NOT NULL",
            $"[{string.Join(',', _own)}]") > 0;
    }

    public static OwnAccounts Of(Reads reads, ProgrammeSettings settings, Actor actor) => new(reads, settings, actor);

    /// <summary>Whether a customer's account is one of them, or of the same household.</summary>
    public bool Includes(Reads reads, CustomerId customer) =>
        _own.Contains(customer) || (_haveAddresses && FourEyes.IsOwn(reads, _settings, _actor, customer));
}
