using Bunit;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Features.Profile.Presence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>Two agents, one customer: who else is looking at or changing them (X8).</summary>
public sealed class PresenceTests : ConsoleContext
{
    private static readonly CustomerId _jan = new(1);

    private readonly PresenceBoard _board = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Services.AddSingleton(_board);
    }

    [Fact]
    public void X8_others_appear_with_what_concerns_one_most_and_vanish_when_they_leave()
    {
        var chip = Open();
        Assert.Empty(chip.FindAll(".lc-presence"));

        var looking = _board.Enter(_jan, new Present("eva-id", "Eva Brandt", Doing.Looking));
        chip.WaitForAssertion(() => Assert.Equal("Eva Brandt is looking at this customer", Said(chip)));
        var adjusting = _board.Enter(_jan, new Present("eva-id", "Eva Brandt", Doing.AdjustingPoints));
        chip.WaitForAssertion(() => Assert.Equal("Eva Brandt is adjusting points", Said(chip)));
        adjusting.Dispose();
        chip.WaitForAssertion(() => Assert.Equal("Eva Brandt is looking at this customer", Said(chip)));
        looking.Dispose();

        chip.WaitForAssertion(() => Assert.Empty(chip.FindAll(".lc-presence")));
    }

    [Fact]
    public async Task X8_what_somebody_does_in_another_language_is_told_in_ones_own()
    {
        Read("de");
        var chip = Open();

        await InEnglish(() => _board.Enter(_jan, new Present("eva-id", "Eva Brandt", Doing.AdjustingPoints)));

        chip.WaitForAssertion(() => Assert.Equal("Eva Brandt passt Punkte an", Said(chip)));
    }

    [Fact]
    public void X8_oneself_and_other_customers_are_nobody()
    {
        var chip = Open();
        _board.Enter(_jan, new Present("Petra Lang", "Petra Lang", Doing.AdjustingPoints));
        _board.Enter(new CustomerId(2), new Present("eva-id", "Eva Brandt", Doing.Editing));

        chip.WaitForAssertion(() => Assert.Empty(chip.FindAll(".lc-presence")));
    }

    [Fact]
    public async Task X8_who_is_there_is_seen_by_others_until_the_screen_is_closed()
    {
        Open();
        Assert.Equal([new Present("Petra Lang", "Petra Lang", Doing.Looking)], _board.Others(_jan, "eva-id"));

        await DisposeComponentsAsync();

        Assert.Empty(_board.Others(_jan, "eva-id"));
    }

    [Fact]
    public void X8_many_are_counted()
    {
        foreach (var number in Enumerable.Range(1, 4))
        {
            _board.Enter(_jan, new Present($"{number}", $"Agent {number}", Doing.Looking));
        }

        var chip = Open();

        chip.WaitForAssertion(() => Assert.Equal("2 more", chip.FindAll(".lc-presence")[2].TextContent.Trim()));
    }

    private static string Said(IRenderedComponent<PresenceChip> chip) => chip.Find(".lc-presence").LastChild!.TextContent.Trim();

    // A thread that has nothing of this one's.
    private static Task InEnglish(Action act)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() =>
            {
                Read("en");
                act();
            });
        }
    }

    private IRenderedComponent<PresenceChip> Open()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        return Render<PresenceChip>(parameters => parameters.Add(chip => chip.Customer, _jan));
    }
}
