using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Api;

/// <summary>Points that a shop credits, deducts, reserves, confirms and gives up. The clock moves, so each story has its own console.</summary>
public sealed class PointsCallsTests : IAsyncLifetime
{
    private RunningApi _api = null!;
    private Shop _shop = null!;
    private long _ada;

    public async ValueTask InitializeAsync()
    {
        _api = await RunningApi.StartAsync();
        _shop = await _api.ShopAsync();
        _ada = await _shop.CustomerAsync("K-1");
    }

    public async ValueTask DisposeAsync()
    {
        await _api.AssertLedgerHoldsAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task L_071_a_credit_carries_its_lock_validity_and_texts()
    {
        var entry = (await _shop.PostAsync("/adjustments", new
        {
            customerId = _ada,
            points = 100,
            lockedUntil = "2025-12-12T00:00:00Z",
            validUntil = "2026-12-31T23:00:00Z",
            internalReason = "Lost parcel",
            customerText = "With our apologies",
        })).Expect(201);

        Assert.Equal(
            ("manualCredit", 100m, 100m, "Shop", "2025-12-12T00:00:00Z", "2026-12-31T23:00:00Z", "active", "With our apologies"),
            ((string?)entry["kind"], (decimal)entry["points"]!, (decimal)entry["available"]!, (string?)entry["integration"],
                (string?)entry["lockedUntil"], (string?)entry["validUntil"], (string?)entry["status"], (string?)entry["customerText"]));
        Assert.Null(entry["internalReason"]);
        Assert.Equal((100m, 0m), await LockedAndRedeemableAsync());
        Assert.Equal(entry.ToJsonString(), (await _shop.GetAsync($"/customers/{_ada}/ledger")).Json[0]!.ToJsonString());
    }

    [Fact]
    public async Task L_062_a_deduction_is_negative_and_takes_no_more_than_there_is()
    {
        await CreditAsync(20);

        Assert.Equal(-15m, (decimal)(await _shop.PostAsync("/adjustments", new { customerId = _ada, points = -15 })).Expect(201)["points"]!);

        (await _shop.PostAsync("/adjustments", new { customerId = _ada, points = -24 })).ExpectProblem(409, "not_enough_points");
        Assert.Equal((0m, 5m), await LockedAndRedeemableAsync());
    }

    [Theory]
    [InlineData("""{"points":5}""", 400, "field_missing")]
    [InlineData("""{"customerId":1}""", 400, "field_missing")]
    [InlineData("""{"customerId":1,"points":0}""", 400, "nothing_to_adjust")]
    [InlineData("""{"customerId":1,"points":"5"}""", 400, "field_not_valid")]
    [InlineData("""{"customerId":1,"points":0.5}""", 400, "too_many_decimals")]
    [InlineData("""{"customerId":1,"points":0.001}""", 400, "too_many_decimals")]
    [InlineData("""{"customerId":1,"points":1000000001}""", 400, "field_out_of_range")]
    [InlineData("""{"customerId":1,"points":5,"validUntil":"2025-11-28T13:37:00Z"}""", 400, "validity_in_the_past")]
    [InlineData("""{"customerId":1,"points":5,"lockedUntil":"2026-01-02T00:00:00Z","validUntil":"2026-01-02T00:00:00Z"}""", 400, "locked_beyond_validity")]
    [InlineData("""{"customerId":1,"points":-5,"validUntil":"2026-01-02T00:00:00Z"}""", 400, "dates_only_for_credits")]
    [InlineData("""{"customerId":1,"points":5,"validUntil":"2999-01-01T00:00:00Z"}""", 400, "field_not_valid")]
    [InlineData("""{"customerId":99,"points":5}""", 404, "customer_not_found")]
    public async Task An_adjustment_that_cannot_be_is_refused(string body, int status, string code)
    {
        (await _shop.SendAsync(HttpMethod.Post, "/adjustments", body, "call-1")).ExpectProblem(status, code);

        Assert.Equal(0, _api.Count("LedgerEntries"));
    }

    [Fact]
    public async Task An_adjustment_of_a_deactivated_customer_is_refused()
    {
        (await _api.Get<CustomerProfiles>().SetActiveAsync(new CustomerId(_ada), active: false, _api.Administrator)).OrThrow();

        (await _shop.PostAsync("/adjustments", new { customerId = _ada, points = 5 })).ExpectProblem(409, "customer_inactive");
    }

    [Fact]
    public async Task R4_a_shop_that_repeats_an_adjustment_after_its_answer_was_forgotten_books_it_no_second_time()
    {
        var first = await _shop.PostAsync("/adjustments", new { customerId = _ada, points = 5 }, "call-1");
        (await _api.Get<LoyaltyStore>().WriteAsync<Done>(writing =>
        {
            writing.Connection.Execute("DELETE FROM AnsweredCalls");
            return Task.FromResult<Result<Done>>(default(Done));
        })).OrThrow();

        var again = await _shop.PostAsync("/adjustments", new { customerId = _ada, points = 5 }, "call-1");

        Assert.Equal((201, first.Text, false), (again.Status, again.Text, again.IsReplayed));
        (await _shop.PostAsync("/adjustments", new { customerId = _ada, points = 6 }, "call-1")).ExpectProblem(422, "idempotency_key_reused");
        Assert.Equal((0m, 5m), await LockedAndRedeemableAsync());
    }

    [Fact]
    public async Task L_069_a_reservation_counts_as_spent_and_is_confirmed_in_time()
    {
        await CreditAsync(100);

        var reserved = (await _shop.PostAsync("/redemptions", new { customerId = _ada, points = 40 })).Expect(201);
        Assert.Equal((40m, "2025-11-28T13:52:00Z"), ((decimal)reserved["points"]!, (string?)reserved["reservedUntil"]));
        Assert.Equal((0m, 60m), await LockedAndRedeemableAsync());

        _api.Clock.Advance(Duration.FromMinutes(15) - Duration.FromSeconds(1));
        var code = (string)reserved["couponCode"]!;
        var confirmed = (await _shop.PostAsync($"/redemptions/{code}/confirm", new { orderRefId = "O-1" })).Expect(200);

        Assert.Equal((code, "confirmed", 40m), ((string?)confirmed["couponCode"], (string?)confirmed["status"], (decimal)confirmed["points"]!));
        _api.Clock.Advance(Duration.FromHours(1));
        Assert.Equal((0m, 60m), await LockedAndRedeemableAsync());
        (await _shop.PostAsync($"/redemptions/{code}/confirm", new { orderRefId = "O-1" })).Expect(200);
        (await _shop.PostAsync($"/redemptions/{code}/confirm", new { orderRefId = "O-2" })).ExpectProblem(409, "coupon_used");
        (await _shop.DeleteAsync($"/redemptions/{code}")).ExpectProblem(409, "coupon_used");
    }

    [Fact]
    public async Task T4_after_fifteen_minutes_the_points_are_back_and_the_code_is_void()
    {
        await CreditAsync(100);
        var reserved = (await _shop.PostAsync("/redemptions", new { customerId = _ada, points = 40 })).Expect(201);

        _api.Clock.Advance(Duration.FromMinutes(15));

        Assert.Equal((0m, 100m), await LockedAndRedeemableAsync());
        (await _shop.PostAsync($"/redemptions/{(string?)reserved["couponCode"]}/confirm", new { orderRefId = "O-1" })).ExpectProblem(409, "reservation_lapsed");
    }

    [Fact]
    public async Task A_reservation_that_is_given_up_gives_the_points_back_once()
    {
        await CreditAsync(100);
        var code = (string?)(await _shop.PostAsync("/redemptions", new { customerId = _ada, points = 40 })).Expect(201)["couponCode"];

        Assert.Equal(204, (await _shop.DeleteAsync($"/redemptions/{code}")).Status);
        Assert.Equal(204, (await _shop.DeleteAsync($"/redemptions/{code}")).Status);

        Assert.Equal((0m, 100m), await LockedAndRedeemableAsync());
        (await _shop.PostAsync($"/redemptions/{code}/confirm", new { orderRefId = "O-1" })).ExpectProblem(409, "redemption_discarded");
        (await _shop.DeleteAsync("/redemptions/NOSUCH-CODES")).ExpectProblem(404, "coupon_not_found");
        (await _shop.PostAsync("/redemptions/NOSUCH-CODES/confirm", new { orderRefId = "O-1" })).ExpectProblem(404, "coupon_not_found");
    }

    [Fact]
    public async Task S_024_a_reward_is_reserved_for_what_it_costs()
    {
        await CreditAsync(299);
        var reward = (await _api.Get<RewardBook>().SaveAsync(id: null, new RewardDraft("Coffee", null, Points.Whole(300)), _api.Administrator)).OrThrow();

        (await _shop.PostAsync("/redemptions", new { customerId = _ada, rewardId = reward.Id.Value })).ExpectProblem(409, "not_enough_points");
        await CreditAsync(1);
        Assert.Equal(300m, (decimal)(await _shop.PostAsync("/redemptions", new { customerId = _ada, rewardId = reward.Id.Value })).Expect(201)["points"]!);
        (await _shop.PostAsync("/redemptions", new { customerId = _ada, rewardId = 99 })).ExpectProblem(404, "reward_not_found");
    }

    [Theory]
    [InlineData("""{"customerId":1}""", 400, "one_of_missing")]
    [InlineData("""{"customerId":1,"points":5,"rewardId":1}""", 400, "one_of_only")]
    [InlineData("""{"points":5}""", 400, "field_missing")]
    [InlineData("""{"customerId":1,"points":0}""", 400, "points_must_be_positive")]
    [InlineData("""{"customerId":1,"points":-5}""", 400, "points_must_be_positive")]
    [InlineData("""{"customerId":1,"points":1.5}""", 400, "too_many_decimals")]
    [InlineData("""{"customerId":1,"points":5}""", 409, "not_enough_points")]
    [InlineData("""{"customerId":99,"points":5}""", 404, "customer_not_found")]
    public async Task A_redemption_that_cannot_be_is_refused(string body, int status, string code) =>
        (await _shop.SendAsync(HttpMethod.Post, "/redemptions", body, "call-1")).ExpectProblem(status, code);

    [Fact]
    public async Task L_021_a_locked_customer_redeems_nothing()
    {
        await CreditAsync(10);
        (await _api.Get<CustomerProfiles>().SetLockedAsync(new CustomerId(_ada), locked: true, _api.Administrator)).OrThrow();

        (await _shop.PostAsync("/redemptions", new { customerId = _ada, points = 5 })).ExpectProblem(409, "redemption_locked");
    }

    [Fact]
    public async Task E_051_a_guest_redeems_with_the_pin_and_wrong_ones_are_counted()
    {
        var guest = await _shop.CustomerAsync("G-1", registered: false);
        (await _shop.PostAsync("/adjustments", new { customerId = guest, points = 50 })).Expect(201);
        var pin = (await _api.Get<LoyaltyStore>().WriteAsync<string>(
            writing => Task.FromResult<Result<string>>(CustomerPins.PinOf(writing, new CustomerId(guest), resets: 0)))).OrThrow();
        var wrong = pin is "0000" ? "0001" : "0000";

        (await _shop.PostAsync("/redemptions", new { customerId = guest, points = 5 })).ExpectProblem(403, "pin_not_verified");
        (await _shop.PostAsync("/redemptions", new { customerId = guest, points = 5, pin })).Expect(201);
        for (var number = 0; number < CustomerPins.MostTries; number++)
        {
            (await _shop.PostAsync("/redemptions", new { customerId = guest, points = 5, pin = wrong })).ExpectProblem(403, "pin_wrong");
        }

        (await _shop.PostAsync("/redemptions", new { customerId = guest, points = 5, pin })).ExpectProblem(429, "pin_paused");
        _api.Clock.Advance(CustomerPins.Pause);
        (await _shop.PostAsync("/redemptions", new { customerId = guest, points = 5, pin })).Expect(201);
    }

    [Fact]
    public async Task R3_of_fifty_tasks_that_spend_one_balance_the_right_ones_win()
    {
        await CreditAsync(100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _shop.PostAsync("/redemptions", new { customerId = _ada, points = 7 })));

        Assert.Equal(14, answers.Count(answer => answer.Status == 201));
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.ExpectProblem(409, "not_enough_points"));
        Assert.Equal((0m, 2m), await LockedAndRedeemableAsync());
    }

    private async Task CreditAsync(int points) => (await _shop.PostAsync("/adjustments", new { customerId = _ada, points })).Expect(201);

    private async Task<(decimal Locked, decimal Redeemable)> LockedAndRedeemableAsync()
    {
        var balance = (await _shop.GetAsync($"/customers/{_ada}/balance")).Expect(200);
        return ((decimal)balance["locked"]!, (decimal)balance["redeemable"]!);
    }
}
