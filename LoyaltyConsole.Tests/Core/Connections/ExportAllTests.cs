using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Tests.Core.Connections;

/// <summary>Everybody is sent once, at the first connection.</summary>
public sealed class ExportAllTests : ConnectionTest
{
    [Fact]
    public async Task E_056_all_customers_with_an_address_are_sent_with_their_accounts_and_progress_is_told()
    {
        var ada = await AdaAsync();
        await CreditAsync(ada, 70);
        await Programme.CustomerAsync("Without an address");
        var left = await Programme.CustomerAsync("Gone", "gone@example.org");
        (await Programme.Get<Participation>().LeaveAsync(left, "Moved away", Programme.Manager)).OrThrow();
        await AddAsync(300);
        var id = await ConnectAsync(ConnectionKind.Brevo);
        Assert.Empty(Side.Calls);

        (await Book.ExportAllAsync(id, Admin)).OrThrow();
        (await Book.ExportAllAsync(id, Admin)).OrThrow();
        Assert.Equal((true, 0L, 301L), ((await RowAsync(id)).IsExporting, (await RowAsync(id)).Exported, (await RowAsync(id)).Connection.ExportTotal));
        List<(long, long)> seen = [];
        var arrived = 0;
        Side.Answer = async (_, _) =>
        {
            if (Interlocked.Increment(ref arrived) % 100 == 0)
            {
                var row = await RowAsync(id);
                seen.Add((row.Exported, row.Waiting));
            }
        };
        await RunAsync();

        Assert.Equal(301, Side.Calls.Select(call => call.Json.GetProperty("email").GetString()).Distinct().Count());
        Assert.Equal(301, Side.Calls.Count);
        Assert.Equal(70, Side.Calls.Single(call => call.Text.Contains("Ada.Lovelace@Example.org", StringComparison.Ordinal))
            .Json.GetProperty("attributes").GetProperty("POINTS").GetDecimal());
        Assert.Equal(3, seen.Count);
        Assert.All(seen, one => Assert.InRange(one.Item2, 0, ConnectionLine.ExportedAtOnce));
        Assert.True(seen[0].Item1 < seen[1].Item1 && seen[1].Item1 < seen[2].Item1);
        var done = await RowAsync(id);
        Assert.Equal((false, 301L, 0L), (done.IsExporting, done.Exported, done.Waiting));
        Assert.Equal("connection 1: Newsletter, 301 customers", Programme.Query(
            "SELECT After FROM AuditEntries WHERE Deed = 'ExportToConnection'", row => row.GetString(0)).Single());
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public void E_056_those_in_line_of_the_export_are_counted_without_reading_who_else_waits() => Assert.Contains(
        Programme.Query(
            "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM ConnectionContacts WHERE ConnectionId = 1 AND State = 1 AND IsExported = 1", row => row.GetString(3)),
        step => step.Contains("INDEX IX_ConnectionContacts_ConnectionId_CustomerId", StringComparison.Ordinal));

    [Fact]
    public async Task E_057_the_export_is_begun_from_the_settings_of_the_connection_and_needed_only_once()
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync(ConnectionKind.Brevo);
        (await Book.ExportAllAsync(id, Admin)).OrThrow();
        await RunAsync();
        Side.Forget();

        await RegroupAsync(ada, "VIP");
        await Programme.CustomerAsync("New", "new@example.org");
        await EditAsync(new CustomerId(2), new ProfileEdit { Group = "A" });
        await RunAsync();

        Assert.Equal(["Ada.Lovelace@Example.org", "new@example.org"], Side.Calls.Select(call => call.Json.GetProperty("email").GetString()).Order());

        // Again, for instance because the service has a new field: everybody, though nothing changed.
        (await Book.ExportAllAsync(id, Admin)).OrThrow();
        await RunAsync();
        Assert.Equal(4, Side.Calls.Count);
    }

    [Fact]
    public async Task An_export_without_anybody_is_over_at_once()
    {
        var id = await ConnectAsync(ConnectionKind.Ecomail);

        (await Book.ExportAllAsync(id, Admin)).OrThrow();
        await RunAsync();

        Assert.False((await RowAsync(id)).IsExporting);
    }

    [Fact]
    public async Task An_export_that_is_held_up_goes_on_where_it_was_and_whoever_is_refused_does_not_keep_it_open()
    {
        await AddAsync(40);
        var id = await ConnectAsync(ConnectionKind.Brevo);
        (await Book.ExportAllAsync(id, Admin)).OrThrow();
        var arrived = 0;
        Side.Answer = (_, context) =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref arrived) switch { 20 => 400, > 24 => 503, _ => 200 };
            return Task.CompletedTask;
        };
        await RunAsync();
        Assert.True((await RowAsync(id)).IsExporting);
        Side.Answer = (_, _) => Task.CompletedTask;

        for (var minute = 0; minute < 3; minute++)
        {
            Programme.Clock.Advance(NodaTime.Duration.FromMinutes(1));
            await RunAsync();
        }

        var row = await RowAsync(id);
        Assert.Equal((false, 40L, 1L), (row.IsExporting, row.Exported, row.Refused));
        Assert.Equal(40, Side.Calls.Select(call => call.Json.GetProperty("email").GetString()).Distinct().Count());
    }

    private async Task AddAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Programme.CustomerAsync($"Customer {number}", $"customer{number}@example.org");
        }
    }
}
