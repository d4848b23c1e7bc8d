using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Support;

/// <summary>Core's services over a database of their own or beside a running console, as another process of the programme would have them.</summary>
internal static class ProgrammeServices
{
    public static ServiceProvider Over(string connectionString, IClock? clock = null, FeatureSet? features = null) => new ServiceCollection()
        .AddSingleton(clock ?? SystemClock.Instance)
        .AddLoyaltyCore(new LoyaltyOptions { Provider = PostgresServer.Of(connectionString), ConnectionString = connectionString, Features = features ?? FeatureSet.All })
        .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
        .AddCarriers(ConnectionSettings.Default with { AllowLoopback = true })
        .BuildServiceProvider();

    /// <summary>Adds somebody to whom nothing has happened yet.</summary>
    public static async Task<CustomerId> AddCustomerAsync(
        this LoyaltyStore store, string? name, string? email = null, string? phone = null, string? refId = null,
        string integration = "Shop", bool registered = true, Action<Customer>? change = null)
    {
        var added = await store.WriteAsync<Added>(writing =>
        {
            var customer = CustomerRegister.New(
                CustomerRegister.Integration(writing, integration), refId, name, email, phone, registered, writing.Now);
            change?.Invoke(customer);
            return Task.FromResult<Result<Added>>(new Added(CustomerRegister.Add(writing, customer)));
        });
        return added.OrThrow().Customer;
    }

    private sealed record Added(CustomerId Customer);
}
