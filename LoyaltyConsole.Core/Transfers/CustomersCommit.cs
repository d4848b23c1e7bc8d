using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Carries out what an import of customers accepted, and takes it back (X1).</summary>
internal sealed class CustomersCommit(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
    : RowCommit<CustomersCommit.Row>(store, import, actor, report)
{
    private const string Fates =
        """
        SELECT c.Id, c.Status, EXISTS (SELECT 1 FROM LedgerEntries WHERE CustomerId = c.Id) OR EXISTS (SELECT 1 FROM Orders WHERE CustomerId = c.Id)
        FROM json_each(@0) i CROSS JOIN Customers c ON c.Id = CAST(i.value AS BIGINT)
        """;

    private OwnAccounts? _own;

    protected override string Table => "ImportedCustomers";

    protected override ImportCounts Start(ImportCounts rehearsed) => rehearsed with { CustomersCreated = 0, Customers = 0 };

    protected override ImportCounts Tally(DbConnection connection) => ImportTally.OfCustomers(connection, Import.Id, new ImportCounts());

    protected override string InWords(ImportCounts counts) => $"{counts.CustomersCreated} customers created, {counts.Customers} changed";

    protected override List<Row> Next(Writing writing, ImportState state, long behind, int most) => ((Reads)writing.Connection).Query(
        "SELECT Line, CustomerId, Given, Changes, IsNew, Named FROM ImportedCustomers WHERE ImportId = @0 AND Line > @1 AND State = @2 ORDER BY Line LIMIT @3",
        row => new Row(
            row.GetInt64(0), row.LongOrNull(1) is { } id ? new CustomerId(id) : null, row.GetString(2), row.TextOrNull(3), row.GetBoolean(4), row.TextOrNull(5)),
        Import.Id.Value, behind, (int)state, most);

    protected override async Task<ImportCounts> CommitAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, Actor);
        using var match = new CustomerChange(writing.Connection.Database, writing.Settings, Import.IntegrationId, _own, writing.Now);
        var customers = await CustomersAsync(writing, rows);
        var read = rows.ConvertAll(row => new CustomersRow(row.Line, CustomersRowReader.Of<Dictionary<string, string>>(row.Given), ""));
        var comers = new List<Carried>();
        foreach (var ((row, again), isStranger) in rows.Zip(read).Zip(match.AreStrangers(read)))
        {
            var customer = row.Customer is { } id ? customers.GetValueOrDefault(id) : null;
            if (customer is null && !isStranger)
            {
                // Whom a row before this one has created or changed, this one may mean.
                counts = await KeepAsync(writing, comers, counts);
                match.Look([again]);
                customer = again is { Problem: null, Customer: { } known } ? await writing.Db.Customers.SingleAsync(found => found.Id == known) : null;
            }

            var (done, problem) = again.Problem is null ? Carry(writing, row, again.Values, customer) : (null, again.Problem);
            if (problem is not null)
            {
                counts = Leave(writing, row, problem, counts);
            }
            else if (done!.IsNew)
            {
                comers.Add(done);
            }
            else
            {
                Touch(writing, done.Customer);
                counts = Mark(writing, done, counts);
            }
        }

        return await KeepAsync(writing, comers, counts);
    }

    protected override async Task<ImportCounts> UndoAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        var customers = await CustomersAsync(writing, rows);
        var fates = ((Reads)writing.Connection).Query(
            Fates, row => (Id: new CustomerId(row.GetInt64(0)), Fate: ((CustomerStatus)row.GetInt32(1), IsUsed: row.GetBoolean(2))), Json(rows.Where(row => row.IsNew).Select(row => row.Customer)))
            .ToDictionary(customer => customer.Id, customer => customer.Fate);
        var unused = fates.Where(customer => customer.Value is (not CustomerStatus.Deleted, IsUsed: false)).Select(customer => customer.Key).ToList();
        writing.Connection.Prepare("UPDATE Customers SET Status = 2, ModifiedAt = @1 WHERE Id IN (SELECT CAST(value AS BIGINT) FROM json_each(@0))")
            .Run(Json(unused.Cast<CustomerId?>()), writing.Now.ToUnixTimeMilliseconds());
        unused.ForEach(writing.Touch);
        return rows.Aggregate(counts, (sum, row) => row.IsNew
            ? Mark(writing, row, ProblemOf(row), sum)
            : Undo(writing, row, row.Customer is { } id ? customers.GetValueOrDefault(id) : null, sum));

        // Who is new and has been used since stays.
        ImportProblem? ProblemOf(Row row) => row.Customer is not { } id || !fates.TryGetValue(id, out var fate) || fate.Item1 is CustomerStatus.Deleted
            ? new ImportProblem(ImportReason.CustomerGone, null, null)
            : fate.IsUsed ? new ImportProblem(ImportReason.CustomerInUse, null, null) : null;
    }

    private static string Json(IEnumerable<CustomerId?> customers) => $"[{string.Join(',', customers)}]";

    // Those that a row changes; of those that it creates too much would be read.
    private static async Task<Dictionary<CustomerId, Customer>> CustomersAsync(Writing writing, List<Row> rows)
    {
        var ids = rows.Where(row => !row.IsNew).Select(row => row.Customer).OfType<CustomerId>().ToList();
        return ids.Count == 0 ? [] : await writing.Db.Customers.Where(customer => ids.Contains(customer.Id)).ToDictionaryAsync(customer => customer.Id);
    }

    // Things may have changed since the rehearsal, so everything is asked again.
    private (Carried? Carried, ImportProblem? Problem) Carry(Writing writing, Row row, Dictionary<string, string> values, Customer? known)
    {
        if (known is not null && _own!.Includes(writing.Connection, known.Id))
        {
            return (null, new ImportProblem(ImportReason.OwnAccount, null, row.Named));
        }

        if (known?.Status is CustomerStatus.Deleted)
        {
            return (null, new ImportProblem(ImportReason.CustomerDeleted, null, row.Named));
        }

        var customer = known ?? CustomerRegister.New(Import.IntegrationId, null, null, null, null, isRegistered: false, writing.Now);
        var changes = CustomerChange.Apply(customer, values, out var other);
        var problem = other ?? (CustomerBook.Flaw(customer, writing.Settings, writing.Now) is { } flaw ? CustomerChange.Problem(flaw) : null)
            ?? (changes.Count == 0 ? new ImportProblem(ImportReason.AlreadyRecorded, null, row.Named) : null);
        if (problem is not null)
        {
            changes.ForEach(change => ProfileFields.Set(customer, change.Field, change.Before));
            return (null, problem);
        }

        return (new Carried(row, customer, changes, IsNew: known is null), null);
    }

    // Records whom the rows so far create, and what they change.
    private async Task<ImportCounts> KeepAsync(Writing writing, List<Carried> comers, ImportCounts counts)
    {
        CustomerRegister.AddAll(writing, comers.ConvertAll(comer => comer.Customer));
        await writing.Db.SaveChangesAsync();
        counts = comers.Aggregate(counts, (sum, comer) => Mark(writing, comer, sum));
        comers.Clear();
        return counts;
    }

    private ImportCounts Mark(Writing writing, Carried done, ImportCounts counts)
    {
        // Of somebody new it is what the row says.
        var changes = done is { IsNew: true, Row.IsNew: true } ? null : CustomersRowReader.Json(done.Changes);
        writing.Connection.Prepare("UPDATE ImportedCustomers SET State = 4, CustomerId = @2, IsNew = @3, Changes = COALESCE(@4, Changes), Cells = NULL WHERE ImportId = @0 AND Line = @1")
            .Run(Import.Id.Value, done.Row.Line, done.Customer.Id.Value, done.IsNew ? 1 : 0, changes);
        writing.Touch(done.Customer.Id);
        return counts with
        {
            Committed = counts.Committed + 1,
            CustomersCreated = counts.CustomersCreated + (done.IsNew ? 1 : 0),
            Customers = counts.Customers + (done.IsNew ? 0 : 1),
        };
    }

    // What somebody has changed since stays theirs.
    private ImportCounts Undo(Writing writing, Row row, Customer? customer, ImportCounts counts)
    {
        if (customer is null || customer.Status is CustomerStatus.Deleted)
        {
            return Mark(writing, row, new ImportProblem(ImportReason.CustomerGone, null, null), counts);
        }

        var kept = new List<string>();
        foreach (var change in CustomersRowReader.Changes(row.Changed, row.Given))
        {
            if (string.Equals(ProfileFields.Of(customer, change.Field), change.After, StringComparison.Ordinal))
            {
                ProfileFields.Set(customer, change.Field, change.Before);
                continue;
            }

            kept.Add(change.Field);
        }

        Touch(writing, customer);
        return Mark(writing, row, kept.Count == 0 ? null : new ImportProblem(ImportReason.ChangedSince, string.Join(", ", kept), null), counts);
    }

    private static void Touch(Writing writing, Customer customer)
    {
        customer.Reindex(writing.Settings.CallingCode);
        customer.ModifiedAt = writing.Now;
        writing.Touch(customer.Id);
    }

    /// <summary>A row and what came of it.</summary>
    private sealed record Carried(Row Row, Customer Customer, List<FieldChange> Changes, bool IsNew);

    /// <param name="Line">Its line.</param>
    /// <param name="Customer">Whom it means; null where nobody was found.</param>
    /// <param name="Given">What it says, as JSON.</param>
    /// <param name="Changed">What it changed, as JSON; null of somebody new, of whom it is what it says.</param>
    /// <param name="IsNew">Whether it creates, or created, them.</param>
    /// <param name="Named">What it names them by.</param>
    internal sealed record Row(long Line, CustomerId? Customer, string Given, string? Changed, bool IsNew, string? Named) : BookedRow(Line);
}
