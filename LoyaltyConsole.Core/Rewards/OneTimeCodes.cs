using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Rewards;

/// <summary>A code that is on its way to a customer.</summary>
/// <param name="Id">Which one.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
/// <param name="Address">The e-mail address that it goes to.</param>
public sealed record SentCode(OneTimeCodeId Id, Instant ExpiresAt, string Address);

/// <summary>The columns by which one-time codes can be sorted.</summary>
public enum OneTimeCodeSort
{
    /// <summary>By when it was sent.</summary>
    Sent,

    /// <summary>By what has become of it.</summary>
    State,

    /// <summary>By when it was used or became void.</summary>
    Settled,
}

/// <summary>Which one-time codes are shown.</summary>
/// <param name="State">Only these; null for all.</param>
/// <param name="Sort">The column to sort by.</param>
/// <param name="Descending">The direction.</param>
public sealed record OneTimeCodeQuery(OneTimeCodeState? State = null, OneTimeCodeSort Sort = OneTimeCodeSort.Sent, bool Descending = true);

/// <summary>A row of "Customer's OTP", without the code itself.</summary>
/// <param name="Id">The consecutive id.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="ExpiresAt">Until when it could be used.</param>
/// <param name="State">What has become of it by now.</param>
/// <param name="SettledAt">When it was used or became void; null where neither.</param>
/// <param name="Entry">What was spent with it; null where nothing was.</param>
/// <param name="Points">How many points that were.</param>
/// <param name="For">On what.</param>
/// <param name="Tries">How many wrong ones were typed.</param>
/// <param name="SentBy">Who had it sent.</param>
public sealed record OneTimeCodeRow(
    OneTimeCodeId Id, Instant SentAt, Instant ExpiresAt, OneTimeCodeState State, Instant? SettledAt, LedgerEntryId? Entry, Points? Points, string? For, int Tries,
    string SentBy);

/// <summary>
/// The codes by which customers prove over the phone that they want to spend points, where the programme asks for
/// that. Each is made from something drawn by lot and the programme's secret, so that none lies in the database.
/// </summary>
public sealed class OneTimeCodes
{
    /// <summary>How many wrong ones may be typed before the code is void.</summary>
    public const int MostTries = 5;

    /// <summary>How many digits a code has.</summary>
    public const int Digits = 6;

    /// <summary>How long a code can be used.</summary>
    public static readonly Duration Validity = Duration.FromMinutes(10);

    private readonly LoyaltyStore _store;
    private readonly IClock _clock;

    internal OneTimeCodes(LoyaltyStore store, IClock clock) => (_store, _clock) = (store, clock);

    /// <summary>Mails a customer a new code; the one before is void. The same command again does nothing more.</summary>
    /// <returns>
    /// The code's number and how long it is good for; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>,
    /// <see cref="CustomerDeleted"/>, <see cref="CustomerInactive"/>, <see cref="OneTimeCodeNotNeeded"/>, <see cref="OneTimeCodeWithoutAddress"/>.
    /// </returns>
    public Task<Result<SentCode>> SendAsync(Guid key, CustomerId customer, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return Task.FromResult<Result<SentCode>>(new NotAllowed(Capability.RedeemPoints));
        }

        return _store.WriteAsync<SentCode>(async writing =>
        {
            var holder = await writing.Db.Customers.AsNoTracking().SingleOrDefaultAsync(holder => holder.Id == customer);
            switch (holder?.Status)
            {
                case null: return new CustomerNotFound(customer);
                case CustomerStatus.Deleted: return new CustomerDeleted();
                case CustomerStatus.Inactive: return new CustomerInactive();
            }

            if (!writing.Settings.SpendingNeedsCode)
            {
                return new OneTimeCodeNotNeeded();
            }

            if (string.IsNullOrWhiteSpace(holder!.Email))
            {
                return new OneTimeCodeWithoutAddress();
            }

            var code = await writing.Db.OneTimeCodes.SingleOrDefaultAsync(known => known.CommandKey == key);
            if (code is null)
            {
                Close(writing, customer);
                code = new OneTimeCode
                {
                    Id = new OneTimeCodeId(1 + ((Reads)writing.Connection).Number("SELECT MAX(Id) FROM OneTimeCodes")),
                    CustomerId = customer,
                    Salt = RandomNumberGenerator.GetBytes(16),
                    CreatedAt = writing.Now,
                    ExpiresAt = writing.Now + Validity,
                    State = OneTimeCodeState.Waiting,
                    Actor = actor.Name,
                    CommandKey = key,
                };
                writing.Db.OneTimeCodes.Add(code);
                await writing.Db.SaveChangesAsync();
                writing.Tell(customer, MessageTemplate.OneTimeCode, $"code:{key}", ("number", code.Id), ("minutes", (int)Validity.TotalMinutes));
                writing.Audit(actor, "SendOneTimeCode", customer, null, $"code {code.Id}");
            }

            return new SentCode(code.Id, code.ExpiresAt, holder.Email.Trim());
        });
    }

    /// <summary>One page of the codes that a customer was sent, masked.</summary>
    /// <returns>The page; or <see cref="NotAllowed"/>.</returns>
    public Task<Result<Page<OneTimeCodeRow>>> ListAsync(
        CustomerId customer, OneTimeCodeQuery query, Window window, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return Task.FromResult<Result<Page<OneTimeCodeRow>>>(new NotAllowed(Capability.ReadCustomers));
        }

        var page = window.Bounded();
        var direction = query.Descending ? "DESC" : "ASC";
        (string, object?)[] values =
            [("@customer", customer.Value), ("@now", _clock.GetCurrentInstant().ToUnixTimeMilliseconds()), ("@state", (int?)query.State)];
        var matching =
            $"""
            FROM (SELECT c.*, CASE WHEN State = 1 AND ExpiresAt <= @now THEN 4 ELSE State END AS Now FROM OneTimeCodes c WHERE CustomerId = @customer) c
            LEFT JOIN LedgerEntries e ON e.Id = c.EntryId WHERE {(query.State is null ? "1 = 1" : "c.Now = @state")}
            """;
        return _store.ReadAsync<Result<Page<OneTimeCodeRow>>>(
            connection => new Page<OneTimeCodeRow>(
                connection.Query(
                    $"""
                    SELECT c.Id, c.CreatedAt, c.ExpiresAt, c.Now, c.SettledAt, c.EntryId, -e.Points, e.CustomerText, c.Tries, c.Actor {matching}
                    ORDER BY {Column(query.Sort)} {direction}, c.Id {direction} LIMIT {page.Take} OFFSET {page.Skip}
                    """,
                    row => new OneTimeCodeRow(
                        new OneTimeCodeId(row.GetInt64(0)), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), Instant.FromUnixTimeMilliseconds(row.GetInt64(2)),
                        (OneTimeCodeState)row.GetInt32(3), row.LongOrNull(4).ToInstant(), row.LongOrNull(5) is { } entry ? new LedgerEntryId(entry) : null,
                        row.LongOrNull(6) is { } points ? new Points(points) : null, row.TextOrNull(7), row.GetInt32(8), row.GetString(9)),
                    values),
                (int)connection.Number($"SELECT COUNT(*) {matching}", values)),
            cancellationToken);
    }

    /// <summary>Shows a code. It is masked everywhere else, and every look at it is in the audit trail (D16).</summary>
    /// <returns>The code; or, in this order, <see cref="NotAllowed"/>, <see cref="OneTimeCodeNotFound"/>.</returns>
    public Task<Result<string>> RevealAsync(OneTimeCodeId id, Actor actor)
    {
        if (!actor.May(Capability.RevealCodes))
        {
            return Task.FromResult<Result<string>>(new NotAllowed(Capability.RevealCodes));
        }

        return _store.WriteAsync<string>(async writing =>
        {
            if (await writing.Db.OneTimeCodes.AsNoTracking().SingleOrDefaultAsync(code => code.Id == id) is not { } code)
            {
                return new OneTimeCodeNotFound(id);
            }

            writing.Audit(actor, "RevealOneTimeCode", code.CustomerId, null, $"code {id}");
            return TextOf(writing, code);
        });
    }

    /// <summary>
    /// Tries the code that somebody said, before the deed that it is for. A wrong one is counted and written down whatever
    /// becomes of the deed, and too many make it void.
    /// </summary>
    /// <returns>
    /// Null where the deed may go on; else, in this order, <see cref="OneTimeCodeMissing"/>, <see cref="OneTimeCodeNotOpen"/>,
    /// <see cref="OneTimeCodeVoid"/>, <see cref="OneTimeCodeWrong"/>.
    /// </returns>
    internal static async Task<Refusal?> TryAsync(LoyaltyStore store, Guid key, CustomerId customer, string? typed, Actor actor)
    {
        if (actor.Integration is not null || !await store.ReadAsync(db => db.Settings.AnyAsync(settings => settings.SpendingNeedsCode), CancellationToken.None))
        {
            return null;
        }

        var tried = await store.WriteAsideAsync<Verdict>(async writing =>
        {
            // A deed that is done answers its first result; what is wrong with the customer the deed says itself.
            if (await writing.Db.Commands.AnyAsync(known => known.Key == key) || await writing.Db.ApprovalRequests.AnyAsync(known => known.CommandKey == key)
                || !await writing.Db.Customers.AnyAsync(holder => holder.Id == customer && holder.Status == CustomerStatus.Active))
            {
                return new Verdict(null);
            }

            if (string.IsNullOrWhiteSpace(typed))
            {
                return new Verdict(new OneTimeCodeMissing());
            }

            if (Open(writing, customer) is not { } code)
            {
                return new Verdict(new OneTimeCodeNotOpen());
            }

            if (Matches(writing, code, typed))
            {
                return new Verdict(null);
            }

            code.Tries++;
            if (code.Tries >= MostTries)
            {
                (code.State, code.SettledAt) = (OneTimeCodeState.Void, writing.Now);
            }

            writing.Audit(actor, "WrongOneTimeCode", customer, null, $"code {code.Id}, try {code.Tries}");
            return new Verdict(code.State == OneTimeCodeState.Void ? new OneTimeCodeVoid() : new OneTimeCodeWrong(MostTries - code.Tries));
        });
        return tried.Succeeded(out var verdict, out var refusal) ? verdict.Refusal : refusal;
    }

    /// <summary>
    /// Whether points are spent with a code only: by staff, where the programme asks for it. A shop knows its customer itself,
    /// and for a deed that a colleague approves the code was said when it was submitted.
    /// </summary>
    internal static bool IsNeeded(Writing writing, Actor actor) => writing.Settings.SpendingNeedsCode && actor.Integration is null && !writing.IsApproved;

    /// <summary>The open code that was said, inside the deed that uses it up.</summary>
    /// <returns>The code; or, in this order, <see cref="OneTimeCodeMissing"/>, <see cref="OneTimeCodeNotOpen"/>.</returns>
    internal static Result<OneTimeCode> Said(Writing writing, CustomerId customer, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return new OneTimeCodeMissing();
        }

        return Open(writing, customer) is { } code && Matches(writing, code, typed) ? code : new OneTimeCodeNotOpen();
    }

    /// <summary>Uses a code up with what was spent; null where that waits for a colleague.</summary>
    internal static void Use(Writing writing, OneTimeCode code, LedgerEntryId? entry) =>
        (code.State, code.SettledAt, code.EntryId) = (OneTimeCodeState.Used, writing.Now, entry);

    /// <summary>The code for the message that brings it; null where it is open no more.</summary>
    internal static string? ToSend(Writing writing, IReadOnlyDictionary<string, string> values) =>
        values.TryGetValue("number", out var number) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && writing.Db.OneTimeCodes.AsNoTracking().SingleOrDefault(code => code.Id == new OneTimeCodeId(id)) is { State: OneTimeCodeState.Waiting } code
            && code.ExpiresAt > writing.Now
                ? TextOf(writing, code)
                : null;

    // What nobody can use any more makes room for the next.
    private static void Close(Writing writing, CustomerId customer)
    {
        if (writing.Db.OneTimeCodes.SingleOrDefault(code => code.CustomerId == customer && code.State == OneTimeCodeState.Waiting) is { } code)
        {
            (code.State, code.SettledAt) = code.ExpiresAt <= writing.Now ? (OneTimeCodeState.Expired, code.ExpiresAt) : (OneTimeCodeState.Void, writing.Now);
            writing.Db.SaveChanges();
        }
    }

    private static OneTimeCode? Open(Writing writing, CustomerId customer) =>
        writing.Db.OneTimeCodes.SingleOrDefault(code => code.CustomerId == customer && code.State == OneTimeCodeState.Waiting) is { } code
            && code.ExpiresAt > writing.Now ? code : null;

    private static bool Matches(Writing writing, OneTimeCode code, string typed) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(string.Concat(typed.Where(character => !char.IsWhiteSpace(character) && character != '-'))),
        Encoding.ASCII.GetBytes(TextOf(writing, code)));

    private static string TextOf(Writing writing, OneTimeCode code)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(
            writing.Settings.PinSecret ?? throw new InvalidOperationException("The programme has no secret for codes."),
            [.. "one-time code:"u8, .. code.Salt], hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static string Column(OneTimeCodeSort sort) => sort switch
    {
        OneTimeCodeSort.Sent => "c.CreatedAt",
        OneTimeCodeSort.State => "c.Now",
        OneTimeCodeSort.Settled => "c.SettledAt",
        _ => throw new ArgumentOutOfRangeException(nameof(sort)),
    };

    private sealed record Verdict(Refusal? Refusal);
}
