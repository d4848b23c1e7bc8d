using System.Collections.Frozen;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Staff;

/// <summary>
/// What a person does not decide alone (X6): what exceeds the limits of their role, and whatever is done to an account that
/// looks like their own. Shops and the console itself have no limits and no account.
/// </summary>
internal static class FourEyes
{
    private const int OwnAccountsLookedAt = 20;

    // Waits for somebody else anyway, or comes from a shop's document.
    private static readonly FrozenSet<string> _open = FrozenSet.ToFrozenSet(
        [
            "SubmitMergeRequest", "ConfirmMergeRequest", "SubmitApprovalRequest", "WithdrawApprovalRequest", "RejectApprovalRequest",
            "RecordOrder", "RecordCreditNote",
        ],
        StringComparer.Ordinal);

    /// <summary>What keeps a person from doing it alone; null where nothing does.</summary>
    /// <param name="reads">The database.</param>
    /// <param name="settings">The programme's settings.</param>
    /// <param name="actor">Who would do it.</param>
    /// <param name="customer">To whom.</param>
    /// <param name="points">How many points it moves, either way.</param>
    /// <param name="now">The instant of the deed.</param>
    public static ApprovalNeeded? Need(Reads reads, ProgrammeSettings settings, Actor actor, CustomerId customer, Points points, Instant now)
    {
        if (IsOwn(reads, settings, actor, customer))
        {
            return new OwnAccount();
        }

        var (perEntry, perDay) = LimitsOf(reads, actor);
        var moved = Size(points);
        if (moved > perEntry)
        {
            return new OverEntryLimit(perEntry.Value);
        }

        if (perDay is { } most && !moved.IsZero)
        {
            var before = MovedOn(reads, actor, settings.Time.Today(now));
            return before + moved > most ? new OverDayLimit(most, before) : null;
        }

        return null;
    }

    /// <summary>Counts what a person moves by hand, unless they do not decide it alone; what was approved is counted for nobody.</summary>
    public static ApprovalNeeded? Weigh(Writing writing, Actor actor, CustomerId customer, Points points)
    {
        if (writing.IsApproved)
        {
            return null;
        }

        var needed = Need(writing.Connection, writing.Settings, actor, customer, points, writing.Now);
        if (needed is null && actor.IsPerson)
        {
            Count(writing, actor, Size(points), writing.Now);
        }

        return needed;
    }

    /// <summary>Takes back from a day's sum what a person undid of it.</summary>
    public static void Release(Writing writing, Actor actor, Points points, Instant bookedAt)
    {
        if (actor.IsPerson)
        {
            Count(writing, actor, -Size(points), bookedAt);
        }
    }

    /// <summary>Why a deed on a customer cannot be committed; null where it can.</summary>
    public static Refusal? ObjectionTo(Writing writing, Actor actor, string deed, CustomerId customer) =>
        !actor.IsPerson || writing.IsApproved || _open.Contains(deed) || !IsOwn(writing.Connection, writing.Settings, actor, customer) ? null : new AskAColleague();

    /// <summary>Leaves a trace of whoever tried to let their own request happen, though nothing came of it (S3).</summary>
    public static Task NoteTryAsync(LoyaltyStore store, Actor actor, string request) => store.WriteAsync<Done>(writing =>
    {
        writing.Audit(actor, "TryOwnApproval", null, null, request);
        return Task.FromResult<Result<Done>>(default(Done));
    });

    /// <summary>Whether an account looks like a person's own: by e-mail address, phone number, or the postal address of one that does.</summary>
    public static bool IsOwn(Reads reads, ProgrammeSettings settings, Actor actor, CustomerId customer)
    {
        var (email, phone) = (Plain(SearchKeys.Fold(actor.Email)), SearchKeys.Digits(actor.Phone, settings.CallingCode));
        if (email.Length == 0 && phone.Length == 0)
        {
            return false;
        }

        var face = reads.Query(
            "SELECT EmailKey, PhoneDigits FROM Customers WHERE Id = @0", row => (Email: Plain(row.GetString(0)), Phone: row.GetString(1)), customer.Value);
        if (face.Exists(known => IsSame(known.Email, email) || IsSame(known.Phone, phone)))
        {
            return true;
        }

        return reads.Number(
            $"""
            SELECT COUNT(*) FROM (
                SELECT Id FROM Customers WHERE EmailKey = @1 AND @1 <> '' AND Status <> 3
                UNION SELECT Id FROM Customers WHERE PhoneDigits = @2 AND @2 <> '' AND Status <> 3 LIMIT {OwnAccountsLookedAt}) own
            WHERE {LatestAddress.Of("own.Id")} = {LatestAddress.Of("@0")}
            """,
            customer.Value, email, phone) > 0;
    }

    private static bool IsSame(string known, string own) => known.Length > 0 && string.Equals(known, own, StringComparison.Ordinal);

    // What stands after a plus sign is the same mailbox.
    internal static string Plain(string email)
    {
        var (plus, at) = (email.IndexOf('+', StringComparison.Ordinal), email.LastIndexOf('@'));
        return plus > 0 && plus < at ? email[..plus] + email[at..] : email;
    }

    private static (Points? PerEntry, Points? PerDay) LimitsOf(Reads reads, Actor actor)
    {
        if (!actor.IsPerson)
        {
            return default;
        }

        var limits = reads.Query(
                "SELECT Role, PerEntry, PerDay FROM RoleLimits",
                row => (Role: row.GetString(0), PerEntry: row.LongOrNull(1), PerDay: row.LongOrNull(2)))
            .ToDictionary(limit => limit.Role, StringComparer.Ordinal);
        var held = actor.Roles.Select(role => limits.GetValueOrDefault(role)).ToList();
        return (Most(held.Select(limit => limit.PerEntry)), Most(held.Select(limit => limit.PerDay)));

        static Points? Most(IEnumerable<long?> of) => of.ToList() is { Count: > 0 } all && all.TrueForAll(limit => limit is not null)
            ? new Points(all.Max()!.Value)
            : null;
    }

    private static Points MovedOn(Reads reads, Actor actor, LocalDate day) =>
        new(reads.Number("SELECT Points FROM StaffDays WHERE StaffKey = @0 AND Day = @1", actor.Key, LocalDatePattern.Iso.Format(day)));

    private static void Count(Writing writing, Actor actor, Points points, Instant at)
    {
        if (!points.IsZero)
        {
            writing.Connection.Prepare(
                """
                INSERT INTO StaffDays (StaffKey, Day, Points) VALUES (@0, @1, CASE WHEN @2 > 0 THEN @2 ELSE 0 END)
                ON CONFLICT (StaffKey, Day) DO UPDATE SET Points = CASE WHEN StaffDays.Points + @2 > 0 THEN StaffDays.Points + @2 ELSE 0 END
                """).Run(actor.Key, LocalDatePattern.Iso.Format(writing.Settings.Time.Today(at)), points.Hundredths);
        }
    }

    private static Points Size(Points points) => points < Points.Zero ? -points : points;
}

/// <summary>A deed that a person does not do alone; submitted for approval, somebody else may let it happen (X6).</summary>
public abstract record ApprovalNeeded : Refusal;

/// <summary>The account looks like the person's own.</summary>
public sealed record OwnAccount : ApprovalNeeded;

/// <summary>It moves more points than the person may in one entry.</summary>
/// <param name="Limit">How many they may.</param>
public sealed record OverEntryLimit(Points Limit) : ApprovalNeeded;

/// <summary>It moves more points than the person may in one day.</summary>
/// <param name="Limit">How many they may.</param>
/// <param name="Moved">How many they have moved today.</param>
public sealed record OverDayLimit(Points Limit, Points Moved) : ApprovalNeeded;

/// <summary>Something that cannot wait for approval would be done to an account that looks like the person's own.</summary>
public sealed record AskAColleague : Refusal;

/// <summary>A limit of no points, or fewer.</summary>
public sealed record LimitNotPositive : Refusal;

/// <summary>The limit of a day is below that of one entry.</summary>
public sealed record DayBelowEntryLimit : Refusal;
