using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace LoyaltyConsole.Core.Customers;

// In the order in which they are checked.

/// <summary>Too many wrong PINs were tried; none is looked at until then.</summary>
public sealed record PinPaused(Instant Until) : Refusal;

/// <summary>That is not the PIN.</summary>
public sealed record PinWrong : Refusal;

/// <summary>A registered customer has no PIN (E-054).</summary>
public sealed record PinNotNeeded : Refusal;

/// <summary>There is no e-mail address to which the PIN could be sent.</summary>
public sealed record PinWithoutAddress : Refusal;

/// <summary>
/// The PINs by which guests redeem (E-051). Each is made from the programme's secret, the customer and a count of resets,
/// so that every guest has one and none lies in the database.
/// </summary>
public sealed class CustomerPins
{
    /// <summary>How many wrong PINs may be tried before a pause.</summary>
    public const int MostTries = 5;

    /// <summary>How long the pause is.</summary>
    public static readonly Duration Pause = Duration.FromMinutes(15);

    private readonly LoyaltyStore _store;

    internal CustomerPins(LoyaltyStore store) => _store = store;

    /// <summary>
    /// Whether it is the customer's PIN. Wrong ones are counted, whatever becomes of the deed that they were given for. A
    /// registered customer has none, and passes (E-054).
    /// </summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="PinPaused"/>, <see cref="PinWrong"/>.
    /// </returns>
    public async Task<Result<Done>> VerifyAsync(CustomerId customer, string pin, Actor actor)
    {
        if (!actor.May(Capability.RedeemPoints))
        {
            return new NotAllowed(Capability.RedeemPoints);
        }

        var verified = await _store.WriteAsideAsync<Verdict>(async writing =>
        {
            var holder = await writing.Db.Customers.AsNoTracking().Where(holder => holder.Id == customer)
                .Select(holder => new { holder.Status, holder.IsRegistered }).SingleOrDefaultAsync();
            if (holder is null)
            {
                return new CustomerNotFound(customer);
            }

            if (holder.Status == CustomerStatus.Deleted)
            {
                return new CustomerDeleted();
            }

            if (holder.IsRegistered)
            {
                return new Verdict(IsRight: true);
            }

            var known = await writing.Db.CustomerPins.SingleOrDefaultAsync(known => known.CustomerId == customer);
            if (known is { Tries: >= MostTries, LastTryAt: { } last } && writing.Now < last + Pause)
            {
                return new PinPaused(last + Pause);
            }

            var isRight = CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(pin.Trim()), Encoding.ASCII.GetBytes(PinOf(writing, customer, known?.Resets ?? 0)));
            if (known is null && !isRight)
            {
                writing.Db.CustomerPins.Add(known = new CustomerPin { CustomerId = customer });
            }

            if (known is not null)
            {
                // After a pause the next mistake is the first again.
                var before = known.LastTryAt is { } earlier && writing.Now < earlier + Pause ? known.Tries : 0;
                (known.Tries, known.LastTryAt) = isRight ? (0, null) : (before + 1, (Instant?)writing.Now);
            }

            return new Verdict(isRight);
        });
        return !verified.Succeeded(out var verdict, out var refusal) ? refusal : verdict.IsRight ? default(Done) : new PinWrong();
    }

    /// <summary>Shows a guest's PIN (E-020). It is masked everywhere else, and every look at it is in the audit trail (D16).</summary>
    /// <returns>
    /// The PIN; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="PinNotNeeded"/>.
    /// </returns>
    public Task<Result<string>> RevealAsync(CustomerId customer, Actor actor)
    {
        if (!actor.May(Capability.RevealPin))
        {
            return Task.FromResult<Result<string>>(new NotAllowed(Capability.RevealPin));
        }

        return _store.WriteAsync<string>(async writing =>
        {
            if (await GuestAsync(writing, customer) is { } refusal)
            {
                return refusal;
            }

            writing.Audit(actor, "RevealPin", customer, null, null);
            return PinOf(writing, customer);
        });
    }

    /// <summary>
    /// Gives a guest another PIN, and sends it to their e-mail address (E-053). The one before is worth nothing from then on,
    /// and a pause after wrong ones is over. The same command again does nothing more.
    /// </summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>,
    /// <see cref="PinNotNeeded"/>, <see cref="PinWithoutAddress"/>.
    /// </returns>
    public Task<Result<Done>> ResetAsync(Guid key, CustomerId customer, Actor actor)
    {
        if (!actor.May(Capability.ResetPin))
        {
            return Task.FromResult<Result<Done>>(new NotAllowed(Capability.ResetPin));
        }

        return _store.WriteAsync<Done>(async writing =>
        {
            if (await GuestAsync(writing, customer) is { } refusal)
            {
                return refusal;
            }

            if (!await writing.Db.Customers.AnyAsync(guest => guest.Id == customer && guest.EmailKey != ""))
            {
                return new PinWithoutAddress();
            }

            var message = string.Create(CultureInfo.InvariantCulture, $"pin-reset:{customer}:{key}");
            if (await writing.Db.Messages.AnyAsync(known => known.Key == message))
            {
                return default(Done);
            }

            var known = await writing.Db.CustomerPins.SingleOrDefaultAsync(known => known.CustomerId == customer);
            if (known is null)
            {
                writing.Db.CustomerPins.Add(known = new CustomerPin { CustomerId = customer });
            }

            // One in ten thousand would come out as it was.
            var before = PinOf(writing, customer, known.Resets);
            do
            {
                known.Resets++;
            }
            while (string.Equals(PinOf(writing, customer, known.Resets), before, StringComparison.Ordinal));
            (known.Tries, known.LastTryAt) = (0, null);
            writing.Tell(customer, MessageTemplate.Pin, message);
            writing.Audit(actor, "ResetPin", customer, null, null);
            return default(Done);
        });
    }

    /// <summary>
    /// Sends a guest their PIN with their first order (E-052): the first that is recorded while they have an e-mail address and
    /// were never sent one, so once whatever comes how often and at once.
    /// </summary>
    internal static void SendWithFirstOrder(Writing writing, CustomerId customer)
    {
        var isDue = ((Reads)writing.Connection).Number(
            """
            SELECT EXISTS (SELECT 1 FROM Customers WHERE Id = @0 AND IsRegistered = 0 AND EmailKey <> '')
                AND NOT EXISTS (SELECT 1 FROM Messages WHERE CustomerId = @0 AND Template = 1)
            """,
            customer.Value);
        if (isDue == 1)
        {
            writing.Tell(customer, MessageTemplate.Pin, $"pin:{customer}");
        }
    }

    /// <summary>The PIN as it is now.</summary>
    internal static string PinOf(Writing writing, CustomerId customer) => PinOf(
        writing, customer, (int)((Reads)writing.Connection).Number("SELECT Resets FROM CustomerPins WHERE CustomerId = @0", customer.Value));

    /// <summary>Four digits.</summary>
    internal static string PinOf(Writing writing, CustomerId customer, int resets)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(
            writing.Settings.PinSecret ?? throw new InvalidOperationException("The programme has no secret for PINs."),
            Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{customer.Value}:{resets}")), hash);
        return (BinaryPrimitives.ReadUInt64BigEndian(hash) % 10_000).ToString("0000", CultureInfo.InvariantCulture);
    }

    private static async Task<Refusal?> GuestAsync(Writing writing, CustomerId customer)
    {
        var holder = await writing.Db.Customers.AsNoTracking().Where(holder => holder.Id == customer)
            .Select(holder => new { holder.Status, holder.IsRegistered }).SingleOrDefaultAsync();
        return holder switch
        {
            null => new CustomerNotFound(customer),
            { Status: CustomerStatus.Deleted } => new CustomerDeleted(),
            { IsRegistered: true } => new PinNotNeeded(),
            _ => null,
        };
    }

    private sealed record Verdict(bool IsRight);
}

/// <summary>What is kept of a guest's PIN: how often it was reset, and the tries of late.</summary>
internal sealed class CustomerPin
{
    public CustomerId CustomerId { get; init; }

    public int Resets { get; set; }

    public int Tries { get; set; }

    public Instant? LastTryAt { get; set; }
}

internal sealed class CustomerPinTable : IEntityTypeConfiguration<CustomerPin>
{
    public void Configure(EntityTypeBuilder<CustomerPin> builder)
    {
        builder.ToTable("CustomerPins");
        builder.HasKey(pin => pin.CustomerId);
        builder.Property(pin => pin.CustomerId).ValueGeneratedNever();
        builder.HasOne<Customer>().WithOne().HasForeignKey<CustomerPin>(pin => pin.CustomerId).OnDelete(DeleteBehavior.Restrict);
    }
}
