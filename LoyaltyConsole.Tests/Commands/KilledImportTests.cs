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

        await new Killing(folder, Random.Shared).AtOnceAsync(import, killedAt);
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

    [Fact]
    public async Task R1_X1_an_undo_of_orders_that_is_killed_takes_each_back_once()
    {
        using var folder = new ConsoleFolder();
        var killing = new Killing(folder, new Random(1));
        var file = Path.Combine(folder.Path, "orders.csv");
        await File.WriteAllTextAsync(file, Orders(), TestContext.Current.CancellationToken);
        await killing.EndAsync("import", "orders", file, "--json", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString);
        string[] undo = ["undo", "1", "--json", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString];

        await killing.AtSomeMomentAsync(undo, "Undoing");
        await killing.AtSomeMomentAsync(undo, "Undoing");
        if (killing.Number("SELECT Status FROM Imports") != 9)
        {
            await killing.EndAsync(undo);
        }

        Assert.Equal(
            (9L, 4_000L, 0L, 4_000L, 0L),
            (killing.Number("SELECT Status FROM Imports"), killing.Number("SELECT Counts_Reversed FROM Imports"), killing.Number("SELECT Counts_Kept FROM Imports"),
                killing.Number("SELECT COUNT(*) FROM LedgerEntries WHERE Kind = 15"), killing.Number("SELECT SUM(Balance) FROM Accounts")));
        Assert.Equal(0, (await folder.RunAsync("check", "--json", "--db", folder.ConnectionString)).ExitCode);
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
