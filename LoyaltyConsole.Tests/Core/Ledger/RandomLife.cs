using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>
/// Deeds on one account as chance has them: credits, locks, spends and reservations, returns, reversals, late orders,
/// and the job now and then.
/// </summary>
internal sealed class RandomLife(Programme programme, CustomerId customer, Random random)
{
    private readonly List<(string Ref, decimal Amount)> _orders = [];
    private readonly List<LedgerEntryId> _redemptions = [];
    private int _deeds;

    /// <summary>Whether orders may come in that were placed days before.</summary>
    public bool IsLate { get; init; } = true;

    public async Task DoAsync()
    {
        var now = programme.Clock.GetCurrentInstant();
        _deeds++;
        switch (random.Next(13))
        {
            case 0 or 1:
                var amount = random.Next(1, 20_000) / 100m;
                var late = IsLate && random.Next(4) == 0 ? Duration.FromHours(random.Next(1, 24 * 20)) : Duration.Zero;
                await programme.OrderAsync(customer, amount, $"R-{customer}-{_deeds}", now - late);
                _orders.Add(($"R-{customer}-{_deeds}", amount));
                break;
            case 2 when _orders.Count > 0:
                var (reference, paid) = _orders[random.Next(_orders.Count)];
                await programme.CreditNoteAsync(
                    customer, Math.Round(paid * random.Next(10, 100) / 100m, 2) + 0.01m, random.Next(3) == 0 ? null : reference);
                break;
            case 3 or 4:
                await programme.LotAsync(
                    customer, random.Next(1, 300), now + Duration.FromDays(random.Next(20, 90)),
                    random.Next(2) == 0 ? now + Duration.FromDays(random.Next(1, 19)) : null);
                break;
            case 5 or 6 when (await programme.FiguresAsync(customer)).Redeemable is { IsZero: false } redeemable:
                _redemptions.Add((await programme.RedeemAsync(customer, random.Next(1, (int)redeemable.Value + 1))).Id);
                break;
            case 7 when _redemptions.Count > 0:
                await programme.Ledger.DiscardAsync(_redemptions[random.Next(_redemptions.Count)], programme.Agent);
                break;
            case 8 when (await programme.FiguresAsync(customer)).Total is { IsZero: false } total:
                var adjustment = await programme.AdjustmentAsync(customer, AdjustmentDoor.DrawOff, Points.Whole(random.Next(1, (int)total.Value + 1)));
                (await programme.Ledger.AdjustAsync(adjustment, programme.Agent)).OrThrow();
                break;
            case 9 when (await programme.FiguresAsync(customer)) is { Redeemable.IsZero: false, Debt.IsZero: true } figures:
                var reserved = (await programme.Ledger.ReserveAsync(
                    new Reservation(Guid.CreateVersion7(), customer, Points.Whole(random.Next(1, (int)figures.Redeemable.Value + 1))) { Integration = "Shop" },
                    programme.Agent)).OrThrow();
                if (_orders.Count > 0 && random.Next(2) == 0)
                {
                    (await programme.Ledger.ConfirmAsync(reserved.CouponCode, _orders[^1].Ref, programme.Manager)).OrThrow();
                }

                break;
            case 10:
                // Not everything can be reversed; what cannot is refused.
                var entries = await programme.EntriesAsync(customer);
                if (entries.Count > 0)
                {
                    await programme.Ledger.ReverseAsync(
                        new EntryReversal(Guid.CreateVersion7(), entries[random.Next(entries.Count)].Id, "By mistake"), programme.Manager);
                }

                break;
            case 11:
                await programme.Get<AccountRefresh>().RunAsync(CancellationToken.None);
                break;
        }
    }
}
