using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Tests.Core.Privacy;

/// <summary>A thousand people who want to be forgotten (target S12).</summary>
[Trait("Engine", "SQLite")]
public sealed class ManyErasuresTests
{
    private const int People = 1_000;

    // What everything personal is made of here, in each of its spellings.
    private static readonly string[] _traces = ["Quibblezwick", "quibblezwick", "4955501997", "wombat circle"];

    [Fact]
    public async Task S12_of_a_thousand_erased_customers_no_byte_is_left_and_the_sums_stay()
    {
        await using var programme = await Programme.CreateAsync(inMemory: true);
        var people = new List<CustomerId>();
        for (var number = 0; number < People; number++)
        {
            people.Add(await LiveAsync(programme, number));
        }

        Assert.All(_traces, trace => Assert.True(IsInFiles(programme, trace), $"{trace} was not written."));
        var sums = Sums(programme);
        foreach (var person in people)
        {
            (await programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), person, person.ToString()), programme.Manager)).OrThrow();
        }

        await programme.Get<LoyaltyStore>().RenewedAsync();
        await programme.Get<LoyaltyStore>().ScrubAsync();

        Assert.Equal([], _traces.Where(trace => IsInFiles(programme, trace)));
        Assert.Equal(sums, Sums(programme));
        await programme.AssertLedgerHoldsAsync();
    }

    private static async Task<CustomerId> LiveAsync(Programme programme, int number)
    {
        var id = await programme.CustomerAsync($"Zyx{number} Quibblezwick", $"zyx{number}@quibblezwick.example", $"+49 555 01997 {number:0000}", $"REF-{number}");
        var address = new Address($"Zyx{number} Quibblezwick", null, $"wombat circle {number}", "98765", "Snarkville", "DE");
        (await programme.Orders.RecordAsync(
            new NewOrder(id, "Shop", $"A-{number}", programme.Clock.GetCurrentInstant(), [new NewPosition("S", "Kettle", 1, 30m)]) { Billing = address, Delivery = address },
            programme.Manager)).OrThrow();
        (await programme.Ledger.AdjustAsync(
            await programme.AdjustmentAsync(id, AdjustmentDoor.TopUp, Points.Whole(10)) with { InternalReason = $"for Zyx{number} Quibblezwick" }, programme.Agent)).OrThrow();
        (await programme.Get<CustomerNotes>().AddAsync(
            new NewNote(Guid.CreateVersion7(), id, NoteKind.Other, $"lives in wombat circle {number}"), programme.Agent)).OrThrow();
        return id;
    }

    private static string Sums(Programme programme) => string.Join(' ', programme.Query(
        "SELECT Kind || ':' || COUNT(*) || ':' || SUM(Points) FROM LedgerEntries GROUP BY Kind ORDER BY Kind", row => row.GetString(0)));

    private static bool IsInFiles(Programme programme, string trace)
    {
        var file = new SqliteConnectionStringBuilder(programme.ConnectionString).DataSource;
        var sought = System.Text.Encoding.UTF8.GetBytes(trace);
        return new[] { file, file + "-wal" }.Where(File.Exists).Any(path =>
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(sought) >= 0;
        });
    }
}
