using System.Globalization;

namespace LoyaltyConsole.Tests.Api;

/// <summary>A whole shop over HTTP against a started console: every figure agrees with the model (R4), and so it does when the console is killed (R1).</summary>
public sealed class ScriptedShopTests
{
    // LOYALTY_SEED tries the shop of that seed again.
    private static readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("LOYALTY_SEED"), CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Random.Shared.Next(1_000_000_000);

    [Fact]
    public async Task R4_orders_returns_and_redemptions_replayed_keys_wrong_keys_and_broken_bodies_leave_what_the_model_has()
    {
        await using var shop = await ScriptedShop.OpenAsync(_seed);
        for (var visit = 0; visit < 5; visit++)
        {
            await shop.VisitAsync(deeds: 25);
            shop.GoOn();
        }

        await shop.AssertCheckFindsNothingAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"LOYALTY_SEED={_seed}: {shop.Summary}");
    }

    [Fact]
    public async Task R1_killed_twenty_times_in_the_middle_nothing_is_lost_and_nothing_is_booked_twice()
    {
        await using var shop = await ScriptedShop.OpenAsync(_seed + 1);
        for (var kill = 0; kill < 20; kill++)
        {
            await shop.VisitAsync(deeds: 12, killed: true);
            await shop.AssertLedgerHoldsAsync();
            shop.GoOn();
        }

        await shop.AssertCheckFindsNothingAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"LOYALTY_SEED={_seed}: {shop.Summary}");
    }
}
