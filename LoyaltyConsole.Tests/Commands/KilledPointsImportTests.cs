using System.Globalization;
using System.Text;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>
/// An import of points whose process is killed while it stages, rehearses, commits or undoes ends whole when it is started
/// again: no row lost, none booked or taken back twice (target R1). LOYALTY_KILLS says how many rounds, by default five.
/// </summary>
public sealed class KilledPointsImportTests
{
    private const int Rows = 12_000;
    private const int Customers = 200;

    [Fact]
    public async Task R1_X1_killed_at_random_moments_an_import_and_its_undo_end_whole()
    {
        using var folder = new ConsoleFolder();
        var rounds = Killing.Rounds(usual: 5);
        var killing = new Killing(folder, new Random(rounds));
        Assert.Equal(0, (await folder.RunAsync("seed", "--customers", $"{Customers}", "--seed", "7", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString)).ExitCode);
        var balance = killing.Number("SELECT SUM(Balance) FROM Accounts");
        for (var round = 0; round < rounds; round++)
        {
            var file = Path.Combine(folder.Path, $"points-{round}.csv");
            await File.WriteAllTextAsync(file, Points(round), TestContext.Current.CancellationToken);
            string[] import = ["import", "points", file, "--json", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString];

            await killing.AtSomeMomentAsync(import, round % 3 == 0 ? "Staging" : "Committing");

            // It may have been quicker than the kill; the same file again would then be booked again.
            var id = killing.Number($"SELECT MAX(Id) FROM Imports WHERE Status = 5 AND FileName = 'points-{round}.csv'");
            if (id == 0)
            {
                var done = await killing.EndAsync(import);
                Assert.Equal("done", done.GetProperty("status").GetString());
                id = done.GetProperty("importId").GetInt64();
            }

            var accepted = (int)killing.Number($"SELECT Counts_Accepted FROM Imports WHERE Id = {id}");
            Assert.Equal(
                (accepted, accepted * 2L * 100),
                ((int)killing.Number($"SELECT COUNT(*) FROM LedgerEntries WHERE ImportId = {id}"), killing.Number($"SELECT SUM(Points) FROM LedgerEntries WHERE ImportId = {id}")));

            string[] undo = ["undo", $"{id}", "--json", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString];
            await killing.AtSomeMomentAsync(undo, "Undoing");
            if (killing.Number($"SELECT Status FROM Imports WHERE Id = {id}") != 9)
            {
                await killing.EndAsync(undo);
            }

            // What repaid somebody's debt was used, and is kept.
            var kept = killing.Number($"SELECT Counts_PointsKept FROM Imports WHERE Id = {id}");
            Assert.Equal(
                (accepted, 0, kept),
                ((int)killing.Number($"SELECT Counts_Reversed + Counts_Kept FROM Imports WHERE Id = {id}"), (int)killing.Number($"SELECT Counts_Failed FROM Imports WHERE Id = {id}"),
                    killing.Number($"SELECT SUM(Points) FROM LedgerEntries WHERE ImportId = {id}")));
            Assert.InRange(kept, 0, accepted * 2 * 100 / 50);
            balance += kept;
        }

        Assert.Equal(balance, killing.Number("SELECT SUM(Balance) FROM Accounts"));
        Assert.Equal(0, (await folder.RunAsync("check", "--json", "--db", folder.ConnectionString)).ExitCode);
    }

    private static string Points(int round)
    {
        var file = new StringBuilder("customer_id,points,customer_text\n");
        for (var row = 0; row < Rows; row++)
        {
            file.Append(CultureInfo.InvariantCulture, $"{(row % Customers) + 1},2,Round {round}\n");
        }

        return file.ToString();
    }
}
