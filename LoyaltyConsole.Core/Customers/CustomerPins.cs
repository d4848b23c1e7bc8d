using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Ledger;
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
