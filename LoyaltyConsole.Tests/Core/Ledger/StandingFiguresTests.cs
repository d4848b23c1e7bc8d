using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Demo;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>The figures as a booking left them are shown as long as they hold, and never a moment longer (rule 5.1.11).</summary>
public sealed class StandingFiguresTests
{
    [Fact]
    public async Task Rule_5_1_11_what_is_kept_of_an_account_says_what_its_lots_say_at_any_later_instant()
    {
        await using var programme = await Programme.CreateAsync();
        var history = programme.Get<MadeUpHistory>();
        var made = new MadeUpProgramme(250, MadeUpProgramme.UsualOrders, Seed: 3, programme.Clock.GetCurrentInstant());
        (await history.BookAsync(made.Lives(), made.Offers, Actor.Console("test"), progress: null, CancellationToken.None)).OrThrow();
        var (changed, differing) = (0, new List<string>());

        foreach (var days in new[] { 0, 1, 9, 29, 31, 90, 400, 800 })
        {
            var at = programme.Clock.GetCurrentInstant() + Duration.FromDays(days);
            await programme.Store.ReadAsync(
                connection =>
                {
                    for (var id = 1; id <= 250; id++)
                    {
                        var account = AccountReader.Read(connection, new CustomerId(id));
                        account.AdvanceTo(at, at);
                        var worked = (account.FiguresAt(at), account.Version, account.OldestDebtAt);
                        var kept = AccountReader.Now(connection, new CustomerId(id), at);
                        if (kept != worked)
                        {
                            differing.Add($"{id} after {days} days: {kept} instead of {worked}");
                        }

                        changed += worked.Item1.Balance == AccountReader.Now(connection, new CustomerId(id), at - Duration.FromDays(days)).Figures.Balance ? 0 : 1;
                    }

                    return true;
                },
                CancellationToken.None);
        }

        Assert.Empty(differing);
        Assert.InRange(changed, 100, 2_000);
    }
}
