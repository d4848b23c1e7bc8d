using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>Two processes of the console on one server: what one writes, the other's open screens hear of.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class PostgresFeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Programme? _programme;
    private ServiceProvider? _other;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Programme Here => _programme!;

    private CustomerFeed There => _other!.GetRequiredService<CustomerFeed>();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsAsked, "No PostgreSQL server is named.");
        _programme = await Programme.CreateAsync();
        _other = ProgrammeServices.Over(_programme.ConnectionString, _programme.Clock);
        _ = _other.GetRequiredService<CustomerDirectory>();
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null)
        {
            await _other.DisposeAsync();
            await Here.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_one_process_writes_is_heard_once_in_each_and_of_nobody_else()
    {
        var (ada, bob) = (await Here.CustomerAsync(), await Here.CustomerAsync("Bob"));
        int aboutAda = 0, aboutAdaHere = 0, aboutBob = 0;
        using var listening = There.Listen(ada, () => Interlocked.Increment(ref aboutAda));
        using var listeningHere = Here.Get<CustomerFeed>().Listen(ada, () => Interlocked.Increment(ref aboutAdaHere));
        using var deaf = There.Listen(bob, () => Interlocked.Increment(ref aboutBob));

        // Once the line stands anything may have changed before.
        await UntilAsync(() => (aboutAda, aboutAdaHere, aboutBob) == (1, 1, 1));

        (await Here.Profiles.SetActiveAsync(ada, active: false, Here.Agent)).OrThrow();
        await UntilAsync(() => (aboutAda, aboutAdaHere) == (2, 2));

        // What is told in turn is heard in turn.
        (await Here.Profiles.SetActiveAsync(bob, active: false, Here.Agent)).OrThrow();
        await UntilAsync(() => aboutBob == 2);
        Assert.Equal((2, 2), (aboutAda, aboutAdaHere));
    }

    [Fact]
    public async Task After_a_broken_line_everybody_looks_again_and_hears_as_before()
    {
        var ada = await Here.CustomerAsync();
        using var heard = new SemaphoreSlim(0);
        using var listening = There.Listen(ada, () => heard.Release());
        Assert.True(await heard.WaitAsync(Patience, Cancel));

        Assert.Equal(
            [true],
            Here.Query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'", row => row.GetBoolean(0)));

        Assert.True(await heard.WaitAsync(Patience, Cancel));
        (await Here.Profiles.SetActiveAsync(ada, active: false, Here.Agent)).OrThrow();
        Assert.True(await heard.WaitAsync(Patience, Cancel));
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var waited = TimeSpan.Zero; !holds() && waited < Patience; waited += TimeSpan.FromMilliseconds(20))
        {
            await Task.Delay(20, Cancel);
        }

        Assert.True(holds());
    }
}
