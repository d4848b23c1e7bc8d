using System.Text;
using LoyaltyConsole.Api;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Api;

/// <summary>Whatever is sent, the answer is a problem with a name, and the console goes on.</summary>
public sealed class HostileBodyTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Theory]
    [InlineData("", "json_malformed", null)]
    [InlineData("{", "json_malformed", null)]
    [InlineData("{\"refId\":\"1\",}", "json_malformed", null)]
    [InlineData("{\"refId\":NaN}", "json_malformed", null)]
    [InlineData("{\"refId\":\"1\"} {}", "json_malformed", null)]
    [InlineData("[]", "field_not_valid", "$")]
    [InlineData("null", "field_not_valid", "$")]
    [InlineData("\"text\"", "field_not_valid", "$")]
    [InlineData("{\"refId\":1}", "field_not_valid", "refId")]
    [InlineData("{\"refId\":{\"a\":1}}", "field_not_valid", "refId")]
    [InlineData("{\"refId\":\"1\",\"refId\":\"2\"}", "field_not_valid", "refId")]
    [InlineData("{\"refId\":\"1\",\"registered\":\"yes\"}", "field_not_valid", "registered")]
    [InlineData("{\"refId\":\"1\",\"birthday\":19850624}", "field_not_valid", "birthday")]
    [InlineData("{\"refId\":\"1\",\"lastName\":\"\\ud800\"}", "field_not_valid", "lastName")]
    [InlineData("{\"refId\":\"a\\nb\"}", "field_not_valid", "refId")]
    public async Task What_makes_no_sense_is_named(string body, string code, string? field)
    {
        var problem = (await (await ShopAsync()).SendAsync(HttpMethod.Post, "/customers", body, "call-1")).ExpectProblem(400, code);

        Assert.Equal(field, (string?)problem["field"]);
    }

    [Fact]
    public async Task Nested_deeper_than_any_body_is_refused() =>
        (await (await ShopAsync()).SendAsync(HttpMethod.Post, "/customers", $"{{\"x\":{new string('[', 5_000)}", "call-1")).ExpectProblem(400, "json_malformed");

    [Fact]
    public async Task Longer_than_its_column_is_refused() =>
        (await (await ShopAsync()).PostAsync("/customers", new { refId = new string('x', 321) })).ExpectProblem(400, "field_too_long");

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var shop = await ShopAsync();
        using var http = new HttpClient { BaseAddress = Api.Address };

        // The key of nobody, since HttpClient is used past the shop.
        Assert.NotNull(shop);
        var secret = KeySecret.New();
        (await Api.Get<IntegrationKeys>().CreateAsync(new NewIntegrationKey(Unique("Shop"), secret, IntegrationScopes.All), Api.Administrator)).OrThrow();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/customers")
        {
            Content = new ByteArrayContent([.. "{\"refId\":\""u8, 0xFF, 0xFE, .. "\"}"u8]) { Headers = { ContentType = new("application/json") } },
            Headers = { { "X-Api-Key", secret.Text }, { "Idempotency-Key", "call-1" } },
        };

        using var response = await http.SendAsync(request, Cancel);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("field_not_valid", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Another_media_type_is_refused(string type) =>
        (await (await ShopAsync()).SendAsync(HttpMethod.Post, "/customers", "{\"refId\":\"1\"}", "call-1", type)).ExpectProblem(415, "media_type_not_supported");

    [Fact]
    public async Task A_body_larger_than_allowed_is_refused_before_it_is_read()
    {
        var shop = await ShopAsync();

        (await shop.SendAsync(HttpMethod.Post, "/customers", $"{{\"refId\":\"{new string('x', ApiSettings.Default.MaxBodyBytes)}\"}}", "call-1"))
            .ExpectProblem(413, "body_too_large");
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_read_no_further_than_allowed()
    {
        var secret = KeySecret.New();
        (await Api.Get<IntegrationKeys>().CreateAsync(new NewIntegrationKey(Unique("Shop"), secret, IntegrationScopes.All), Api.Administrator)).OrThrow();
        using var http = new HttpClient { BaseAddress = Api.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/customers")
        {
            Content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(new string(' ', 2_000_000)))) { Headers = { ContentType = new("application/json") } },
            Headers = { TransferEncodingChunked = true },
        };
        request.Headers.Add("X-Api-Key", secret.Text);
        request.Headers.Add("Idempotency-Key", "call-1");

        using var response = await http.SendAsync(request, Cancel);

        Assert.Equal(413, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_post_without_a_name_is_refused()
    {
        var shop = await ShopAsync();

        (await shop.SendAsync(HttpMethod.Post, "/customers", "{\"refId\":\"1\"}")).ExpectProblem(400, "idempotency_key_missing");
        (await shop.PostAsync("/customers", new { refId = "1" }, new string('k', 201))).ExpectProblem(400, "idempotency_key_not_valid");
        Assert.Equal(201, (await shop.PostAsync("/customers", new { refId = "1" }, new string('k', 200))).Status);
    }
}
