using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The first step of an import of points: the file's rows, each with its customer or why it has none. They come into the store
/// as they are rehearsed, customer by customer; what stands on which line is kept at once.
/// </summary>
internal sealed class PointsStaging(LoyaltyStore store, ProgrammeSettings settings, IClock clock, Import import, Actor actor, Action<ImportProgress> report)
{
    public async Task RunAsync(string path, ImportOptions options, FileReading reading, CancellationToken cancellationToken)
    {
        var reader = new PointsRowReader(reading.Mapping, options, reading.DateFormat, settings);
        var integration = options.Integration is null ? (IntegrationId?)null : import.IntegrationId;
        OwnAccounts? own = null;
        using var spool = new PointsSpool();
        await new StagedFile<PointsRow>(store, import, report).RunAsync(
            path,
            options,
            reader.Read,
            (connection, rows) =>
            {
                using var finder = new CustomerFinder(connection, settings, integration, own ??= OwnAccounts.Of(connection, settings, actor));
                finder.FindAll(rows);
                spool.Add(rows);
            },
            InsertLines,
            cancellationToken);
        await new PointsRehearsal(store, settings, clock, import, options, spool, report).RunAsync(cancellationToken);
    }

    private void InsertLines(Writing step, List<PointsRow> rows)
    {
        var insert = step.Connection.Prepare("INSERT INTO ImportedPointsLines (ImportId, Line, CustomerId) VALUES (@0, @1, @2)");
        foreach (var row in rows)
        {
            insert.Run(import.Id.Value, row.Line, (row.Customer ?? ImportedPoints.Nobody).Value);
        }
    }
}
