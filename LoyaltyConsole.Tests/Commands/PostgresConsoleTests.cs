using System.Net;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>The built console over a PostgreSQL server: its verbs, and two processes of it beside each other.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class PostgresConsoleTests : IAsyncLifetime
{
    private readonly ConsoleFolder _folder = new();
    private string _database = "";

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsAsked, "No PostgreSQL server is named.");
        _database = PostgresServer.NewDatabase();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        if (_database.Length > 0)
        {
            await PostgresServer.DropAsync(_database);
        }
    }

    [Fact]
    public async Task The_verbs_seed_check_export_and_run_jobs_and_none_makes_a_database_by_a_slip()
    {
        var missing = await RunAsync("check");
        var seeded = await RunAsync("seed", "--customers", "40", "--now", "2025-11-28T13:37:00Z");
        var sound = await RunAsync("check");
        var jobs = await Task.WhenAll(
            RunAsync("job", "accounts"), RunAsync("job", "tiers"), RunAsync("job", "segments"), RunAsync("job", "connections"), RunAsync("job", "outbox"));
        var exported = await RunAsync("export", "customers", "--out", Path.Combine(_folder.Path, "customers.csv"));
        var backup = await RunAsync("backup", Path.Combine(_folder.Path, "copy.db"));
        var after = await RunAsync("check");

        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("There is no database loyalty_", missing.Error, StringComparison.Ordinal);
        Assert.All([seeded, sound, .. jobs, exported, after], outcome => Assert.Equal((0, ""), (outcome.ExitCode, outcome.ExitCode == 0 ? "" : outcome.Error)));
        Assert.Equal(41, (await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "customers.csv"), TestContext.Current.CancellationToken)).Length);
        Assert.Equal(1, backup.ExitCode);
        Assert.Contains("pg_dump", backup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_signed_in_at_one_process_is_signed_in_at_the_other()
    {
        var settings = ConsoleFixture.FirstAdministrator.Append(("ConnectionStrings:Loyalty", _database)).Append(("Database:Provider", "PostgreSQL")).ToList();
        await using var one = await ConsoleProcess.StartAsync(_folder, settings);
        await using var other = await ConsoleProcess.StartAsync(_folder, settings);
        using var visitor = new Visitor(one.Address);

        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync(other.Address.ToString())).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(other.Address.ToString())).StatusCode);
    }

    private Task<ConsoleFolder.Outcome> RunAsync(params string[] arguments) => _folder.RunAsync([.. arguments, "--db", _database]);
}
