using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Files of customers: created, changed, and taken back (S-005, X1).</summary>
public sealed class CustomersImportTests : PointsImportTest
{
    private static readonly ImportOptions _customers = new() { Kind = ImportKind.Customers, Integration = "Shop" };

    [Fact]
    public async Task S_005_a_rehearsal_shows_whom_a_file_creates_and_what_it_changes_and_changes_nothing()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com", phone: "030 1234567");

        var import = await StageAsync("email,first_name,group,birthday\nADA@example.com,Augusta,VIP,\nnew@example.com,Nora,,1990-05-06\n", _customers);

        Assert.Equal((2, 2, 1, 1), (import.Counts.Rows, import.Counts.Accepted, import.Counts.CustomersCreated, import.Counts.Customers));
        var rows = await CustomerRowsAsync(import);
        Assert.Equal(
            [new FieldChange("email", "ada@example.com", "ADA@example.com"), new FieldChange("first_name", "Ada", "Augusta"), new FieldChange("group", null, "VIP")],
            rows[0].Changes.OrderBy(change => change.Field, StringComparer.Ordinal));
        Assert.Equal((ada, true, null), (rows[0].CustomerId!.Value, rows[1].IsNew, rows[1].CustomerId));
        Assert.Equal("Ada Lovelace", Programme.Query("SELECT Name FROM Customers", row => row.GetString(0)).Single());
    }

    [Fact]
    public async Task S_005_a_commit_creates_and_changes_and_the_same_file_again_says_nothing_new()
    {
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        const string File = "ref_id;email;last_name;registered;card;name_day\n;ada@example.com;King;no;4711;24.06.2024\nN-1;new@example.com;Neumann;ja;;\n";

        var done = await ImportAsync(File, _customers);
        var again = await ImportAsync(File, _customers);

        Assert.Equal((2, 1, 1), (done.Counts.Committed, done.Counts.CustomersCreated, done.Counts.Customers));
        Assert.Equal((0, 2), (again.Counts.Committed, again.Counts.AlreadyRecorded));
        Assert.Equal(
            [("Ada King", "4711", null, 0L), ("Neumann", null, "N-1", 1L)],
            Programme.Query("SELECT Name, CardNumber, RefId, IsRegistered FROM Customers ORDER BY Id", row => (
                row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt64(3))));
        Assert.Equal(new AnnualDate(6, 24), (await Programme.Profiles.OpenAsync(new CustomerId(1), Programme.Agent, CancellationToken.None)).OrThrow().Customer.NameDay);
    }

    [Fact]
    public async Task Rows_that_cannot_be_meant_so_are_named()
    {
        await Programme.CustomerAsync("A", email: "a@example.com", refId: "A");

        var import = await StageAsync(
            "ref_id,email,phone,registered,birthday\nA,,,perhaps,\nX,a@example.com,,,\n,no address,,,\n,,12,,\n,b@example.com,,,2099-01-01\n,,,yes,\nC,,,,\nC,,,yes,\n", _customers);

        Assert.Equal(
            [
                ImportReason.NotYesOrNo, ImportReason.NamesDisagree, ImportReason.NoEmail, ImportReason.NoPhone, ImportReason.NoSuchDate, ImportReason.NoCustomer,
                null, ImportReason.RowRepeated,
            ],
            (await CustomerRowsAsync(import)).Select(row => row.Problem?.Reason));
    }

    [Fact]
    public async Task S_005_whoever_a_row_creates_is_known_to_the_rows_behind_it_and_to_the_search()
    {
        const string File = "email,phone,first_name\nnora@example.com,030 1234567,Nora\n,030 1234567,Eleonora\nolaf@example.com,,Olaf\n";

        var done = await ImportAsync(File, _customers);

        Assert.Equal((3, 2, 1), (done.Counts.Committed, done.Counts.CustomersCreated, done.Counts.Customers));
        Assert.Equal(
            [("Eleonora", "nora@example.com", 0L), ("Olaf", "olaf@example.com", 0L)],
            Programme.Query(
                "SELECT Name, Email, a.Balance FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id ORDER BY c.Id",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2))));
        Assert.Equal([1L], Programme.Query("SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH @0", row => row.GetInt64(0), ("@0", "\"leonora\"")));
        Assert.Equal([2L], Programme.Query("SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH @0", row => row.GetInt64(0), ("@0", "\"olaf\"")));
    }

    [Fact]
    public async Task S_005_whoever_came_between_rehearsal_and_commit_is_not_created_again()
    {
        var import = await StageAsync("email,first_name\nnora@example.com,Nora\nolaf@example.com,Olaf\n", _customers);
        var nora = await Programme.CustomerAsync("N", email: "nora@example.com");

        var done = await CommitAsync(import);

        Assert.Equal((1, 1), (done.Counts.CustomersCreated, done.Counts.Customers));
        Assert.Equal((nora, false), (await CustomerRowsAsync(done)).Select(row => (row.CustomerId!.Value, row.IsNew)).First());
    }

    [Fact]
    public async Task Of_many_who_share_a_phone_five_are_named()
    {
        for (var number = 1; number <= 7; number++)
        {
            await Programme.CustomerAsync($"C{number}", phone: "030 1234567");
        }

        var import = await StageAsync("phone,group\n030 1234567,VIP\n", _customers);

        Assert.Equal(new ImportProblem(ImportReason.AmbiguousCustomer, null, "030 1234567: 1, 2, 3, 4, 5"), (await CustomerRowsAsync(import)).Single().Problem);
    }

    [Fact]
    public async Task X1_an_undo_restores_what_the_import_changed_unless_somebody_changed_it_since()
    {
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.com");
        await Programme.CustomerAsync("Grace Hopper", email: "grace@example.com");
        var import = await ImportAsync("email,last_name,group\nada@example.com,King,VIP\ngrace@example.com,Murray,VIP\nnew@example.com,Neu,\nused@example.com,Used,\n", _customers);
        (await Programme.Get<CustomerBook>().EditAsync(new CustomerId(2), new ProfileEdit { Group = new("Gold club") }, Programme.Manager)).OrThrow();
        await Programme.LotAsync(new CustomerId(4), 10);

        var undone = (await Imports.UndoAsync(import.Id, Programme.Manager, CancellationToken.None)).OrThrow();

        Assert.Equal((ImportStatus.Undone, 2, 2), (undone.Status, undone.Counts.Reversed, undone.Counts.Kept));
        Assert.Equal(
            [("Ada Lovelace", null, 1L), ("Grace Hopper", "Gold club", 1L), ("Neu", null, 2L), ("Used", null, 1L)],
            Programme.Query("SELECT Name, CustomerGroup, Status FROM Customers ORDER BY Id", row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2))));
        var kept = (await CustomerRowsAsync(undone)).Where(row => row.State is ImportState.Kept).Select(row => row.Problem);
        Assert.Equal([new ImportProblem(ImportReason.ChangedSince, "group", null), new ImportProblem(ImportReason.CustomerInUse, null, null)], kept);
    }

    [Fact]
    public async Task X6_nobody_changes_their_own_account_by_a_file()
    {
        await Programme.CustomerAsync("Mia Funk", email: "mia@example.com");
        var mia = Actor.Person("Mia Funk", StaffRole.Manager) with { Email = "mia@example.com" };

        var staged = (await TryStageAsync("email,group\nmia@example.com,VIP\n", _customers, mia)).OrThrow();
        var elsewhere = await StageAsync("email,group\nmia@example.com,VIP club\n", _customers);
        var done = (await Imports.CommitAsync(elsewhere.Id, mia, CancellationToken.None)).OrThrow();

        Assert.Equal(ImportReason.OwnAccount, (await CustomerRowsAsync(staged)).Single().Problem!.Reason);
        Assert.Equal((0, 1), (done.Counts.Committed, done.Counts.Rejected));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM Customers WHERE CustomerGroup IS NOT NULL", row => row.GetInt32(0)).Single());
    }

    [Fact]
    public async Task R1_a_commit_of_customers_that_is_stopped_goes_on_where_it_was()
    {
        var file = "email,first_name\n" + string.Concat(Enumerable.Range(1, 3_000).Select(row => $"c{row}@example.com,C{row}\n"));
        var import = await StageAsync(file, _customers);
        using var stop = new CancellationTokenSource();
        using (Imports.Listen(progress => _ = progress is { Status: ImportStatus.Committing, Counts.Committed: > 0 } ? Stop() : 0))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Imports.CommitAsync(import.Id, Programme.Manager, stop.Token));
        }

        var done = await CommitAsync(await StageAsync(file, _customers));

        Assert.Equal((import.Id, 3_000, 3_000), (done.Id, done.Counts.Committed, done.Counts.CustomersCreated));
        Assert.Equal(3_000, Programme.Query("SELECT COUNT(*) FROM Customers", row => row.GetInt32(0)).Single());

        int Stop()
        {
            stop.Cancel();
            return 0;
        }
    }

    private async Task<IReadOnlyList<ImportedCustomerRow>> CustomerRowsAsync(Import import) =>
        (await Programme.Get<ImportBook>().CustomersAsync(import.Id, state: null, text: null, new Window(0, 100), Programme.Manager, CancellationToken.None)).OrThrow().Rows;
}
