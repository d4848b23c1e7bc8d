using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Api;

/// <summary>A call has its effect once, however often and however fast it is sent (R4, rule 5.1.10).</summary>
public sealed class RepeatedCallTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task R4_the_same_call_again_gets_the_first_answer_word_for_word()
    {
        var shop = await ShopAsync();
        var first = await shop.PostAsync("/customers", new { refId = "1", firstName = "Zoë" }, "call-1");
        await shop.PatchAsync($"/customers/{(long)first.Json["id"]!}", new { firstName = "Changed" });

        var again = await shop.PostAsync("/customers", new { refId = "1", firstName = "Zoë" }, "call-1");

        Assert.Equal((201, first.Text, true), (again.Status, again.Text, again.IsReplayed));
        Assert.False(first.IsReplayed);
    }

    [Fact]
    public async Task R4_the_same_key_for_something_else_is_refused()
    {
        var shop = await ShopAsync();
        (await shop.PostAsync("/customers", new { refId = "1" }, "call-1")).Expect(201);

        (await shop.PostAsync("/customers", new { refId = "2" }, "call-1")).ExpectProblem(422, "idempotency_key_reused");
        (await shop.SendAsync(HttpMethod.Post, "/customers", "{broken", "call-1")).ExpectProblem(422, "idempotency_key_reused");
        (await shop.PostAsync("/merge-requests", new { refId = "1" }, "call-1")).ExpectProblem(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task R4_the_same_key_of_another_shop_is_another_call()
    {
        var refId = Unique("K");
        (await (await ShopAsync()).PostAsync("/customers", new { refId }, "call-1")).Expect(201);

        Assert.False((await (await ShopAsync()).PostAsync("/customers", new { refId }, "call-1")).IsReplayed);
    }

    [Fact]
    public async Task R4_a_new_key_of_the_same_shop_repeats_the_calls_of_the_old_one()
    {
        var name = Unique("Shop");
        var (old, rotated) = (await Api.ShopAsync(name), await Api.ShopAsync(name));
        var first = await old.PostAsync("/customers", new { refId = "1" }, "call-1");

        Assert.Equal((first.Text, true), ((await rotated.PostAsync("/customers", new { refId = "1" }, "call-1")) is var again ? (again.Text, again.IsReplayed) : default));
    }

    [Fact]
    public async Task R4_eight_at_once_have_one_effect_and_one_answer()
    {
        var shop = await ShopAsync();
        for (var round = 0; round < 20; round++)
        {
            var key = $"round-{round}";
            var before = Api.Count("Customers");

            // No reference by which the customer could be known again: only the key tells that it is one call.
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.PostAsync("/customers", new { lastName = key }, key)));

            Assert.Equal(before + 1, Api.Count("Customers"));
            Assert.Single(answers.Select(answer => answer.Text).Distinct(StringComparer.Ordinal));
            Assert.All(answers, answer => answer.Expect(201));
            Assert.Equal(7, answers.Count(answer => answer.IsReplayed));
        }
    }

    [Fact]
    public async Task R4_eight_at_once_with_different_bodies_let_one_through()
    {
        var shop = await ShopAsync();
        var before = Api.Count("Customers");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => shop.PostAsync("/customers", new { lastName = $"{number}" }, "call-1")));

        Assert.Equal(before + 1, Api.Count("Customers"));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.ExpectProblem(422, "idempotency_key_reused"));
    }

    [Fact]
    public async Task A_refused_call_leaves_nothing_behind_and_is_judged_anew()
    {
        var shop = await ShopAsync();
        var body = new { requestBy = $"{Unique("a")}@example.org", requestFor = $"{Unique("b")}@example.org" };
        (await shop.PostAsync("/merge-requests", body, "call-1")).ExpectProblem(404, "customer_not_found");
        Assert.Equal(0, Api.Query("SELECT COUNT(*) FROM AnsweredCalls WHERE Key = 'call-1' AND Body LIKE '%pending%'", row => row.GetInt64(0))[0]);

        await shop.CustomerAsync("1", body.requestBy);
        await shop.CustomerAsync("2", body.requestFor);

        Assert.False((await shop.PostAsync("/merge-requests", body, "call-1")) is var now && now.Expect(201) is not null && now.IsReplayed);
    }

    [Fact]
    public async Task R4_what_fails_after_the_deed_takes_the_deed_with_it()
    {
        // Whoever pulls the plug between deed and answer gets this: both are one transaction.
        await using var programme = await Programme.CreateAsync();
        var call = new IntegrationCall(new IntegrationId(1), "call-1", new byte[] { 1 });
        var integration = (await programme.Get<IntegrationKeys>().CreateAsync(
            new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), LoyaltyConsole.Core.Staff.Actor.Console("test"))).OrThrow().IntegrationId;
        call = call with { Integration = integration };
        Task<Result<LoyaltyConsole.Core.Customers.Registered>> Deed() => programme.Get<LoyaltyConsole.Core.Customers.CustomerBook>().RegisterAsync(
            new(Guid.CreateVersion7(), "Shop") { LastName = "Once" }, programme.Agent);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => IntegrationCalls.OnceAsync<LoyaltyConsole.Core.Customers.Registered>(call, Deed, _ => throw new InvalidOperationException("The plug.")));
        Assert.Equal(0, programme.Query("SELECT COUNT(*) FROM Customers", row => row.GetInt64(0))[0]);

        var done = (await IntegrationCalls.OnceAsync(call, Deed, _ => new CallAnswer(201, JsonSerializer.SerializeToUtf8Bytes("done")))).OrThrow();
        var again = (await IntegrationCalls.OnceAsync(call, Deed, _ => new CallAnswer(201, JsonSerializer.SerializeToUtf8Bytes("again")))).OrThrow();
        Assert.Equal((false, true), (done.IsReplayed, again.IsReplayed));
        Assert.Equal(done.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(1, programme.Query("SELECT COUNT(*) FROM Customers", row => row.GetInt64(0))[0]);
    }

    [Fact]
    public async Task A_call_does_one_deed()
    {
        await using var programme = await Programme.CreateAsync();
        var integration = (await programme.Get<IntegrationKeys>().CreateAsync(
            new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), LoyaltyConsole.Core.Staff.Actor.Console("test"))).OrThrow().IntegrationId;
        var book = programme.Get<LoyaltyConsole.Core.Customers.CustomerBook>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => IntegrationCalls.OnceAsync(
            new IntegrationCall(integration, "call-1", new byte[] { 1 }),
            async () =>
            {
                await book.RegisterAsync(new(Guid.CreateVersion7(), "Shop") { LastName = "One" }, programme.Agent);
                return await book.RegisterAsync(new(Guid.CreateVersion7(), "Shop") { LastName = "Two" }, programme.Agent);
            },
            _ => new CallAnswer(201, default)));
    }

    [Fact]
    public async Task Answers_are_forgotten_after_thirty_days_and_not_before()
    {
        await using var programme = await Programme.CreateAsync();
        var integration = (await programme.Get<IntegrationKeys>().CreateAsync(
            new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), LoyaltyConsole.Core.Staff.Actor.Console("test"))).OrThrow().IntegrationId;
        foreach (var key in new[] { "old", "new" })
        {
            (await IntegrationCalls.OnceAsync(
                new IntegrationCall(integration, key, new byte[] { 1 }),
                () => programme.Get<LoyaltyConsole.Core.Customers.CustomerBook>().RegisterAsync(new(Guid.CreateVersion7(), "Shop") { LastName = key }, programme.Agent),
                _ => new CallAnswer(201, default))).OrThrow();
            programme.Clock.Advance(Duration.FromDays(29));
        }

        programme.Clock.Advance(Duration.FromDays(-27));
        Assert.Equal(1, await programme.Get<IntegrationCalls>().ForgetAsync(Cancel));
        Assert.Null(await programme.Get<IntegrationCalls>().FindAsync(new IntegrationCall(integration, "old", new byte[] { 1 }), Cancel));
        Assert.NotNull(await programme.Get<IntegrationCalls>().FindAsync(new IntegrationCall(integration, "new", new byte[] { 1 }), Cancel));
    }
}
