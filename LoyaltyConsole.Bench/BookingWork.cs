using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Bench;

/// <summary>An adjustment: what it would do, and doing it durably.</summary>
internal static class BookingWork
{
    public static IEnumerable<Work> All(Subject subject)
    {
        foreach (var (name, customer) in ((string, CustomerId)[])[("a typical customer", subject.Typical), ("the heaviest customer", subject.Heaviest)])
        {
            var adjustment = default(Adjustment)!;
            async Task ReadAsync() => adjustment = await AdjustmentAsync(subject, customer);
            yield return new Work(
                $"preview for {name}",
                async () => (await subject.Get<PointsLedger>().PreviewAsync(adjustment, subject.Actor, CancellationToken.None)).OrThrow(),
                () => Lots(subject.Raw, customer))
            {
                Before = ReadAsync,
            };
            yield return new Work(
                $"adjustment for {name}, durable",
                async () => (await subject.Get<PointsLedger>().AdjustAsync(adjustment, subject.Actor)).OrThrow(),
                () => Commit(subject.Raw, customer))
            {
                Before = ReadAsync,
                Budget = 10,
            };
        }
    }

    private static async Task<Adjustment> AdjustmentAsync(Subject subject, CustomerId customer)
    {
        var account = (await subject.Get<PointsLedger>().AccountAsync(customer, at: null, subject.Actor, CancellationToken.None)).OrThrow();
        return new Adjustment(
            Guid.CreateVersion7(), customer, account.Version, account.Figures.Balance, AdjustmentDoor.TopUp, Points.Whole(10));
    }

    // The lots of which the figures are worked out anew.
    private static void Lots(RawConnection raw, CustomerId customer) =>
        raw.Read("SELECT l.* FROM Lots l WHERE l.CustomerId = @0 AND l.Remaining > 0", customer.Value);

    // Reads what an adjustment reads, and writes as many rows, none of which any invariant is about.
    private static void Commit(RawConnection raw, CustomerId customer)
    {
        raw.Read("BEGIN IMMEDIATE");
        Lots(raw, customer);
        raw.Read("UPDATE Accounts SET Version = Version + 1 WHERE CustomerId = @0", customer.Value);
        for (var row = 0; row < 4; row++)
        {
            raw.Read("INSERT INTO AuditEntries (At, Actor, Deed, CustomerId) VALUES (0, 'bench', 'Bench', @0)", customer.Value);
        }

        raw.Read("COMMIT");
    }
}
