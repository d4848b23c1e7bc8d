using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Carries out what an import of customers accepted, and takes it back (X1).</summary>
internal sealed class CustomersCommit(LoyaltyStore store, Import import, Actor actor, Action<ImportProgress> report)
    : RowCommit<CustomersCommit.Row>(store, import, actor, report)
{
    private OwnAccounts? _own;

    protected override string Table => "ImportedCustomers";

    protected override ImportCounts Start(ImportCounts rehearsed) => rehearsed with { CustomersCreated = 0, Customers = 0 };

    protected override ImportCounts Tally(SqliteConnection connection) => ImportTally.OfCustomers(connection, Import.Id, new ImportCounts());

    protected override string InWords(ImportCounts counts) => $"{counts.CustomersCreated} customers created, {counts.Customers} changed";

    protected override List<Row> Next(Writing writing, ImportState state, long behind, int most) => ((Reads)writing.Connection).Query(
        "SELECT Line, CustomerId, Given, Changes, IsNew, Named FROM ImportedCustomers WHERE ImportId = @0 AND Line > @1 AND State = @2 ORDER BY Line LIMIT @3",
        row => new Row(
            row.GetInt64(0), row.LongOrNull(1) is { } id ? new CustomerId(id) : null, CustomersRowReader.Of<Dictionary<string, string>>(row.GetString(2)),
            CustomersRowReader.Of<List<FieldChange>>(row.GetString(3)), row.GetBoolean(4), row.TextOrNull(5)),
        Import.Id.Value, behind, (int)state, most);

    protected override async Task<ImportCounts> CommitAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        var customers = await CustomersAsync(writing, rows);
        return rows.Aggregate(counts, (sum, row) => Commit(writing, row, row.Customer is { } id ? customers.GetValueOrDefault(id) : null, sum));
    }

    protected override async Task<ImportCounts> UndoAsync(Writing writing, List<Row> rows, ImportCounts counts)
    {
        var customers = await CustomersAsync(writing, rows);
        return rows.Aggregate(counts, (sum, row) => Undo(writing, row, row.Customer is { } id ? customers.GetValueOrDefault(id) : null, sum));
    }

    private static Task<Dictionary<CustomerId, Customer>> CustomersAsync(Writing writing, List<Row> rows)
    {
        var ids = rows.Select(row => row.Customer).OfType<CustomerId>().ToList();
        return writing.Db.Customers.Where(customer => ids.Contains(customer.Id)).ToDictionaryAsync(customer => customer.Id);
    }

    // Things may have changed since the rehearsal, so everything is asked again.
    private ImportCounts Commit(Writing writing, Row row, Customer? customer, ImportCounts counts)
    {
        _own ??= OwnAccounts.Of(writing.Connection, writing.Settings, Actor);
        if (customer is null)
        {
            using var match = new CustomerChange(writing.Connection.Sqlite, writing.Settings, Import.IntegrationId, _own, writing.Now);
            var again = new CustomersRow(row.Line, row.Values, "");
            match.Look(again);
            if (again.Problem is { } problem)
            {
                return Leave(writing, row, problem, counts);
            }

            customer = again.Customer is { } known ? writing.Db.Customers.Single(found => found.Id == known) : null;
        }

        var isNew = customer is null;
        customer ??= CustomerRegister.New(Import.IntegrationId, null, null, null, null, isRegistered: false, writing.Now);
        if (!isNew && _own.Includes(writing.Connection, customer.Id))
        {
            return Leave(writing, row, new ImportProblem(ImportReason.OwnAccount, null, row.Named), counts);
        }

        if (customer.Status is CustomerStatus.Deleted)
        {
            return Leave(writing, row, new ImportProblem(ImportReason.CustomerDeleted, null, row.Named), counts);
        }

        var changes = CustomerChange.Apply(customer, row.Values, out var other);
        var problemNow = other ?? (CustomerBook.Flaw(customer, writing.Settings, writing.Now) is { } flaw ? CustomerChange.Problem(flaw) : null)
            ?? (changes.Count == 0 ? new ImportProblem(ImportReason.AlreadyRecorded, null, row.Named) : null);
        if (problemNow is not null)
        {
            changes.ForEach(change => ProfileFields.Set(customer, change.Field, change.Before));
            return Leave(writing, row, problemNow, counts);
        }

        if (isNew)
        {
            CustomerRegister.Add(writing, customer);
        }
        else
        {
            Touch(writing, customer);
        }

        writing.Connection.Prepare("UPDATE ImportedCustomers SET State = 4, CustomerId = @2, IsNew = @3, Changes = @4, Cells = NULL WHERE ImportId = @0 AND Line = @1")
            .Run(Import.Id.Value, row.Line, customer.Id.Value, isNew ? 1 : 0, CustomersRowReader.Json(changes));
        writing.Touch(customer.Id);
        return counts with
        {
            Committed = counts.Committed + 1,
            CustomersCreated = counts.CustomersCreated + (isNew ? 1 : 0),
            Customers = counts.Customers + (isNew ? 0 : 1),
        };
    }

    // What somebody has changed since stays theirs; who is new and has been used since stays too.
    private ImportCounts Undo(Writing writing, Row row, Customer? customer, ImportCounts counts)
    {
        if (customer is null || customer.Status is CustomerStatus.Deleted)
        {
            return Mark(writing, row, new ImportProblem(ImportReason.CustomerGone, null, null), counts);
        }

        if (row.IsNew)
        {
            var isUsed = ((Reads)writing.Connection).Number(
                "SELECT EXISTS (SELECT 1 FROM LedgerEntries WHERE CustomerId = @0) + EXISTS (SELECT 1 FROM Orders WHERE CustomerId = @0)", customer.Id.Value) > 0;
            if (isUsed)
            {
                return Mark(writing, row, new ImportProblem(ImportReason.CustomerInUse, null, null), counts);
            }

            customer.Status = CustomerStatus.Inactive;
            Touch(writing, customer);
            return Mark(writing, row, null, counts);
        }

        var kept = new List<string>();
        foreach (var change in row.Changes)
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

    internal sealed record Row(
        long Line, CustomerId? Customer, Dictionary<string, string> Values, List<FieldChange> Changes, bool IsNew, string? Named) : BookedRow(Line);
}
