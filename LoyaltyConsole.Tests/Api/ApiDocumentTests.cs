using System.Text.Json.Nodes;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Api;

/// <summary>The description of the interface tells of what there is, and of nothing else.</summary>
public sealed class ApiDocumentTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly string[] _contract =
    [
        "delete /api/v1/redemptions/{couponCode}",
        "get /api/v1/customers",
        "get /api/v1/customers/{id}",
        "get /api/v1/customers/{id}/balance",
        "get /api/v1/customers/{id}/ledger",
        "patch /api/v1/customers/{id}",
        "post /api/v1/adjustments",
        "post /api/v1/customers",
        "post /api/v1/merge-requests",
        "post /api/v1/orders",
        "post /api/v1/orders/{refId}/credit-notes",
        "post /api/v1/redemptions",
        "post /api/v1/redemptions/{couponCode}/confirm",
        "post /api/v1/referrals/events",
    ];

    [Fact]
    public async Task It_lists_the_calls_of_the_contract()
    {
        var document = await ReadAsync();

        var calls = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(call => $"{call.Key} {path.Key}"));
        Assert.Equal(_contract, calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_says_what_each_call_takes_and_answers()
    {
        var document = await ReadAsync();

        var header = document["components"]!["securitySchemes"]!["ApiKey"]!;
        Assert.Equal(("apiKey", "header", "X-Api-Key"), ((string?)header["type"], (string?)header["in"], (string?)header["name"]));
        foreach (var (path, calls) in document["paths"]!.AsObject())
        {
            foreach (var (method, call) in calls!.AsObject())
            {
                var parameters = call!["parameters"]?.AsArray().Select(parameter => (string)parameter!["name"]!).ToList() ?? [];
                Assert.Equal(method is "post", parameters.Contains("Idempotency-Key"));
                Assert.Equal(path.Contains("{id}", StringComparison.Ordinal), parameters.Contains("id"));
                Assert.NotNull(call["responses"]!["default"]!["content"]!["application/problem+json"]);
                Assert.Contains("Scope: ", (string?)call["description"], StringComparison.Ordinal);
                Assert.False(string.IsNullOrWhiteSpace((string?)call["summary"]));
            }
        }
    }

    [Fact]
    public async Task It_spells_instants_dates_and_numbers_as_they_are_sent()
    {
        var schemas = (await ReadAsync())["components"]!["schemas"]!;

        Assert.Equal(["date-time", "date", "MM-DD"], new[] { "Instant", "LocalDate", "AnnualDate" }.Select(type => (string?)schemas[type]!["format"]));
        Assert.All(["Instant", "LocalDate", "AnnualDate"], type => Assert.Equal("string", (string?)schemas[type]!["type"]));
        Assert.Equal("number", (string?)schemas["BalanceAnswer"]!["properties"]!["redeemable"]!["type"]);
        Assert.Equal("#/components/schemas/Instant", (string?)schemas["BalanceAnswer"]!["properties"]!["at"]!["$ref"]);
    }

    private async Task<JsonNode> ReadAsync()
    {
        using var http = new HttpClient { BaseAddress = Api.Address };
        return JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json", Cancel))!;
    }
}
