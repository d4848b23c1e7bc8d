using LoyaltyConsole.Api;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Api;

/// <summary>Who is let in, with what, how often.</summary>
public sealed class ApiDoorTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Nobody_comes_in_without_a_key_and_nobody_is_led_to_a_sign_in_page()
    {
        var answer = await Api.Caller(key: null).GetAsync("/customers/999999");

        answer.ExpectProblem(401, "api_key_missing");
        Assert.Equal("ApiKey header=\"X-Api-Key\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("lc_aaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("lc_")]
    [InlineData("' OR 1=1 --")]
    public async Task A_key_that_nobody_has_opens_nothing(string key) =>
        (await Api.Caller(key).GetAsync("/customers/999999")).ExpectProblem(401, "api_key_unknown");

    [Fact]
    public async Task A_key_with_one_character_changed_opens_nothing()
    {
        var secret = KeySecret.New();
        (await Api.Get<IntegrationKeys>().CreateAsync(new NewIntegrationKey(Unique("Shop"), secret, IntegrationScopes.All), Api.Administrator)).OrThrow();
        var changed = secret.Text[..^1] + (secret.Text[^1] == 'a' ? 'b' : 'a');

        (await Api.Caller(secret.Text).GetAsync("/customers/999999")).ExpectProblem(404, "customer_not_found");
        (await Api.Caller(changed).GetAsync("/customers/999999")).ExpectProblem(401, "api_key_unknown");
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_the_next_call_on()
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1");
        (await shop.GetAsync($"/customers/{id}")).Expect(200);

        (await Api.Get<IntegrationKeys>().RevokeAsync(shop.Key, Api.Administrator)).OrThrow();

        (await shop.GetAsync($"/customers/{id}")).ExpectProblem(401, "api_key_revoked");
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_say_and_no_more()
    {
        var shop = await ShopAsync(IntegrationScopes.ReadCustomers);

        (await shop.GetAsync("/customers/999999")).ExpectProblem(404, "customer_not_found");
        var problem = (await shop.PostAsync("/customers", new { refId = "1" })).ExpectProblem(403, "scope_missing");
        Assert.Contains("customers:write", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "not_found")]
    [InlineData("GET", "/customers/abc", 404, "not_found")]
    [InlineData("GET", "/customers/99999999999999999999", 404, "not_found")]
    [InlineData("DELETE", "/customers/1", 405, "method_not_allowed")]
    [InlineData("PUT", "/customers", 405, "method_not_allowed")]
    public async Task An_address_that_is_none_is_a_problem_and_no_page(string method, string path, int status, string code) =>
        (await (await ShopAsync()).SendAsync(new HttpMethod(method), path, body: null)).ExpectProblem(status, code);

    [Fact]
    public async Task Problems_speak_the_language_of_the_caller()
    {
        var shop = await ShopAsync();

        var german = (await shop.SendAsync(HttpMethod.Get, "/customers/999999", null, language: "de-AT,en;q=0.5")).ExpectProblem(404, "customer_not_found");

        Assert.NotEqual((string?)(await shop.GetAsync("/customers/999999")).Json["detail"], (string?)german["detail"]);
        Assert.Contains("Kunde", (string?)german["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_calls_too_often_waits_and_others_do_not()
    {
        await using var strict = await RunningApi.StartAsync(ApiSettings.Default with { Burst = 5, CallsPerSecond = 1 });
        var (hasty, calm) = (await strict.ShopAsync("Hasty"), await strict.ShopAsync("Calm"));

        var answers = new List<Answer>();
        for (var call = 0; call < 12; call++)
        {
            answers.Add(await hasty.GetAsync("/customers/999999"));
        }

        answers[0].ExpectProblem(404, "customer_not_found");
        var refused = answers.First(answer => answer.Status == 429);
        refused.ExpectProblem(429, "too_many_requests");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        (await calm.GetAsync("/customers/999999")).ExpectProblem(404, "customer_not_found");
    }

    [Fact]
    public async Task Whoever_tries_keys_out_is_soon_told_to_wait()
    {
        await using var strict = await RunningApi.StartAsync(ApiSettings.Default with { WrongKeysPerMinute = 3 });
        var stranger = strict.Caller("lc_aaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        for (var call = 0; call < 3; call++)
        {
            (await stranger.GetAsync("/customers/999999")).ExpectProblem(401, "api_key_unknown");
        }

        (await stranger.GetAsync("/customers/999999")).ExpectProblem(429, "too_many_requests");
    }

    [Fact]
    public async Task Each_key_knows_when_it_was_used_and_what_went_wrong()
    {
        var shop = await ShopAsync();
        await shop.CustomerAsync("1");
        await shop.GetAsync("/customers/999999");
        await shop.SendAsync(HttpMethod.Put, "/customers/999999", body: null);
        await shop.GetAsync("/somebody@example.org");

        await Api.Get<CallLog>().WriteAsync();

        var rows = (await Api.Get<IntegrationKeys>().ListAsync(Api.Administrator, Cancel)).OrThrow();
        var key = rows.Single(row => row.Key?.Id == shop.Key).Key!;
        Assert.Equal((4, 3, Api.Clock.GetCurrentInstant()), (key.Calls, key.Problems, key.LastCallAt));
        var problems = (await Api.Get<CallLog>().ProblemsAsync(shop.Key, Api.Administrator, Cancel)).OrThrow();
        Assert.Equal(
            [("GET", "?", 404, "not_found"), ("PUT", "/api/v1/customers", 405, "method_not_allowed"), ("GET", "/api/v1/customers/{id}", 404, "customer_not_found")],
            problems.Select(problem => (problem.Method, problem.Route, problem.Status, problem.Code)));
    }

    [Fact]
    public async Task S9_answers_carry_the_headers_that_every_answer_carries()
    {
        var answer = await (await ShopAsync()).GetAsync("/customers/999999");

        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.False(answer.Headers.Contains("Server"));
    }
}
