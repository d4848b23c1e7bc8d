using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>
/// Random deeds on a few customers beside a model that knows nothing of allocations: what is conserved stays conserved,
/// and every figure agrees with the ledger at every instant (target R2).
/// </summary>
public sealed class SimulationTests : LedgerTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2025)]
    public async Task R2_points_are_neither_made_nor_lost(int seed)
    {
        var random = new Random(seed);
        var customers = new List<CustomerId>();
        for (var index = 0; index < 4; index++)
        {
            customers.Add(await Programme.CustomerAsync($"Customer {index}"));
        }

        var orders = new List<(CustomerId Customer, string Ref, decimal Amount)>();
        var redemptions = new List<LedgerEntryId>();
        for (var deed = 0; deed < 150; deed++)
        {
            Programme.Clock.Advance(Duration.FromHours(random.Next(1, 24 * 20)));
            var customer = customers[random.Next(customers.Count)];
            await DoAsync(random, customer, deed, orders, redemptions);
            await AssertConservedAsync(customer);
        }

        await Programme.AssertLedgerHoldsAsync();
        Assert.NotEmpty(redemptions);
        Assert.Contains(await Programme.EntriesAsync(customers[0]), entry => entry.Kind == EntryKind.Expiry);
    }

    private async Task DoAsync(
        Random random, CustomerId customer, int deed, List<(CustomerId, string Ref, decimal Amount)> orders, List<LedgerEntryId> redemptions)
    {
        var now = Programme.Clock.GetCurrentInstant();
        switch (random.Next(6))
        {
            case 0 or 1:
                var amount = random.Next(1, 20_000) / 100m;
                await Programme.OrderAsync(customer, amount, $"S-{deed}");
                orders.Add((customer, $"S-{deed}", amount));
                break;
            case 2 when orders.Count > 0:
                var (owner, reference, total) = orders[random.Next(orders.Count)];
                await Programme.CreditNoteAsync(owner, Math.Round(total * random.Next(10, 100) / 100m, 2) + 0.01m, random.Next(3) == 0 ? null : reference);
                break;
            case 3:
                await Programme.LotAsync(
                    customer, random.Next(1, 300), now + Duration.FromDays(random.Next(40, 120)),
                    random.Next(2) == 0 ? now + Duration.FromDays(random.Next(1, 39)) : null);
                break;
            case 4:
                var figures = await Programme.FiguresAsync(customer);
                if (figures.Redeemable > Points.Zero)
                {
                    redemptions.Add((await Programme.RedeemAsync(customer, random.Next(1, (int)figures.Redeemable.Value + 1))).Id);
                }

                break;
            case 5 when redemptions.Count > 0:
                (await Programme.Ledger.DiscardAsync(redemptions[random.Next(redemptions.Count)], Programme.Agent)).OrThrow();
                break;
        }
    }

    // Σ active entries = total − debt, whether or not time has been written down; and as of now as well as looking back at now.
    private async Task AssertConservedAsync(CustomerId customer)
    {
        var now = Programme.Clock.GetCurrentInstant();
        var figures = await Programme.FiguresAsync(customer);
        var entries = (await Programme.EntriesAsync(customer)).Where(entry => entry.Status == EntryStatus.Active).ToList();
        var written = entries.Aggregate(Points.Zero, (sum, entry) => sum + entry.Points);
        var expiredSince = figures.Expired + entries.Where(entry => entry.Kind == EntryKind.Expiry)
            .Aggregate(Points.Zero, (sum, entry) => sum + entry.Points);

        Assert.Equal(written - expiredSince, figures.Total - figures.Debt);
        Assert.True(figures.Debt.IsZero || figures.Redeemable.IsZero, "Debt excludes redeemable points.");

        Programme.Clock.Advance(Duration.FromMilliseconds(1));
        Assert.Equal(figures, await Programme.FiguresAsync(customer, now));
    }
}
