using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Host;

[Collection(ConsoleCollection.Name)]
public sealed class SecurityHeadersTests(ConsoleFixture running) : IDisposable
{
    private readonly Visitor _visitor = new(running.Console.Address);

    public void Dispose() => _visitor.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/no-such-page")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task S9_every_answer_says_what_the_browser_shall_refuse(string path)
    {
        var headers = (await _visitor.GetAsync(path)).Headers;

        var policy = string.Join(';', headers.GetValues("Content-Security-Policy")).Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Equal(["nosniff"], headers.GetValues("X-Content-Type-Options"));
        Assert.Single(headers.GetValues("Referrer-Policy"));
        Assert.False(headers.Contains("Server"));
    }
}
