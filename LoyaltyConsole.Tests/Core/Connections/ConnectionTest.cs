using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Connections;

/// <summary>A programme, and a real server on this machine that it is connected to.</summary>
public abstract class ConnectionTest : IAsyncLifetime
{
    /// <summary>What webhooks are signed with here.</summary>
    protected const string Secret = "a-secret-that-nobody-guesses-42";

    private Programme? _programme;
    private OtherSide? _side;

    protected Programme Programme => _programme!;

    protected OtherSide Side => _side!;

    protected ConnectionBook Book => Programme.Get<ConnectionBook>();

    protected Actor Admin { get; } = Actor.Person("Ines Adler", StaffRole.Administrator);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _programme = await Programme.CreateAsync();
        _side = await OtherSide.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Side.DisposeAsync();
        await Programme.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected NewConnection Order(ConnectionKind kind, bool subscribes = false) => kind switch
    {
        ConnectionKind.Webhook => new NewConnection(Guid.CreateVersion7(), kind, new ConnectionTerms("Shop", $"{Side.Address}/hook"), null, Secret),
        ConnectionKind.Mailchimp => new NewConnection(Guid.CreateVersion7(), kind, new ConnectionTerms("Newsletter", $"{Side.Address}/3.0", subscribes), "a1b2c3d4e5", "key-us21"),
        ConnectionKind.Brevo => new NewConnection(Guid.CreateVersion7(), kind, new ConnectionTerms("Newsletter", $"{Side.Address}/v3", subscribes), "7", "xkeysib-1"),
        _ => new NewConnection(Guid.CreateVersion7(), kind, new ConnectionTerms("Newsletter", Side.Address, subscribes), "12", "ecokey"),
    };

    protected async Task<ConnectionId> ConnectAsync(ConnectionKind kind = ConnectionKind.Webhook, bool subscribes = false) =>
        (await Book.CreateAsync(Order(kind, subscribes), Admin)).OrThrow().Id;

    protected async Task<JobReport> RunAsync() =>
        (await Programme.Get<JobBook>().RunAsync(Job.Connections, Admin, onStarted: null, Cancel)).OrThrow().Report;

    protected async Task<ConnectionRow> RowAsync(ConnectionId id) => (await Book.OpenAsync(id, Admin, Cancel)).OrThrow();

    protected Task<CustomerId> AdaAsync() => Programme.CustomerAsync(
        "Ada Lovelace", "Ada.Lovelace@Example.org", "+49 30 123456", "S-1", change: customer => customer.Group = "Retail");

    protected async Task RegroupAsync(CustomerId customer, string? group) =>
        await EditAsync(customer, new ProfileEdit { Group = group });

    protected async Task EditAsync(CustomerId customer, ProfileEdit edit) =>
        (await Programme.Get<CustomerBook>().EditAsync(customer, edit, Admin)).OrThrow();

    protected async Task EraseAsync(CustomerId customer) => (await Programme.Get<Erasures>().EraseAsync(
        new ErasureOrder(Guid.CreateVersion7(), customer, customer.ToString()), Programme.Manager)).OrThrow();

    protected async Task CreditAsync(CustomerId customer, int points) =>
        (await Programme.Ledger.AdjustAsync(await Programme.AdjustmentAsync(customer, AdjustmentDoor.TopUp, Points.Whole(points)), Programme.Manager)).OrThrow();

    protected static void AssertRefused<T>(Refusal expected, Result<T> result)
        where T : notnull
    {
        Assert.False(result.Succeeded(out _, out var refusal));
        Assert.Equal(expected, refusal);
    }
}
