using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>An import whose process is killed loses nothing and books nothing twice (target R1).</summary>
public sealed class KilledImportTests
{
    [Theory]
    [InlineData("Staging")]
    [InlineData("Committing 1")]
    [InlineData("Committing 5")]
    public async Task R1_the_same_command_again_ends_as_if_nothing_had_happened(string killedAt)
    {
        using var folder = new ConsoleFolder();
        var file = Path.Combine(folder.Path, "orders.csv");
        await File.WriteAllTextAsync(file, Orders(), TestContext.Current.CancellationToken);
        string[] import = ["import", "orders", file, "--json", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString];

        await KillAsync(folder, import, killedAt);
        var resumed = await folder.RunAsync(import);
        var check = await folder.RunAsync("check", "--json", "--db", folder.ConnectionString);

        Assert.Equal((0, 0), (resumed.ExitCode, check.ExitCode));
        var counts = JsonDocument.Parse(resumed.Output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal(
            (4_000, 4_000, 40, 40_000),
            (counts.GetProperty("rows").GetInt32(), counts.GetProperty("orders").GetInt32(), counts.GetProperty("customersCreated").GetInt32(),
                counts.GetProperty("pointsEarned").GetInt32()));
        var found = JsonDocument.Parse(check.Output.Trim().Split('\n')[^1]).RootElement;
        Assert.Equal((40, 4_000), (found.GetProperty("customers").GetInt32(), found.GetProperty("entries").GetInt32()));
    }

    private static async Task KillAsync(ConsoleFolder folder, string[] arguments, string at)
    {
        using var process = Process.Start(folder.Start([], arguments))!;
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(at, StringComparison.Ordinal))
            {
                break;
            }
        }

        Assert.False(process.HasExited, "It was done before it could be killed.");
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static string Orders()
    {
        var file = new StringBuilder("order_ref,customer_ref,placed_at,sku,quantity,unit_price\n");
        for (var order = 1; order <= 4_000; order++)
        {
            file.Append(CultureInfo.InvariantCulture, $"{order},C{order % 40},2025-11-01 10:00,SKU,2,5.00\n");
        }

        return file.ToString();
    }
}
