using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Api;

/// <summary>A story of a shop and the interface. The console runs for all stories of a class; each shop is a new one.</summary>
public abstract class ApiTest(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static int _shops;

    protected RunningApi Api => fixture.Api;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A name that no other story uses.</summary>
    protected static string Unique(string name) => $"{name}-{Interlocked.Increment(ref _shops)}";

    protected Task<Shop> ShopAsync(LoyaltyConsole.Core.Integrations.IntegrationScopes scopes = LoyaltyConsole.Core.Integrations.IntegrationScopes.All) =>
        Api.ShopAsync(Unique("Shop"), scopes);
}

/// <summary>A running console.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public RunningApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await RunningApi.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Api.AssertLedgerHoldsAsync();
        await Api.DisposeAsync();
    }
}
