using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Staff;

/// <summary>The audit trail as managers read and export it.</summary>
public sealed class AuditLogTests : LedgerTest
{
    private AuditLog Log => Programme.Get<AuditLog>();

    [Fact]
    public async Task Every_deed_is_read_with_who_when_on_whom_and_what_it_changed()
    {
        var ada = await LiveAsync();

        var rows = (await ListAsync(new AuditFilter())).Rows;

        Assert.Equal(["LockRedemption", "EditCustomer", "Deactivate"], rows.Select(row => row.Deed));
        Assert.Equal(
            (Programme.Clock.GetCurrentInstant(), "Petra Lang", ada, "Ada Lovelace", "not locked", "locked"),
            (rows[0].At, rows[0].Actor, rows[0].Customer!.Value, rows[0].CustomerName, rows[0].Before, rows[0].After));
    }

    [Fact]
    public async Task It_is_filtered_by_person_deed_customer_day_and_text_which_combine()
    {
        var ada = await LiveAsync();
        var today = new LocalDate(2025, 11, 28);

        Assert.Equal(["EditCustomer", "Deactivate"], await DeedsAsync(new AuditFilter(Actor: "Eva Brandt")));
        Assert.Equal(["EditCustomer"], await DeedsAsync(new AuditFilter(Deed: "EditCustomer")));
        Assert.Equal(3, (await DeedsAsync(new AuditFilter(Customer: ada))).Count);
        Assert.Empty(await DeedsAsync(new AuditFilter(Customer: new CustomerId(99))));
        Assert.Equal(["LockRedemption"], await DeedsAsync(new AuditFilter(From: today.PlusDays(2))));
        Assert.Equal(["Deactivate"], await DeedsAsync(new AuditFilter(To: today)));
        Assert.Equal(["EditCustomer"], await DeedsAsync(new AuditFilter(From: today.PlusDays(1), To: today.PlusDays(1))));
        Assert.Equal(["EditCustomer"], await DeedsAsync(new AuditFilter(Text: "group vip")));
        Assert.Empty(await DeedsAsync(new AuditFilter(Text: "%", Actor: "Petra Lang")));
        Assert.Empty(await DeedsAsync(new AuditFilter(Actor: "Eva Brandt", Deed: "LockRedemption")));
    }

    [Fact]
    public async Task It_comes_a_page_at_a_time_and_says_by_whom_it_can_be_filtered()
    {
        await LiveAsync();

        var page = (await Log.ListAsync(new AuditFilter(), new Window(2, 2), Programme.Manager, Cancel)).OrThrow();
        var choices = (await Log.ChoicesAsync(Programme.Manager, Cancel)).OrThrow();

        Assert.Equal((1, 3, "Deactivate"), (page.Rows.Count, page.Count, page.Rows[0].Deed));
        Assert.Equal(["Eva Brandt", "Petra Lang"], choices.Actors);
        Assert.Equal(["Deactivate", "EditCustomer", "LockRedemption"], choices.Deeds);
    }

    [Fact]
    public async Task T24_the_export_writes_every_deed_as_text_that_no_spreadsheet_runs_and_stands_in_the_trail_itself()
    {
        var ada = await Programme.CustomerAsync();
        (await Programme.Get<CustomerBook>().EditAsync(ada, new ProfileEdit { FirstName = "=1+1", LastName = null }, Programme.Agent)).OrThrow();

        var lines = await ExportAsync("deed=EditCustomer");

        Assert.Equal("at,actor,deed,deed_name,customer_id,before,after", lines[0]);
        Assert.StartsWith($"2025-11-28T13:37:00Z,Eva Brandt,<EditCustomer>,EditCustomer,{ada},", lines[1], StringComparison.Ordinal);
        Assert.Contains(",'=1+1 (first", lines[1].Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(2, lines.Count);
        var row = (await ListAsync(new AuditFilter(Deed: "RequestExport"))).Rows.Single();
        Assert.Equal(("Petra Lang", "export 1: Audit; filter deed=EditCustomer; reason: yearly review"), (row.Actor, row.After));
    }

    [Fact]
    public async Task The_export_goes_on_from_chunk_to_chunk_and_leaves_nothing_out()
    {
        Programme.Execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)"
            + " INSERT INTO AuditEntries (At, Actor, Deed, After) SELECT 1700000000000 + i / 7, 'Max', 'RunJob', 'run ' || i FROM n");

        var lines = await ExportAsync("person=Max");

        Assert.Equal(2_501, lines.Count);
        Assert.Equal(Enumerable.Range(1, 2_500).Reverse().Select(number => $"run {number}"), lines.Skip(1).Select(line => line.Split(',')[^1]));
    }

    [Fact]
    public async Task Only_managers_and_administrators_read_it()
    {
        foreach (var role in new[] { StaffRole.Agent, StaffRole.Marketing })
        {
            var actor = Actor.Person("Max", role);
            Assert.Equal(new NotAllowed(Capability.ReadAudit), Refused(await Log.ListAsync(new AuditFilter(), new Window(0, 10), actor, Cancel)));
            Assert.Equal(new NotAllowed(Capability.ReadAudit), Refused(await Log.ChoicesAsync(actor, Cancel)));
        }

        Assert.True((await Log.ListAsync(new AuditFilter(), new Window(0, 10), Actor.Person("Ida", StaffRole.Administrator), Cancel)).Succeeded(out _, out _));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<CustomerId> LiveAsync()
    {
        var ada = await Programme.CustomerAsync();
        (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Agent)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(1));
        (await Programme.Get<CustomerBook>().EditAsync(ada, new ProfileEdit { Group = "VIP" }, Programme.Agent)).OrThrow();
        Programme.Clock.Advance(Duration.FromDays(1));
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager)).OrThrow();
        return ada;
    }

    private async Task<Page<AuditRow>> ListAsync(AuditFilter filter) =>
        (await Log.ListAsync(filter, new Window(0, 100), Programme.Manager, Cancel)).OrThrow();

    private async Task<IReadOnlyList<string>> DeedsAsync(AuditFilter filter) => [.. (await ListAsync(filter)).Rows.Select(row => row.Deed)];

    private async Task<IReadOnlyList<string>> ExportAsync(string filter)
    {
        var (exports, order) = (Programme.Get<ExportBook>(), new ExportOrder(Guid.CreateVersion7(), ExportKind.Audit, "yearly review") { Filter = filter });
        (await exports.RequestAsync(order, Programme.Manager)).OrThrow();
        var file = (await exports.FetchAsync(order.Key, Programme.Manager)).OrThrow();
        file.DeedWord = deed => $"<{deed}>";
        using var stream = new MemoryStream();
        await file.WriteAsync(stream, Cancel);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
