using System.Globalization;
using Bunit;
using Bunit.Rendering;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Features.Profile.Explaining;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>"Why is it this number?" on screen (X3).</summary>
public sealed class WhyPanelTests : ProfileContext
{
    protected override TimeProvider Time { get; } = new TimeAtAStand();

    [Fact]
    public async Task X3_each_figure_of_the_account_opens_its_own_explanation()
    {
        var ada = await IndebtedAsync();
        foreach (var (figure, label, number) in new[]
        {
            ("Collected", "Total number of points collected", "0"), ("Expired", "Total Expired Points", "0"),
            ("Expiring", "In next 30 days expiring points", "0"), ("Total", "Total Points", "0"), ("Locked", "Total Locked Points", "0"),
            ("Redeemable", "Total Redeemable Points", "0"), ("Debt", "Debt", "30"),
        })
        {
            var screen = await OpenWhyAsync(ada, figure);

            Assert.Equal(label, screen.Find(".lc-why-bar select").Shown());
            Assert.Equal(number, Text(screen.Find(".lc-aloud-n")));
        }
    }

    [Theory]
    [InlineData(
        "en",
        "“You have 320 points to spend. You have collected 500 points so far: 440 from 2 orders and 60 credited by us on 1 October 2025. "
        + "Of these, 60 expired on 31 October 2025 and you used 120 on 4 November 2025.”",
        "440 from 2 orders + 60 credited by hand − 60 expired − 120 used = 320 redeemable")]
    [InlineData(
        "de",
        "„Sie haben 320 Punkte zum Einlösen. Bisher haben Sie 500 Punkte gesammelt: 440 aus 2 Bestellungen und 60 von uns gutgeschrieben am 1. Oktober 2025. "
        + "Davon 60 verfallen am 31. Oktober 2025 und 120 eingelöst am 4. November 2025.“",
        "440 aus 2 Bestellungen + 60 manuell gutgeschrieben − 60 verfallen − 120 eingelöst = 320 einlösbar")]
    public async Task X3_the_number_is_said_in_one_go_and_summed_up(string language, string sentence, string sum)
    {
        var ada = await SpenderAsync();
        Read(language);

        var screen = await OpenWhyAsync(ada, "Redeemable");

        Assert.Equal(sentence, Text(screen.Find(".lc-aloud p")));
        Assert.Equal(sum, string.Join(' ', screen.Find(".lc-sumline").Children.Select(part =>
            part.QuerySelector("b") is { } number ? $"{Text(number)} {part.TextContent[number.TextContent.Length..]}" : Text(part))));
    }

    [Fact]
    public async Task X3_shows_each_credit_with_what_took_from_it_and_each_spend_with_its_credits()
    {
        var ada = await SpenderAsync();
        var coupon = (await Programme.EntriesAsync(ada)).Single(entry => entry.Kind == EntryKind.Redemption).CouponCode;
        var screen = await OpenWhyAsync(ada, "Redeemable");

        Assert.Equal(
            [
                "Order SW-1 Points for revenue|1 Oct 2025||300|180|1 Oct 2027 24:00", $"Coupon {coupon}, 4 Nov 2025 10:00|−120|",
                "Order SW-2 Points for revenue|1 Oct 2025||140|140|1 Oct 2027 24:00",
                "Manual credit|1 Oct 2025||60|0|31 Oct 2025 24:00", "Expired, 31 Oct 2025 24:00|−60|",
            ],
            Cells(screen));

        await DoAsync(screen, () => screen.FindAll(".lc-seg2 button")[1].Click());

        Assert.Equal(
            [$"Coupon {coupon}|4 Nov 2025 10:00|−120|120 from Order SW-1", "Expired|31 Oct 2025 24:00|−60|60 from Manual credit"], Cells(screen));
    }

    [Fact]
    public async Task X3_looks_back_and_returns_to_now()
    {
        var ada = await SpenderAsync();
        var screen = await OpenWhyAsync(ada, "Redeemable");

        await DoAsync(screen, () => screen.Find("#why-at").Change("2025-10-15T12:00:00"));
        screen.WaitForAssertion(() => Assert.Equal("500", Text(screen.Find(".lc-aloud-n"))));
        Assert.StartsWith("“On 15 October 2025 you had 500 points to spend. By then you had collected", Text(screen.Find(".lc-aloud p")), StringComparison.Ordinal);

        await DoAsync(screen, () => screen.FindAll(".lc-why-bar button").Single(button => Says(button, "Now")).Click());
        screen.WaitForAssertion(() => Assert.Equal("320", Text(screen.Find(".lc-aloud-n"))));
    }

    [Fact]
    public async Task X3_foresees_what_time_alone_will_do()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 40, validUntil: Programme.Berlin(2026, 1, 1));
        var screen = await OpenWhyAsync(ada, "Redeemable");

        await DoAsync(screen, () => screen.Find("#why-at").Change("2026-02-01T12:00:00"));

        screen.WaitForAssertion(() => Assert.Equal("0", Text(screen.Find(".lc-aloud-n"))));
        Assert.Contains("40 will have expired by 31 December 2025", Text(screen.Find(".lc-aloud p")), StringComparison.Ordinal);
        Assert.NotNull(screen.Find(".lc-why-ahead"));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:00")]
    public async Task X3_an_impossible_date_is_said_so_and_the_number_stays(string date)
    {
        var ada = await SpenderAsync();
        var screen = await OpenWhyAsync(ada, "Redeemable");

        await DoAsync(screen, () => screen.Find("#why-at").Change(date));

        screen.WaitForAssertion(() => Assert.Equal("Choose a date between 1 Jan 1990 and 31 Dec 2199.", Text(screen.Find("#why-at-error"))));
        Assert.Equal("320", Text(screen.Find(".lc-aloud-n")));
    }

    [Fact]
    public async Task X3_what_is_shown_as_of_now_moves_on_when_somebody_books()
    {
        var ada = await SpenderAsync();
        var screen = await OpenWhyAsync(ada, "Redeemable");

        await BookAsync(ada, 7);

        screen.WaitForAssertion(() => Assert.Equal("327", Text(screen.Find(".lc-aloud-n"))));
    }

    [Fact]
    public async Task L_068_names_what_does_not_count()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var spent = await Programme.RedeemAsync(ada, 30);
        (await Programme.Ledger.DiscardAsync(spent.Id, Programme.Agent)).OrThrow();

        var screen = await OpenWhyAsync(ada, "Total");

        Assert.Equal($"Not counted: Redemption {spent.Id} of 30 points, discarded 28 Nov 2025 14:37.", Text(screen.Find(".lc-why-note")));
    }

    [Fact]
    public async Task L_069_names_a_reservation_that_waits_and_one_that_is_void_by_time_alone()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.LotAsync(ada, 100);
        var reserved = await Programme.ReserveAsync(ada, 30);

        var waiting = await OpenWhyAsync(ada, "Total");
        Assert.Contains($"Coupon {reserved.CouponCode}, reserved until 28 Nov 2025 14:52, 28 Nov 2025 14:37|−30|", Cells(waiting));

        Programme.Clock.Advance(Duration.FromMinutes(15));
        var lapsed = await OpenWhyAsync(ada, "Total");
        Assert.Equal(["Manual credit|28 Nov 2025||100|100|"], Cells(lapsed));
        Assert.Equal(
            $"Not counted: Redemption {reserved.Id} of 30 points, void since 28 Nov 2025 14:52 because its coupon was not used in time.",
            Text(lapsed.Find(".lc-why-note")));
    }

    [Fact]
    public async Task L_079_says_that_manual_deductions_touch_no_specific_points()
    {
        await Programme.ChangeAsync(settings => settings.ManualDebitsUnallocated = true);

        var screen = Open(await Programme.CustomerAsync());

        Assert.Contains("Manual deductions deduct no specific points here", Text(screen.Find(".lc-why-off")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public async Task X3_finds_words_for_whatever_happened(string language)
    {
        Read(language);
        await Programme.ChangeAsync(settings => (settings.AllowsNegativeBalance, settings.ManualDebitsUnallocated) = (true, true));
        var start = Programme.Clock.GetCurrentInstant();
        var ada = await Programme.CustomerAsync();
        var life = new RandomLife(Programme, ada, new Random(11));
        for (var deed = 0; deed < 60; deed++)
        {
            Programme.Clock.Advance(Duration.FromDays(4));
            await life.DoAsync();
        }

        var now = Programme.Clock.GetCurrentInstant();
        var aloud = Services.GetRequiredService<ReadAloud>();
        foreach (var at in Enumerable.Range(0, 30).Select(part => start + ((now - start) * (part / 25.0))))
        {
            foreach (var figure in Enum.GetValues<Figure>())
            {
                var why = (await Programme.Get<PointsExplanation>().ExplainAsync(
                    ada, new ExplanationQuery(figure, at, new Window(0, 1), new Window(0, 1)), Programme.Agent, Cancel)).OrThrow();
                var sentence = aloud.Of(why, isNow: at == now);

                Assert.DoesNotContain("Say_", sentence, StringComparison.Ordinal);
                Assert.DoesNotMatch(@"\{|\}|  | ,|\.\.|: \.", sentence);
                Assert.All(why.Terms, term => Assert.DoesNotMatch("^$|_", Services.GetRequiredService<SourceWords>().Term(term)));
            }
        }
    }

    private async Task<CustomerId> SpenderAsync()
    {
        Programme.Clock.Set(Programme.Berlin(2025, 10, 1));
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 300, "SW-1");
        await Programme.OrderAsync(ada, 140, "SW-2");
        Programme.Clock.Advance(Duration.FromHours(1));
        await Programme.LotAsync(ada, 60, validUntil: Programme.Berlin(2025, 11, 1));
        Programme.Clock.Set(Programme.Berlin(2025, 11, 4, 10));
        await Programme.RedeemAsync(ada, 120);
        Programme.Clock.Set(Programme.Berlin(2025, 11, 28, 14, 37));
        return ada;
    }

    private async Task<CustomerId> IndebtedAsync()
    {
        var ada = await Programme.CustomerAsync();
        await Programme.OrderAsync(ada, 30, "SW-1");
        await Programme.RedeemAsync(ada, 30);
        await Programme.CreditNoteAsync(ada, 30, "SW-1", "GS-1");
        return ada;
    }

    [Fact]
    public async Task P9_the_panel_comes_with_its_answer_and_nothing_stands_in_for_it()
    {
        var ada = await SpenderAsync();
        var screen = Open(ada);
        var stoodIn = false;
        screen.OnMarkupUpdated += (_, _) => stoodIn |= screen.FindAll(".lc-why .lc-skel").Count > 0;

        await DoAsync(screen, () => screen.Find("#figure-Redeemable").Click());
        screen.WaitForElement(".lc-aloud");

        Assert.False(stoodIn);
    }

    [Fact]
    public async Task What_was_read_ahead_serves_one_opening_of_one_figure_unless_the_customer_has_changed()
    {
        var ada = await SpenderAsync();
        var ahead = Services.GetRequiredService<WhyAhead>();

        await ahead.ReadAsync(ada, Figure.Redeemable);
        Assert.Null(ahead.Take(ada, Figure.Total));
        Assert.Null(ahead.Take(ada, Figure.Redeemable));

        await ahead.ReadAsync(ada, Figure.Redeemable);
        await Programme.RedeemAsync(ada, 20);
        Assert.Null(ahead.Take(ada, Figure.Redeemable));

        await ahead.ReadAsync(ada, Figure.Redeemable);
        Assert.Equal(Points.Whole(300), ahead.Take(ada, Figure.Redeemable)?.OrThrow().Points);
    }

    private async Task<IRenderedComponent<ContainerFragment>> OpenWhyAsync(CustomerId customer, string figure)
    {
        var screen = Open(customer);
        await DoAsync(screen, () => screen.Find($"#figure-{figure}").Click());
        screen.WaitForElement(".lc-aloud");
        return screen;
    }

    private static IEnumerable<string> Cells(IRenderedComponent<ContainerFragment> screen) => screen.FindAll(".lc-lots tbody tr")
        .Select(row => string.Create(CultureInfo.InvariantCulture, $"{string.Join('|', row.QuerySelectorAll("td").Select(Text))}"));
}
