using Bunit;
using LoyaltyConsole.Features.Profile;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>A profile takes the place of the page before it in one step (P9), and what lies below is drawn on the way there.</summary>
public sealed class ProfileAheadTests : ProfileContext
{
    protected override TimeProvider Time { get; } = new TimeAtAStand();

    private ProfileAhead Ahead => Services.GetRequiredService<ProfileAhead>();

    [Fact]
    public async Task What_was_read_ahead_is_there_at_once_and_nothing_stands_in_for_it()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.LotAsync(ada, 100);
        await Ahead.ReadAsync($"customers/{ada}?tab=history", CancellationToken.None);

        var screen = Begin(ada);

        Assert.Equal("Ada", Text(screen.Find("h1")));
        Assert.Equal("100", Text(screen.Find("#figure-Redeemable")));
    }

    [Fact]
    public async Task What_has_changed_since_is_read_anew()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.LotAsync(ada, 100);
        await Ahead.ReadAsync($"customers/{ada}", CancellationToken.None);
        await Programme.RedeemAsync(ada, 40);

        Assert.Null(Ahead.Take(ada));
        Assert.Equal("60", Text(Open(ada).Find("#figure-Redeemable")));
    }

    [Fact]
    public async Task It_serves_one_opening_of_one_customer()
    {
        var (ada, ben) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Ben"));

        await Ahead.ReadAsync($"customers/{ada}", CancellationToken.None);
        Assert.Null(Ahead.Take(ben));
        Assert.Null(Ahead.Take(ada));

        await Ahead.ReadAsync("customers", CancellationToken.None);
        await Ahead.ReadAsync($"customers/{ada}/activities", CancellationToken.None);
        Assert.Null(Ahead.Take(ada));

        await Ahead.ReadAsync($"customers/{ada}", CancellationToken.None);
        Assert.NotNull(Ahead.Take(ada));
        Assert.Null(Ahead.Take(ada));
    }

    [Fact]
    public async Task P9_what_lies_below_is_drawn_when_somebody_comes_near_it_and_its_headings_stand_there_before()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var near = JSInterop.SetupVoid("lc.near", _ => true);

        var screen = Begin(ada);
        screen.WaitForElement("#figure-Redeemable");
        Assert.Equal(["Points development", "Notes", "User Activities"], screen.FindAll(".lc-below h2").Select(Text));
        Assert.Single(screen.FindAll(".lc-below #notes"));
        Assert.Empty(screen.FindAll(".lc-chart"));

        near.SetVoidResult();
        screen.WaitForElement(".lc-chart");
        Assert.Empty(screen.FindAll(".lc-below"));
        Assert.Single(screen.FindAll("#notes"));
    }
}
