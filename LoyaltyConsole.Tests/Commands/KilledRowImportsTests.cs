using System.Globalization;
using System.Text;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Commands;

/// <summary>
/// Imports of customers and of levels whose process is killed while it stages, commits or undoes end whole when they are
/// started again: nobody lost, nobody changed twice (target R1). LOYALTY_KILLS says how many rounds, by default two.
/// </summary>
public sealed class KilledRowImportsTests
{
    private const int Customers = 3_000;

    [Fact]
    public async Task R1_X1_S_005_killed_at_random_moments_imports_of_customers_and_levels_and_their_undo_end_whole()
    {
        using var folder = new ConsoleFolder();
        var rounds = Killing.Rounds(usual: 2);
        var killing = new Killing(folder, new Random(rounds));

        var created = await ImportAsync(folder, killing, "customers", "ref_id,first_name", row => $"C{row},C{row}", killedAt: ["Staging", "Committing"]);
        Assert.Equal((Customers, Customers), (killing.Number("SELECT COUNT(*) FROM Customers"), killing.Number($"SELECT Counts_CustomersCreated FROM Imports WHERE Id = {created}")));

        for (var round = 0; round < rounds; round++)
        {
            var (tier, locks) = round % 2 == 0 ? ("Silver", "yes") : ("Gold", "no");
            var id = await ImportAsync(folder, killing, "tiers", "ref_id,tier,lock,internal_reason", row => $"C{row},{tier},{locks},Round {round}", [round % 3 == 1 ? "Staging" : "Committing"]);
            Assert.Equal(
                (Customers, Customers, Customers),
                (killing.Number($"SELECT Counts_Committed FROM Imports WHERE Id = {id}"), killing.Number($"SELECT COUNT(*) FROM TierChanges WHERE Note = 'Round {round}'"),
                    killing.Number($"SELECT COUNT(*) FROM Customers c JOIN Tiers t ON t.Id = c.TierId WHERE t.Name = '{tier}' AND c.TierLock = {(locks is "yes" ? 1 : 0)}")));

            await UndoAsync(folder, killing, id);
            Assert.Equal(
                (Customers, Customers),
                (killing.Number($"SELECT COUNT(*) FROM TierChanges WHERE Note = 'Undo import {id}'"), killing.Number("SELECT COUNT(*) FROM Customers WHERE TierId = 1 AND TierLock = 0")));
        }

        await UndoAsync(folder, killing, created);
        Assert.Equal(Customers, killing.Number("SELECT COUNT(*) FROM Customers WHERE Status = 2"));
        Assert.Equal(0, (await folder.RunAsync("check", "--json", "--db", folder.ConnectionString)).ExitCode);
    }

    private static async Task<long> ImportAsync(ConsoleFolder folder, Killing killing, string kind, string header, Func<int, string> row, string[] killedAt)
    {
        var content = new StringBuilder(header).Append('\n');
        for (var line = 0; line < Customers; line++)
        {
            content.Append(CultureInfo.InvariantCulture, $"{row(line)}\n");
        }

        var file = Path.Combine(folder.Path, $"{kind}.csv");
        await File.WriteAllTextAsync(file, content.ToString(), TestContext.Current.CancellationToken);
        string[] import = ["import", kind, file, "--json", "--integration", "Shop", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString];
        var before = Imports("SELECT COALESCE(MAX(Id), 0) FROM Imports");
        long? Done() => Imports($"SELECT COALESCE(MIN(Id), 0) FROM Imports WHERE Status = 5 AND Id > {before}") is var id and > 0 ? id : null;
        foreach (var step in killedAt.TakeWhile(_ => Done() is null))
        {
            // It may be quicker than the kill; the same file again would then say nothing new.
            await killing.AtSomeMomentAsync(import, step);
        }

        return Done() ?? (await killing.EndAsync(import)).GetProperty("importId").GetInt64();

        // The first of them makes the database.
        long Imports(string sql) => killing.Number("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'Imports'") == 0 ? 0 : killing.Number(sql);
    }

    private static async Task UndoAsync(ConsoleFolder folder, Killing killing, long id)
    {
        string[] undo = ["undo", $"{id}", "--json", "--now", "2025-12-01T00:00:00Z", "--db", folder.ConnectionString];
        await killing.AtSomeMomentAsync(undo, "Undoing");
        if (killing.Number($"SELECT Status FROM Imports WHERE Id = {id}") != 9)
        {
            await killing.EndAsync(undo);
        }

        Assert.Equal(
            (Customers, 0),
            (killing.Number($"SELECT Counts_Reversed FROM Imports WHERE Id = {id}"), killing.Number($"SELECT Counts_Kept + Counts_Failed FROM Imports WHERE Id = {id}")));
    }
}
