using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>The first step of an import of points: the file's rows into the database, each with its customer or why it has none.</summary>
internal sealed class PointsStaging(LoyaltyStore store, ProgrammeSettings settings, Import import, Actor actor, Action<ImportProgress> report)
{
    private const string InsertRow =
        """
        INSERT INTO ImportedPoints (ImportId, Line, State, Reason, ReasonDetail, Named, CustomerId, Mode, Points, LockedUntil, ValidUntil,
            InternalReason, CustomerText, Identifier, Cells, Difference, BalanceBefore, BalanceAfter, LockedBefore, LockedAfter, Debt)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, 0, 0, 0, 0, 0, 0)
        """;

    public Task RunAsync(string path, ImportOptions options, FileReading reading, CancellationToken cancellationToken)
    {
        var reader = new PointsRowReader(reading.Mapping, options, reading.DateFormat, settings);
        var integration = options.Integration is null ? (IntegrationId?)null : import.IntegrationId;
        OwnAccounts? own = null;
        return new StagedFile<PointsRow>(store, import, report).RunAsync(
            path,
            options,
            reader.Read,
            (connection, rows) =>
            {
                using var finder = new CustomerFinder(connection, settings, integration, own ??= OwnAccounts.Of(connection, settings, actor));
                finder.FindAll(rows);
            },
            Insert,
            cancellationToken);
    }

    private void Insert(Writing step, List<PointsRow> rows)
    {
        var insert = step.Connection.Prepare(InsertRow);
        foreach (var row in rows)
        {
            insert.Run(
                import.Id.Value, row.Line, (int)(row.Problem?.State ?? ImportState.Accepted), (int?)row.Problem?.Reason, row.Problem?.Detail, row.Names.Shown, row.Customer?.Value,
                (int)row.Mode, row.Points.Hundredths, row.LockedUntil?.ToUnixTimeMilliseconds(), row.ValidUntil?.ToUnixTimeMilliseconds(),
                row.InternalReason, row.CustomerText, row.Identifier, row.Cells);
        }
    }
}
