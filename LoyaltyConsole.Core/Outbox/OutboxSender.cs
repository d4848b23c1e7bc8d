using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Outbox;

/// <summary>
/// Sends what waits in the outbox: takes one message at a time for itself, sends it while it holds no lock, and notes what
/// came of it. What fails is tried again, later each time, until it is a dead letter.
/// </summary>
internal sealed class OutboxSender(LoyaltyStore store, IClock clock, IPostOffice office)
{
    /// <summary>How often a message is tried: with the pauses between some 18 hours, so that an outage of a night is survived.</summary>
    public const int MostAttempts = 12;

    /// <summary>How long whoever took a message has it for themselves; far longer than sending may take.</summary>
    public static readonly Duration Claim = Duration.FromMinutes(5);

    private const int MostFindings = 100;

    private const string Due = "State = 1 AND NextAttemptAt <= @0 AND (ClaimedUntil IS NULL OR ClaimedUntil <= @0)";

    private static readonly Duration FirstPause = Duration.FromMinutes(1);

    private static readonly Duration LongestPause = Duration.FromHours(4);

    /// <summary>How long to wait after so many tries in vain.</summary>
    public static Duration PauseAfter(int attempts) => Duration.Min(LongestPause, FirstPause * (1L << Math.Min(attempts - 1, 20)));

    /// <summary>Whether there is anything to send by now.</summary>
    public static Task<bool> IsDueAsync(LoyaltyStore store, IClock clock, CancellationToken cancellationToken) => store.ReadAsync(
        connection => connection.Number(
            $"SELECT EXISTS (SELECT 1 FROM Messages WHERE {Due})", ("@0", clock.GetCurrentInstant().ToUnixTimeMilliseconds())) == 1,
        cancellationToken);

    /// <summary>Sends all that is due by now.</summary>
    public async Task<JobReport> RunAsync(Action<JobReport> report, CancellationToken cancellationToken)
    {
        var until = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var done = new JobReport(0, 0, 0);
        var findings = new List<JobFinding>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = (await store.WriteStepAsync(writing => Task.FromResult<Result<Taken>>(Take(writing, until)))).OrThrow();
            if (taken.Message is not { } message)
            {
                return done;
            }

            var delivery = await DeliverAsync(message, taken, cancellationToken);
            if (delivery is { Fault: { } fault and not MessageFault.NotNeeded and not MessageFault.NobodyToTell })
            {
                findings.Add(new JobFinding(message.Customer, $"message {message.Id}, attempt {message.Attempts}: {fault}"));
            }

            done = new JobReport(done.Processed + 1, done.Changed + (delivery.Fault is null ? 1 : 0), findings.Count) { Findings = [.. findings.TakeLast(MostFindings)] };
            report(done);

            // Every other letter would wait for the same server; one try at a time is enough until it is back.
            if (delivery.ConcernsAll)
            {
                return done;
            }
        }
    }

    private static Taken Take(Writing writing, long until)
    {
        var taken = writing.Connection.Database.Query(
            $"""
            UPDATE Messages SET Attempts = Attempts + 1, ClaimedUntil = @1
            WHERE Id = (SELECT Id FROM Messages WHERE {Due} ORDER BY NextAttemptAt, Id LIMIT 1)
            RETURNING Id, Reference, Template, Language, CustomerId, WhoMay, StaffId, NotTo, Parameters, Attempts
            """,
            Waiting.Of,
            ("@0", until), ("@1", (writing.Now + Claim).ToUnixTimeMilliseconds()));
        return taken is [var message]
            ? new Taken(message, message.Customer is { } customer ? ToCustomer(writing, message, customer) : null, writing.Settings.Name)
            : new Taken(null, null, "");
    }

    // Whom it goes to and what is secret in it are read when it leaves, and are kept nowhere else.
    private static Letter? ToCustomer(Writing writing, Waiting message, CustomerId id)
    {
        var customer = writing.Db.Customers.AsNoTracking().Single(customer => customer.Id == id);
        if (customer.Status == CustomerStatus.Deleted || (message.Template == MessageTemplate.Pin && customer.IsRegistered))
        {
            return null;
        }

        (string Name, string Value)[]? secrets = message.Template switch
        {
            MessageTemplate.Pin => [("pin", CustomerPins.PinOf(writing, id))],
            MessageTemplate.OneTimeCode => OneTimeCodes.ToSend(writing, message.Values) is { } code ? [("code", code)] : null,
            _ => [],
        };
        return secrets is null ? null : message.To(customer.Email?.Trim() ?? "", customer.Name, message.Language, writing.Settings.Name, secrets);
    }

    private async Task<Delivery> DeliverAsync(Waiting message, Taken taken, CancellationToken cancellationToken)
    {
        if (message.Attempts > MostAttempts)
        {
            return await NoteAsync(message, null, new Delivery(MessageFault.Unfinished, IsForGood: true));
        }

        if (message.Customer is not null)
        {
            return taken.ToCustomer switch
            {
                null => await NoteAsync(message, null, new Delivery(MessageFault.NotNeeded, IsForGood: true)),
                { Address.Length: 0 } => await NoteAsync(message, null, new Delivery(MessageFault.NoAddress, IsForGood: true)),
                var letter => await NoteAsync(message, letter.Address, await office.SendAsync(letter, cancellationToken)),
            };
        }

        var readers = await office.WhoMayAsync(message.WhoMay!.Value, cancellationToken);
        if (message.StaffId is null)
        {
            return await ShareOutAsync(message, [.. readers.Where(reader => !string.Equals(reader.Id, message.NotTo, StringComparison.Ordinal))]);
        }

        return readers.FirstOrDefault(reader => string.Equals(reader.Id, message.StaffId, StringComparison.Ordinal)) is { } person
            ? await NoteAsync(
                message, person.Email, await office.SendAsync(message.To(person.Email, person.Name, person.Language, taken.Programme, []), cancellationToken))
            : await NoteAsync(message, null, new Delivery(MessageFault.NobodyToTell, IsForGood: true));
    }

    // One for each, so that what fails for one is not sent to the others again.
    private async Task<Delivery> ShareOutAsync(Waiting message, IReadOnlyList<StaffReader> readers)
    {
        if (readers.Count == 0)
        {
            return await NoteAsync(message, null, new Delivery(MessageFault.NobodyToTell, IsForGood: true));
        }

        await store.WriteStepAsync<Done>(writing =>
        {
            foreach (var reader in readers)
            {
                writing.Connection.Prepare(
                    """
                    INSERT INTO Messages (Key, Reference, Channel, Template, Language, WhoMay, StaffId, Parameters, State, Attempts, CreatedAt, NextAttemptAt)
                    SELECT Key || '/' || @1, @2, Channel, Template, @3, WhoMay, @1, Parameters, 1, 0, CreatedAt, NextAttemptAt FROM Messages WHERE Id = @0 ON CONFLICT DO NOTHING
                    """)
                    .Run(message.Id.Value, reader.Id, OutboxWriting.NewReference(), reader.Language);
            }

            Settle(writing, message, MessageState.SharedOut);
            return Task.FromResult<Result<Done>>(default(Done));
        });
        return Delivery.Done;
    }

    private async Task<Delivery> NoteAsync(Waiting message, string? address, Delivery delivery)
    {
        await store.WriteStepAsync<Done>(writing =>
        {
            if (delivery.Fault is null)
            {
                // It may have been taken back, or its reader erased, while it was on its way; it left nevertheless.
                writing.Connection.Prepare(
                    """
                    UPDATE Messages SET State = 2, SentAt = @1, SentTo = CASE WHEN Parameters <> '' THEN @2 END, ClaimedUntil = NULL, Fault = NULL, Detail = NULL
                    WHERE Id = @0
                    """)
                    .Run(message.Id.Value, writing.Now.ToUnixTimeMilliseconds(), address);
            }
            else if (delivery.Fault is MessageFault.NotNeeded or MessageFault.NobodyToTell)
            {
                Settle(writing, message, MessageState.Cancelled, delivery);
            }
            else if (delivery.IsForGood || message.Attempts >= MostAttempts)
            {
                Settle(writing, message, MessageState.Failed, delivery);
            }
            else
            {
                Settle(writing, message, MessageState.Waiting, delivery, writing.Now + PauseAfter(message.Attempts));
            }

            if (message.Customer is { } customer)
            {
                writing.Touch(customer);
            }

            return Task.FromResult<Result<Done>>(default(Done));
        });
        return delivery;
    }

    // By the number of the attempt: whoever lost the claim meanwhile changes nothing of what another noted, and nothing is
    // written about whoever was erased meanwhile.
    private static void Settle(Writing writing, Waiting message, MessageState state, Delivery? delivery = null, Instant? next = null) =>
        writing.Connection.Prepare(
            """
            UPDATE Messages SET State = @2, ClaimedUntil = NULL, NextAttemptAt = COALESCE(@3, NextAttemptAt), Fault = @4, Detail = @5
            WHERE Id = @0 AND State = 1 AND Attempts = @1
            """)
            .Run(
                message.Id.Value, message.Attempts, (int)state, next?.ToUnixTimeMilliseconds(), (int?)delivery?.Fault,
                delivery?.Detail is { } detail ? detail[..Math.Min(detail.Length, Message.DetailLength)] : null);

    private sealed record Taken(Waiting? Message, Letter? ToCustomer, string Programme);

    private sealed record Waiting(
        MessageId Id, Guid Reference, MessageTemplate Template, string Language, CustomerId? Customer, Capability? WhoMay, string? StaffId, string? NotTo,
        IReadOnlyDictionary<string, string> Values, int Attempts)
    {
        public static Waiting Of(StoredRow row) => new(
            new MessageId(row.GetInt64(0)), Guid.Parse(row.GetString(1)), (MessageTemplate)row.GetInt32(2), row.GetString(3),
            row.LongOrNull(4) is { } customer ? new CustomerId(customer) : null,
            row.TextOrNull(5) is { } capability ? Enum.Parse<Capability>(capability) : null,
            row.TextOrNull(6), row.TextOrNull(7), OutboxWriting.ValuesOf(row.GetString(8)), row.GetInt32(9));

        public Letter To(string address, string? name, string language, string programme, (string Name, string Value)[] secrets)
        {
            var values = new Dictionary<string, string>(Values, StringComparer.Ordinal) { ["name"] = name ?? "", ["programme"] = programme };
            foreach (var (secret, value) in secrets)
            {
                values[secret] = value;
            }

            return new Letter(Reference, address, name, Template, language, values);
        }
    }
}
