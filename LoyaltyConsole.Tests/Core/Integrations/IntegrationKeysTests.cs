using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Integrations;

/// <summary>The keys by which shops call: who makes them, and what is kept of them.</summary>
public sealed class IntegrationKeysTests : LedgerTest
{
    private readonly Actor _administrator = Actor.Person("Kim Vogt", StaffRole.Administrator);

    private IntegrationKeys Keys => Programme.Get<IntegrationKeys>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task Of_a_key_only_its_prefix_and_a_hash_are_kept()
    {
        var secret = KeySecret.New();

        var key = (await Keys.CreateAsync(new NewIntegrationKey("Shop", secret, IntegrationScopes.All), _administrator)).OrThrow();

        Assert.Equal(secret.Prefix, key.Prefix);
        var file = await File.ReadAllBytesAsync(Programme.ConnectionString["Data Source=".Length..], Cancel);
        var journal = await File.ReadAllBytesAsync(Programme.ConnectionString["Data Source=".Length..] + "-wal", Cancel);
        var tail = System.Text.Encoding.ASCII.GetBytes(secret.Text[12..]);
        Assert.Equal((-1, -1), (file.AsSpan().IndexOf(tail), journal.AsSpan().IndexOf(tail)));
        Assert.DoesNotContain(secret.Text[12..], secret.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_order_again_makes_no_second_key()
    {
        var order = new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.Orders);

        var first = (await Keys.CreateAsync(order, _administrator)).OrThrow();
        var again = (await Keys.CreateAsync(order with { Integration = "SHOP" }, _administrator)).OrThrow();

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(new CommandKeyReused(), Refused(await Keys.CreateAsync(order with { Scopes = IntegrationScopes.All }, _administrator)));
        Assert.Equal(new CommandKeyReused(), Refused(await Keys.CreateAsync(order with { Integration = "Till" }, _administrator)));
    }

    [Theory]
    [InlineData(StaffRole.Agent)]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Manager)]
    public async Task Only_administrators_see_make_and_revoke_keys(string role)
    {
        var actor = Actor.Person("Eva Brandt", role);
        var denied = new NotAllowed(Capability.ManageIntegrations);

        Assert.Equal(denied, Refused(await Keys.ListAsync(actor, Cancel)));
        Assert.Equal(denied, Refused(await Keys.CreateAsync(new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), actor)));
        Assert.Equal(denied, Refused(await Keys.RevokeAsync(new IntegrationKeyId(1), actor)));
        Assert.Equal(denied, Refused(await Programme.Get<CallLog>().ProblemsAsync(new IntegrationKeyId(1), actor, Cancel)));
    }

    [Fact]
    public async Task A_key_needs_a_name_and_something_to_open()
    {
        var order = new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All);

        Assert.Equal(new IntegrationNameMissing(), Refused(await Keys.CreateAsync(order with { Integration = " " }, _administrator)));
        Assert.Equal(new TextTooLong(Integration.NameLength), Refused(await Keys.CreateAsync(order with { Integration = new string('x', 101) }, _administrator)));
        Assert.Equal(new ScopesMissing(), Refused(await Keys.CreateAsync(order with { Scopes = IntegrationScopes.None }, _administrator)));
        Assert.Equal(new KeyNotFound(), Refused(await Keys.RevokeAsync(new IntegrationKeyId(1), _administrator)));
    }

    [Fact]
    public async Task Revoking_twice_keeps_who_revoked_first()
    {
        var key = (await Keys.CreateAsync(new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), _administrator)).OrThrow();

        var first = (await Keys.RevokeAsync(key.Id, _administrator)).OrThrow();
        Programme.Clock.Advance(NodaTime.Duration.FromHours(1));
        var again = (await Keys.RevokeAsync(key.Id, Actor.Console("somebody else"))).OrThrow();

        Assert.Equal((first.RevokedAt, "Kim Vogt"), (again.RevokedAt, again.RevokedBy));
        Assert.Equal(
            ["CreateIntegrationKey", "RevokeIntegrationKey"], Programme.Query("SELECT Deed FROM AuditEntries ORDER BY Id", row => row.GetString(0)));
    }

    [Fact]
    public async Task An_integration_without_a_key_is_listed_too()
    {
        await Programme.CustomerAsync(integration: "A file");
        await Keys.CreateAsync(new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), _administrator);

        var rows = (await Keys.ListAsync(_administrator, Cancel)).OrThrow();

        Assert.Equal([("A file", false), ("Shop", true)], rows.Select(row => (row.Integration.Name, row.Key is not null)));
    }

    [Fact]
    public async Task Of_problems_the_latest_two_hundred_are_kept()
    {
        var key = (await Keys.CreateAsync(new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), _administrator)).OrThrow();
        var log = Programme.Get<CallLog>();
        for (var call = 0; call < 250; call++)
        {
            log.Count(key.Id, "GET", "/api/v1/customers", 404, $"problem_{call}");
        }

        await log.WriteAsync();

        var problems = (await log.ProblemsAsync(key.Id, _administrator, Cancel)).OrThrow();
        Assert.Equal((CallLog.KeptProblems, "problem_249", "problem_50"), (problems.Count, problems[0].Code, problems[^1].Code));
        Assert.Equal(200, Programme.Query("SELECT COUNT(*) FROM CallProblems", row => row.GetInt32(0))[0]);
    }

    [Fact]
    public void A_shop_may_what_its_scopes_say()
    {
        Assert.All(ScopeNames.All, scope => Assert.Single(ScopeNames.CapabilitiesOf(scope)));
        Assert.Equal(ScopeNames.All.Count, ScopeNames.CapabilitiesOf(IntegrationScopes.All).Count);
        Assert.All(ScopeNames.All, scope => Assert.Equal(scope, ScopeNames.Read(ScopeNames.Of(scope).Single())));
        Assert.Equal(IntegrationScopes.All, ScopeNames.All.Aggregate((sum, scope) => sum | scope));
        Assert.Null(ScopeNames.Read("everything"));
    }
}
