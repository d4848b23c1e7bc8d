using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>The one door: a deed and its traces are one transaction, and nobody else's deed suffers from it.</summary>
public sealed class LoyaltyStoreTests : LedgerTest
{
    [Fact]
    public async Task A_refused_deed_leaves_nothing_behind_not_even_its_trace()
    {
        var ada = await Programme.CustomerAsync();

        var refused = await Programme.Store.WriteAsync<Done>(writing =>
        {
            Rename(writing, ada, "Somebody else");
            writing.Audit(Programme.Agent, "Rename", ada, null, null);
            return Task.FromResult<Result<Done>>(new CustomerInactive());
        });

        Assert.Equal(new CustomerInactive(), Refused(refused));
        Assert.Equal("Ada Lovelace", Name(ada));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM AuditEntries", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task A_deed_that_fails_takes_nobody_elses_with_it()
    {
        var ada = await Programme.CustomerAsync();
        var bob = await Programme.CustomerAsync("Bob");
        using var held = new ManualResetEventSlim();
        var holding = Programme.Store.WriteAsync<Done>(_ =>
        {
            held.Wait();
            return Task.FromResult<Result<Done>>(default(Done));
        });

        // These wait together, and share one commit.
        var failing = Programme.Store.WriteAsync<Done>(writing =>
        {
            Rename(writing, ada, "Half done");
            throw new InvalidOperationException("broken");
        });
        var working = Programme.Store.WriteAsync<Done>(writing =>
        {
            Rename(writing, bob, "Robert");
            return Task.FromResult<Result<Done>>(default(Done));
        });
        held.Set();
        await holding;

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.True((await working).Succeeded(out _, out _));
        Assert.Equal(("Ada Lovelace", "Robert"), (Name(ada), Name(bob)));
    }

    [Fact]
    public async Task People_go_before_bulk_work_that_came_earlier()
    {
        var order = new List<string>();
        using var held = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        Task<Result<Done>> Deed(string name, bool bulk)
        {
            Task<Result<Done>> Do(Writing writing)
            {
                begun.TrySetResult();
                held.Wait();
                order.Add(name);
                return Task.FromResult<Result<Done>>(default(Done));
            }

            return bulk ? Programme.Store.WriteStepAsync<Done>(Do) : Programme.Store.WriteAsync<Done>(Do);
        }

        var first = Deed("first", bulk: true);
        await begun.Task;
        var others = new[] { Deed("bulk", bulk: true), Deed("person", bulk: false) };
        held.Set();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["first", "person", "bulk"], order);
    }

    // Over a server: PostgresFeedTests.
    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task Listeners_hear_of_a_change_once_it_is_durable_and_not_of_others()
    {
        var ada = await Programme.CustomerAsync();
        var bob = await Programme.CustomerAsync("Bob");
        var heard = new TaskCompletionSource<string>();
        using var listening = Programme.Get<CustomerFeed>().Listen(ada, () => heard.TrySetResult(Status(ada)));
        using var deaf = Programme.Get<CustomerFeed>().Listen(bob, () => heard.TrySetException(new InvalidOperationException("Not about Bob.")));

        (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Agent)).OrThrow();

        Assert.Equal("2", await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S11_a_deed_leaves_who_when_what_before_and_after()
    {
        var ada = await Programme.CustomerAsync();

        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent)).OrThrow();
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent)).OrThrow();

        var trace = Assert.Single(Programme.Query(
            "SELECT Actor, Deed, CustomerId, Before, After FROM AuditEntries",
            row => (row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4))));
        Assert.Equal(("Eva Brandt", "LockRedemption", ada.Value, "not locked", "locked"), trace);
    }

    [Fact]
    public async Task D10_an_agent_locks_and_a_manager_unlocks()
    {
        var ada = await Programme.CustomerAsync();
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Agent)).OrThrow();

        Assert.Equal(
            new NotAllowed(Capability.UnlockRedemption), Refused(await Programme.Profiles.SetLockedAsync(ada, locked: false, Programme.Agent)));
        (await Programme.Profiles.SetLockedAsync(ada, locked: false, Programme.Manager)).OrThrow();
    }

    private static void Rename(Writing writing, CustomerId customer, string name) =>
        writing.Connection.Prepare("UPDATE Customers SET Name = @1 WHERE Id = @0").Run(customer.Value, name);

    private string Name(CustomerId customer) =>
        Programme.Query("SELECT Name FROM Customers WHERE Id = @0", row => row.GetString(0), ("@0", customer.Value)).Single();

    private string Status(CustomerId customer) =>
        Programme.Query("SELECT Status FROM Customers WHERE Id = @0", row => row.GetString(0), ("@0", customer.Value)).Single();
}
