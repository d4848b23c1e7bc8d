using System.Net;
using System.Text.Json;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Host;

/// <summary>An installation that was told what it does without (E-016).</summary>
public sealed class FeatureSettingsTests : IDisposable
{
    private static readonly (string, string)[] _without = [("Features:Imports", "false"), ("Features:Segments", "false"), ("Features:Api", "false")];

    private readonly ConsoleFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task E_016_a_feature_that_nobody_knows_stops_the_start_with_a_sentence()
    {
        var outcome = await _folder.RunAsync([("Features:Segmentz", "false"), ("Features:0", "false"), ("Features:Api", "perhaps")]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Features:Segmentz names no feature. There are Imports, Exports, Segments,", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Features:0 names no feature.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("Features:Api is \"perhaps\", which is neither true nor false.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E_016_the_command_line_refuses_what_is_switched_off()
    {
        await _folder.RunAsync("seed", "--customers", "5", "--now", "2025-11-28T13:37:00Z");
        var file = Path.Combine(_folder.Path, "points.csv");
        await File.WriteAllTextAsync(file, "customer_id,points\n1,5\n", Cancel);

        var (import, undo) = (await _folder.RunAsync(_without, "import", "points", file), await _folder.RunAsync(_without, "undo", "1"));
        var (job, key) = (await _folder.RunAsync(_without, "job", "segments", "--json"), await _folder.RunAsync(_without, "api-key", "create", "Shop"));
        var export = await _folder.RunAsync(_without, "export", "customers");

        Assert.Equal((1, 1, 1, 1, 0), (import.ExitCode, undo.ExitCode, job.ExitCode, key.ExitCode, export.ExitCode));
        Assert.Contains("switched off in this installation: Imports.", import.Error, StringComparison.Ordinal);
        Assert.Equal("FeatureOff", JsonDocument.Parse(job.Output.Trim().Split('\n')[^1]).RootElement.GetProperty("refused").GetString());
    }

    [Fact]
    public async Task E_016_a_console_without_anything_that_can_be_missed_starts_and_its_interface_says_no()
    {
        (string, string)[] nothing = [.. Enum.GetNames<Feature>().Select(name => ($"Features:{name}", "false"))];
        await using var console = await ConsoleProcess.StartAsync(_folder, [.. nothing, ("Demo:Customers", "20")]);
        using var http = new HttpClient { BaseAddress = console.Address };

        using var answer = await http.GetAsync(new Uri("api/v1/customers/1", UriKind.Relative), Cancel);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("feature_off", problem.GetProperty("code").GetString());
        Assert.DoesNotContain("Unhandled exception", console.Output, StringComparison.Ordinal);
    }
}
