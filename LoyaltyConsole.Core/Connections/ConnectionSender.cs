using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Transfers.Exporting;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Connections;

/// <summary>
/// Sends who waits in the line of each connection: takes a few customers for itself, reads how they stand, tells the other
/// side while it holds no lock, and notes what came of it. One connection does not wait for another.
/// </summary>
internal sealed class ConnectionSender(LoyaltyStore store, IClock clock, ISecretKeeper secrets, IContactCarrier carrier)
{
    /// <summary>How many are on their way at once, which every service allows.</summary>
    public const int AtOnce = 8;

    /// <summary>How long whoever took a customer has them; far longer than sending may take.</summary>
    public static readonly Duration Claim = Duration.FromMinutes(2);

    // Then the run is over and the next begins, so that what is long is seen to go on, and nothing waits for it.
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(500);

    private static readonly Duration LongestHold = Duration.FromHours(1);

    private const int RemovedAtOnce = 2_000;

    private const int MostFindings = 100;

    private readonly Lock _telling = new();

    /// <summary>Sends all that is due, for as long as a run may take.</summary>
    public async Task<JobReport> RunAsync(Action<JobReport> report, CancellationToken cancellationToken)
    {
        var tally = new Tally(report);
        await TidyAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var connections = await store.ReadAsync(
            db => db.Connections.Where(connection => connection.State == ConnectionState.Active && (connection.HeldUntil == null || connection.HeldUntil <= now))
                .Select(connection => connection.Id).ToListAsync(cancellationToken),
            cancellationToken);
        await Task.WhenAll(connections.Select(connection => SendAsync(connection, tally, cancellationToken)));
        return tally.Report;
    }

    /// <summary>A connection with its secret; null where that cannot be read any more.</summary>
    public static ConnectionAccess? AccessTo(Connection connection, ISecretKeeper secrets) => secrets.Read(connection.Secret) is { } secret
        ? new ConnectionAccess(connection.Kind, new Uri(connection.Address), connection.List, connection.SubscribesNew, secret)
        : null;

    /// <summary>An answer in which nothing stands that must not be kept, whatever the other side repeats.</summary>
    public static Carried WithoutSecrets(Carried carried, params ReadOnlySpan<string?> hidden)
    {
        var detail = carried.Detail;
        foreach (var secret in hidden)
        {
            detail = string.IsNullOrEmpty(secret) ? detail : detail?.Replace(secret, "…", StringComparison.OrdinalIgnoreCase);
        }

        return carried with { Detail = detail?[..Math.Min(detail.Length, Connection.DetailLength)] };
    }

    private async Task SendAsync(ConnectionId id, Tally tally, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < LongestRun)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = (await store.WriteStepAsync(writing => Task.FromResult<Result<Taken>>(Take(writing, id)))).OrThrow();
            if (taken.Access is null)
            {
                return;
            }

            var sent = await Task.WhenAll(taken.Contacts.Select(contact => CarryAsync(taken.Access, contact, cancellationToken)));
            if (sent.Length > 0)
            {
                await store.WriteStepAsync<Done>(writing => Noted(writing, id, sent));
                lock (_telling)
                {
                    tally.Add(id, sent);
                }
            }

            if (sent.Any(one => one.Carried.ConcernsAll) || IsDown(sent))
            {
                return;
            }
        }
    }

    private async Task<Sent> CarryAsync(ConnectionAccess access, Waiting contact, CancellationToken cancellationToken)
    {
        if (contact.Attempts > OutboxSender.MostAttempts)
        {
            return new Sent(contact, new Carried(ConnectionFault.Unfinished), null);
        }

        var carried = await carrier.CarryAsync(access, contact.News, cancellationToken);
        var address = access.Kind != ConnectionKind.Webhook && carried.Fault is null && contact.News.Contact?.Email is { } email ? secrets.Lock(email) : null;
        return new Sent(contact, WithoutSecrets(carried, access.Secret, contact.News.Contact?.Email, contact.News.FormerAddress), address);
    }

    // Some who wait, as they stand in one state of the database; who turns out to be known already is settled on the way.
    private Taken Take(Writing writing, ConnectionId id)
    {
        var connection = writing.Db.Connections.AsNoTracking().Single(connection => connection.Id == id);
        if (connection.State != ConnectionState.Active || connection.HeldUntil > writing.Now)
        {
            return Taken.Nothing;
        }

        if (AccessTo(connection, secrets) is not { } access)
        {
            Hold(writing, connection, new Carried(ConnectionFault.KeyUnreadable));
            return Taken.Nothing;
        }

        ConnectionLine.PutNextOfAll(writing, connection);
        Reads reads = writing.Connection;
        var claimed = reads.Query(
            $"""
            UPDATE ConnectionContacts SET ClaimedUntil = @2, Attempts = Attempts + 1
            WHERE ConnectionId = @0 AND CustomerId IN (
                SELECT CustomerId FROM ConnectionContacts WHERE ConnectionId = @0 AND State = 1 AND NextAttemptAt <= @1 AND (ClaimedUntil IS NULL OR ClaimedUntil <= @1)
                ORDER BY NextAttemptAt, CustomerId LIMIT {AtOnce})
            RETURNING CustomerId, Version, Attempts, SentAt, SentProof, SentAddress
            """,
            row => new Claimed(
                new CustomerId(row.GetInt64(0)), row.GetInt64(1), row.GetInt32(2), !row.IsDBNull(3),
                row.BytesOrNull(4), row.BytesOrNull(5)),
            id.Value, writing.Now.ToUnixTimeMilliseconds(), (writing.Now + Claim).ToUnixTimeMilliseconds());
        if (claimed.Count == 0)
        {
            EndExport(writing, id);
            return Taken.Nothing;
        }

        var records = CustomerRecord.Of(writing.Connection.Database, [.. claimed.Select(one => one.Customer.Value)], writing.Now, isPast: false)
            .ToDictionary(record => record.Id);
        var waiting = new List<Waiting>();
        foreach (var one in claimed)
        {
            if (NewsOf(writing, connection, one, records[one.Customer]) is { } news)
            {
                waiting.Add(new Waiting(news.News, one.Attempts, news.Proof));
            }
            else
            {
                Settle(writing, id, one.Customer, one.Version, records[one.Customer].Status == CustomerStatus.Deleted);
            }
        }

        return new Taken(access, waiting);
    }

    // What the other side is to be told; null where it knows.
    private (ContactNews News, byte[]? Proof)? NewsOf(Writing writing, Connection connection, Claimed one, CustomerRecord record)
    {
        var isWebhook = connection.Kind == ConnectionKind.Webhook;
        var known = one.Address is { } locked ? secrets.Read(locked) : null;
        var deed = record.Status == CustomerStatus.Deleted ? ContactDeed.Erased
            : record.LeftAt is not null || (!isWebhook && string.IsNullOrWhiteSpace(record.Email)) ? ContactDeed.Left
            : ContactDeed.Changed;
        var contact = deed == ContactDeed.Changed ? ContactOf(record) : null;
        var former = known is not null && !string.Equals(known, contact?.Email, StringComparison.OrdinalIgnoreCase) && !IsSomebodys(writing, known, one.Customer) ? known : null;
        if (contact is null)
        {
            return one.IsKnown && (isWebhook || former is not null) ? (News(ContactDeed.Left == deed ? ContactDeed.Left : ContactDeed.Erased, ContactChanges.Any), null) : null;
        }

        var proof = ProofOf(contact);
        var changes = one.IsKnown ? Compare(one.Proof, proof) : ContactChanges.All;
        return changes == ContactChanges.None && former is null ? null : (News(ContactDeed.Changed, changes), proof);

        ContactNews News(ContactDeed what, ContactChanges changes) => new(
            connection.Id, one.Customer, one.Version, writing.Now, what, changes, contact, former,
            what == ContactDeed.Erased ? writing.Db.Customers.AsNoTracking().Where(gone => gone.Id == one.Customer).Select(gone => gone.MergedInto).Single() : null);
    }

    private static Contact ContactOf(CustomerRecord record) => new(
        record.RefId, record.Integration, record.Name, record.First, record.Last, record.Email?.Trim(), record.InternationalPhone, record.Company,
        FileWords<Gender>.Of((long?)record.Gender), record.Birthday, record.Language, record.Group, record.IsRegistered, record.IsLocked,
        record.Status == CustomerStatus.Active, record.Tier, record.EnrolledAt, record.Figures);

    // Another account with the same address, for instance the one that took this one over, keeps it at the service.
    private static bool IsSomebodys(Writing writing, string address, CustomerId butNot) => writing.Connection
        .Prepare("SELECT 1 FROM Customers WHERE EmailKey = @0 AND Id <> @1 AND Status <> 3 AND LeftAt IS NULL LIMIT 1")
        .Run(SearchKeys.Fold(address), butNot.Value) is not null;

    // Four hashes of eight bytes: of all, and of what has an event of its own.
    private static byte[] ProofOf(Contact contact)
    {
        var figures = contact.Figures;
        (Points Collected, Points Expired, Points Locked, Points Redeemable, Points Debt) points =
            (figures.Collected, figures.Expired, figures.Locked, figures.Redeemable, figures.Debt);
        var proof = new byte[32];
        Put(0, JsonSerializer.SerializeToUtf8Bytes(contact with { Figures = null! }));
        Put(8, JsonSerializer.SerializeToUtf8Bytes(contact.Group));
        Put(16, JsonSerializer.SerializeToUtf8Bytes(contact.Tier));
        Put(24, JsonSerializer.SerializeToUtf8Bytes((long[])[
            points.Collected.Hundredths, points.Expired.Hundredths, points.Locked.Hundredths, points.Redeemable.Hundredths, points.Debt.Hundredths]));
        return proof;

        void Put(int at, byte[] part) => SHA256.HashData(part).AsSpan(0, 8).CopyTo(proof.AsSpan(at));
    }

    private static ContactChanges Compare(byte[]? before, byte[] after)
    {
        if (before is not { Length: 32 })
        {
            return ContactChanges.All;
        }

        var changes = ContactChanges.None;
        foreach (var (at, change) in ((int, ContactChanges)[])[
            (0, ContactChanges.Any), (8, ContactChanges.Group | ContactChanges.Any), (16, ContactChanges.Tier | ContactChanges.Any), (24, ContactChanges.Points | ContactChanges.Any)])
        {
            changes |= BinaryPrimitives.ReadInt64LittleEndian(before.AsSpan(at)) == BinaryPrimitives.ReadInt64LittleEndian(after.AsSpan(at)) ? ContactChanges.None : change;
        }

        return changes;
    }

    private static void Settle(Writing writing, ConnectionId id, CustomerId customer, long version, bool isGone) => writing.Connection
        .Prepare(isGone
            ? "DELETE FROM ConnectionContacts WHERE ConnectionId = @0 AND CustomerId = @1 AND Version = @2"
            : """
              UPDATE ConnectionContacts SET State = 0, Attempts = 0, ClaimedUntil = NULL, IsExported = 0, Fault = NULL, Detail = NULL
              WHERE ConnectionId = @0 AND CustomerId = @1 AND Version = @2
              """)
        .Run(id.Value, customer.Value, version);

    private static Task<Result<Done>> Noted(Writing writing, ConnectionId id, Sent[] sent)
    {
        var connection = writing.Db.Connections.AsNoTracking().Single(connection => connection.Id == id);
        foreach (var one in sent)
        {
            Note(writing, id, one);
        }

        if (sent.Any(one => one.Carried.Fault is null or ConnectionFault.Refused))
        {
            writing.Connection.Prepare(
                """
                UPDATE Connections SET Failures = 0, FailingSince = NULL, Fault = NULL, Detail = NULL, HeldUntil = NULL, LastSentAt = COALESCE(@1, LastSentAt)
                WHERE Id = @0 AND State <> 3
                """)
                .Run(id.Value, sent.Any(one => one.Carried.Fault is null) ? writing.Now.ToUnixTimeMilliseconds() : null);
        }

        if (sent.Select(one => one.Carried).FirstOrDefault(carried => carried.ConcernsAll) is { } all)
        {
            Hold(writing, connection, all);
        }
        else if (IsDown(sent))
        {
            Hold(writing, connection, sent[0].Carried);
        }

        EndExport(writing, id);
        return Task.FromResult<Result<Done>>(default(Done));
    }

    private static bool IsDown(Sent[] sent) => sent.Length > 0 && Array.TrueForAll(sent, one => one.Carried.Fault == ConnectionFault.ServiceFailed);

    // By the version that was sent: what changed meanwhile waits on, but what the other side knows now is noted.
    private static void Note(Writing writing, ConnectionId id, Sent sent)
    {
        var (news, carried) = (sent.Contact.News, sent.Carried);
        var (connection, now) = (writing.Connection, writing.Now.ToUnixTimeMilliseconds());
        connection.Prepare("UPDATE ConnectionContacts SET ClaimedUntil = NULL WHERE ConnectionId = @0 AND CustomerId = @1").Run(id.Value, news.Customer.Value);
        if (carried.Fault is null)
        {
            var isKnown = news.Deed == ContactDeed.Changed;
            connection.Prepare(
                """
                UPDATE ConnectionContacts SET State = CASE WHEN Version = @2 THEN 0 ELSE State END, IsExported = CASE WHEN Version = @2 THEN 0 ELSE IsExported END,
                    Attempts = 0, SentAt = @3, SentProof = @4, SentAddress = @5, Fault = NULL, Detail = NULL
                WHERE ConnectionId = @0 AND CustomerId = @1
                """)
                .Run(id.Value, news.Customer.Value, news.Version, isKnown ? now : null, isKnown ? sent.Contact.Proof : null, sent.Address);
            if (news.Deed == ContactDeed.Erased)
            {
                Settle(writing, id, news.Customer, news.Version, isGone: true);
            }

            return;
        }

        if (carried.ConcernsAll)
        {
            // Nobody's fault in particular: it is not counted against them.
            connection.Prepare("UPDATE ConnectionContacts SET Attempts = CASE WHEN Attempts > 1 THEN Attempts - 1 ELSE 0 END WHERE ConnectionId = @0 AND CustomerId = @1 AND Version = @2")
                .Run(id.Value, news.Customer.Value, news.Version);
            return;
        }

        var isForGood = carried.Fault != ConnectionFault.ServiceFailed || sent.Contact.Attempts >= OutboxSender.MostAttempts;
        connection.Prepare(
            """
            UPDATE ConnectionContacts SET State = @3, NextAttemptAt = @4, Fault = @5, Detail = @6, IsExported = CASE @3 WHEN 1 THEN IsExported ELSE 0 END
            WHERE ConnectionId = @0 AND CustomerId = @1 AND Version = @2
            """)
            .Run(
                id.Value, news.Customer.Value, news.Version, (int)(isForGood ? ContactState.Refused : ContactState.Waiting),
                isForGood ? now : (writing.Now + OutboxSender.PauseAfter(sent.Contact.Attempts)).ToUnixTimeMilliseconds(), (int)carried.Fault, carried.Detail);
    }

    // A service that asks us to wait is well; all else is told to people.
    private static void Hold(Writing writing, Connection connection, Carried carried)
    {
        var failures = connection.Failures + 1;
        var isAsked = carried.Fault == ConnectionFault.TooMany;
        var pause = carried.Pause is { } asked ? Duration.Max(Duration.FromSeconds(1), Duration.Min(asked, LongestHold))
            : carried.Fault == ConnectionFault.ServiceFailed || isAsked ? OutboxSender.PauseAfter(1)
            : OutboxSender.PauseAfter(failures);
        writing.Connection.Prepare(
            """
            UPDATE Connections SET HeldUntil = @1, Failures = @2, Fault = @3, Detail = @4, FailingSince = CASE @5 WHEN 1 THEN FailingSince ELSE COALESCE(FailingSince, @6) END
            WHERE Id = @0 AND State <> 3
            """)
            .Run(
                connection.Id.Value, (writing.Now + pause).ToUnixTimeMilliseconds(), failures, (int?)carried.Fault, carried.Detail, isAsked ? 1 : 0,
                writing.Now.ToUnixTimeMilliseconds());
    }

    private static void EndExport(Writing writing, ConnectionId id) => writing.Connection.Prepare(
        """
        UPDATE Connections SET ExportEndedAt = @1 WHERE Id = @0 AND ExportStartedAt IS NOT NULL AND ExportEndedAt IS NULL AND ExportAfter IS NULL
            AND NOT EXISTS (SELECT 1 FROM ConnectionContacts k WHERE k.ConnectionId = @0 AND k.State = 1 AND k.IsExported = 1)
        """)
        .Run(id.Value, writing.Now.ToUnixTimeMilliseconds());

    // What deleted connections knew, in steps: it may be a million rows.
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var removed = (await store.WriteStepAsync(writing => Task.FromResult<Result<Removed>>(new Removed(writing.Connection.Database.Execute(
                $"""
                DELETE FROM ConnectionContacts WHERE (ConnectionId, CustomerId) IN (
                    SELECT k.ConnectionId, k.CustomerId FROM Connections n JOIN ConnectionContacts k ON k.ConnectionId = n.Id WHERE n.State = 3 LIMIT {RemovedAtOnce})
                """))))).OrThrow();
            if (removed.Rows < RemovedAtOnce)
            {
                return;
            }
        }
    }

    private sealed record Removed(int Rows);

    private sealed record Claimed(CustomerId Customer, long Version, int Attempts, bool IsKnown, byte[]? Proof, byte[]? Address);

    private sealed record Waiting(ContactNews News, int Attempts, byte[]? Proof);

    private sealed record Sent(Waiting Contact, Carried Carried, byte[]? Address);

    private sealed record Taken(ConnectionAccess? Access, IReadOnlyList<Waiting> Contacts)
    {
        public static Taken Nothing { get; } = new(null, []);
    }

    private sealed class Tally(Action<JobReport> report)
    {
        private readonly List<JobFinding> _findings = [];
        private long _told;

        public JobReport Report { get; private set; } = new(0, 0, 0);

        public void Add(ConnectionId id, Sent[] sent)
        {
            foreach (var one in sent.Where(one => one.Carried.Fault is not (null or ConnectionFault.TooMany)))
            {
                _findings.Add(new JobFinding(one.Contact.News.Customer, $"connection {id}, attempt {one.Contact.Attempts}: {one.Carried.Fault}"));
            }

            Report = new JobReport(Report.Processed + sent.Length, Report.Changed + sent.Count(one => one.Carried.Fault is null), _findings.Count)
            {
                Findings = [.. _findings.TakeLast(MostFindings)],
            };
            if (Stopwatch.GetElapsedTime(_told) >= BetweenReports)
            {
                _told = Stopwatch.GetTimestamp();
                report(Report);
            }
        }
    }
}
