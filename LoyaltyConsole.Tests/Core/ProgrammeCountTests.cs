using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core;

public sealed class ProgrammeCountTests : IAsyncLifetime
{
    private Programme? _programme;

    private Programme Programme => _programme!;

    public async ValueTask InitializeAsync() => _programme = await Programme.CreateAsync();

    public async ValueTask DisposeAsync() => await Programme.DisposeAsync();

    [Fact]
    public async Task L_004_the_programme_is_counted_as_its_accounts_and_its_ledger_have_it()
    {
        // It is Friday, 28 November 2025.
        Programme.Clock.Set(Programme.Berlin(2025, 10, 20, 12));
        var (ada, ben) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Ben"));
        await Programme.OrderAsync(ada, 600);
        Programme.Clock.Set(Programme.Berlin(2025, 11, 24, 0, 5));
        await Programme.OrderAsync(ben, 80);
        await Programme.RedeemAsync(ada, 150);
        await Programme.LotAsync(ben, 40, validUntil: Programme.Berlin(2025, 12, 1));
        await Programme.LotAsync(ben, 30, validUntil: Programme.Berlin(2026, 1, 15), lockedUntil: Programme.Berlin(2025, 12, 24));
        Programme.Clock.Set(Programme.Berlin(2025, 11, 28, 14, 37));
        await Programme.CustomerAsync("Cleo");

        var figures = await FiguresAsync();

        Assert.Equal(Programme.Clock.GetCurrentInstant(), figures.At);
        Assert.Equal((3, 1), (figures.Members, figures.NewMembers));
        Assert.Equal((600, 30, 0, 0), (Whole(figures.Total), Whole(figures.Locked), Whole(figures.Debt), figures.Indebted));
        Assert.Equal(
            [(EntryKind.Revenue, 80, 1), (EntryKind.ManualCredit, 70, 2), (EntryKind.Redemption, -150, 1)],
            figures.ThisMonth.Select(booked => (booked.Kind, Whole(booked.Points), booked.Entries)));
        Assert.Equal([(EntryKind.Revenue, 600, 1)], figures.LastMonth.Select(booked => (booked.Kind, Whole(booked.Points), booked.Entries)));
        Assert.Equal(150m / 750, figures.RedemptionRate);
        Assert.Equal(12, figures.Weeks.Count);
        Assert.Equal(
            [(new LocalDate(2025, 10, 20), 600, 0), (new LocalDate(2025, 11, 24), 150, 150)],
            figures.Weeks.Where(week => !week.Collected.IsZero).Select(week => (week.From, Whole(week.Collected), Whole(week.Redeemed))));
        Assert.Equal([("Member", "Silver", 1L)], (await CountedSinceAsync(Programme.Berlin(2025, 10, 25))).Select(move => (move.From, move.To, move.Customers)));

        // Good to the end of November, although it runs out as December begins.
        Assert.Equal(
            [(new LocalDate(2025, 11, 28), 40, 1L), (new LocalDate(2026, 1, 1), 30, 1L)],
            figures.Expiring.Where(month => month.Customers > 0).Select(month => (month.From, Whole(month.Points), month.Customers)));
        Assert.Equal((40, 1L), (Whole(figures.ExpiringSoon.Points), figures.ExpiringSoon.Customers));

        async Task<IReadOnlyList<TierMovement>> CountedSinceAsync(Instant at)
        {
            Programme.Clock.Set(at);
            return (await FiguresAsync(renew: true)).TierMoves;
        }
    }

    [Fact]
    public async Task L_004_what_was_given_back_is_not_redeemed_and_what_was_discarded_was_never_booked()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 500);
        await Programme.RedeemAsync(ada, 100);
        var reserved = await Programme.ReserveAsync(ada, 200);
        (await Programme.Ledger.DiscardAsync(reserved.Id, Programme.Manager)).OrThrow();

        var figures = await FiguresAsync();

        Assert.Equal(Points.Whole(100), ProgrammeFigures.RedeemedOf(figures.ThisMonth));
        Assert.Equal(Points.Whole(500), ProgrammeFigures.CollectedOf(figures.ThisMonth));
        Assert.Equal(Points.Whole(400), figures.Total);
    }

    [Fact]
    public async Task L_004_they_are_counted_every_ten_minutes_or_when_somebody_asks_for_it()
    {
        await Programme.CustomerAsync("Ada");
        Assert.Equal(1, (await FiguresAsync()).Members);
        await Programme.CustomerAsync("Ben");

        Programme.Clock.Advance(Duration.FromMinutes(9));
        Assert.Equal(1, (await FiguresAsync()).Members);
        Assert.Equal(2, (await FiguresAsync(renew: true)).Members);
        await Programme.CustomerAsync("Cleo");
        Programme.Clock.Advance(Duration.FromMinutes(10));
        Assert.Equal(3, (await FiguresAsync()).Members);
    }

    [Fact]
    public async Task L_004_whoever_may_not_read_customers_is_not_told_how_many_there_are()
    {
        var refused = await Programme.Get<ProgrammeCount>().FiguresAsync(renew: false, Actor.Person("Nobody"));

        Assert.False(refused.Succeeded(out _, out var refusal));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), refusal);
    }

    private static int Whole(Points points) => (int)points.Value;

    private async Task<ProgrammeFigures> FiguresAsync(bool renew = false) =>
        (await Programme.Get<ProgrammeCount>().FiguresAsync(renew, Programme.Agent)).OrThrow();
}
