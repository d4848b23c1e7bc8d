using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Jobs;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Merging;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Outbox;

/// <summary>A story about what leaves the house, with a post office that remembers it.</summary>
public abstract class OutboxTest : MergeTest
{
    internal static readonly Delivery Unreachable = new(MessageFault.Unreachable, "Nobody answers.");

    internal Mailbag Bag { get; } = new();

    protected MessageBook Messages => Programme.Get<MessageBook>();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A deed that tells a guest their PIN.</summary>
    protected async Task<MessageRow> TellAsync(CustomerId customer, string? key = null)
    {
        key ??= $"test:{customer}:{Guid.CreateVersion7()}";
        await Programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Tell(customer, MessageTemplate.Pin, key);
            return Task.FromResult<Result<Done>>(default(Done));
        });
        return (await OfAsync(customer))[0];
    }

    protected Task<CustomerId> GuestAsync(string? email = "guest@example.org", Action<Customer>? change = null) =>
        Programme.CustomerAsync("Gus Guest", email, registered: false, change: change);

    protected Task<JobReport> SendAsync() => new OutboxSender(Programme.Store, Programme.Clock, Bag).RunAsync(_ => { }, Cancel);

    protected async Task<IReadOnlyList<MessageRow>> OfAsync(CustomerId customer) =>
        (await Messages.OfCustomerAsync(customer, new MessageQuery(), new Window(0, 100), Programme.Agent, Cancel)).OrThrow().Rows;

    protected async Task<IReadOnlyList<MessageRow>> AllAsync(MessageState? state = null) =>
        (await Messages.ListAsync(new MessageQuery(state), new Window(0, 100), Programme.Manager, Cancel)).OrThrow().Rows;

    protected async Task<MessageRow> OneAsync() => Assert.Single(await AllAsync());
}
