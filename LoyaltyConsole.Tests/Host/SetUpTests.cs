using System.Net;
using System.Text.RegularExpressions;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Host;

public sealed partial class SetUpTests : IAsyncLifetime
{
    private readonly ConsoleFolder _folder = new();
    private ConsoleProcess? _console;

    public async ValueTask InitializeAsync() => _console = await ConsoleProcess.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _console!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_link_in_the_log_makes_one_administrator()
    {
        await _console!.WaitForOutputAsync(Link());
        var link = new Uri(Link().Match(_console.Output).Value).PathAndQuery;
        using var first = new Visitor(_console.Address);
        using var second = new Visitor(_console.Address);

        var made = await first.SendFormAsync(link, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Form.Name"] = "Petra Lang",
            ["Form.Email"] = "petra@staff.example",
            ["Form.Password"] = "quite long enough",
        });

        Assert.Equal("/", new Uri(_console.Address, made.Headers.Location!).AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/")).StatusCode);
        Assert.DoesNotContain("type=\"password\"", await second.ReadAsync(link), StringComparison.Ordinal);
    }

    [GeneratedRegex("http://[^ ]+/set-up\\?token=[0-9a-f]+")]
    private static partial Regex Link();
}
