using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoyaltyConsole.Core.Integrations;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A shop that calls the interface, as its own program would: JSON over HTTP and nothing else.</summary>
public sealed class Shop : IDisposable
{
    private readonly HttpClient _http;

    public Shop(Uri address, string? key, IntegrationKeyId id)
    {
        Key = id;
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }
    }

    public IntegrationKeyId Key { get; }

    public Uri Address => _http.BaseAddress!;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    /// <summary>Posts with a name of its own, unless one is given.</summary>
    public Task<Answer> PostAsync(string path, object body, string? key = null) =>
        SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), key ?? Guid.CreateVersion7().ToString());

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(body));

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, body: null);

    /// <summary>Sends whatever it is told to.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string? key = null, string type = "application/json", string? language = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1{path}");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (language is not null)
        {
            request.Headers.AcceptLanguage.Clear();
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Registers a customer, and answers their id.</summary>
    public async Task<long> CustomerAsync(string refId, string? email = null, bool registered = true) =>
        (await PostAsync("/customers", new { refId, firstName = "Ada", lastName = "Lovelace", email = email ?? $"{refId}@example.org", registered }))
        .Expect(201)["id"]!.GetValue<long>();

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public bool IsReplayed => Headers.TryGetValues("Idempotent-Replayed", out var values) && values.Single() is "true";

    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The body, where the status is the expected one.</summary>
    public JsonNode Expect(int status)
    {
        Assert.True(Status == status, $"{Status}, not {status}: {Text}");
        return Json;
    }

    /// <summary>Whether it is this problem, as RFC 9457 has it.</summary>
    public JsonNode ExpectProblem(int status, string code)
    {
        Assert.True(Status == status && Text.Contains($"\"{code}\"", StringComparison.Ordinal), $"{Status}, not {status} {code}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        var problem = Json;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.Equal("about:blank", (string?)problem["type"]);
        Assert.False(string.IsNullOrWhiteSpace((string?)problem["title"]));
        Assert.False(string.IsNullOrWhiteSpace((string?)problem["detail"]));
        return problem;
    }
}
