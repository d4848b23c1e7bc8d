using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Segments;

/// <summary>What is kept of earlier runs, and what goes.</summary>
public sealed partial class SegmentRunner
{
    private const int RowsAStep = 4_000;

    private async Task TidyAsync(ProgrammeSettings settings, LocalDate today, CancellationToken cancellationToken)
    {
        var (outdated, gone, orphans) = await _store.ReadAsync(
            connection =>
            {
                var models = SegmentReader.Models(connection);
                var kept = connection.Query(
                    "SELECT Id, ModelId, AnalysedOn, RanAt FROM SegmentRuns WHERE State = 2",
                    row => (
                        Model: row.GetInt64(1),
                        Run: (new SegmentRunId(row.GetInt64(0)), LocalDatePattern.Iso.Parse(row.GetString(2)).Value,
                            settings.Time.Today(Instant.FromUnixTimeMilliseconds(row.GetInt64(3)))))).ToLookup(run => run.Model, run => run.Run);
                return (
                    models.SelectMany(model => SegmentRetention.Outdated([.. kept[model.Id.Value]], model.CurrentRun, today)).ToList(),
                    connection.Query(
                        "SELECT Id FROM SegmentRuns WHERE State = 4 OR (State = 1 AND RanAt < @0) OR ModelId NOT IN (SELECT Id FROM SegmentModels)",
                        row => new SegmentRunId(row.GetInt64(0)), ("@0", (_clock.GetCurrentInstant() - Abandoned).ToUnixTimeMilliseconds())),
                    connection.Query(
                        "SELECT DISTINCT ModelId FROM CustomerSegments WHERE ModelId NOT IN (SELECT Id FROM SegmentModels)", row => row.GetInt64(0)));
            },
            cancellationToken);
        foreach (var run in outdated)
        {
            // First, so that nobody looks for scores of which some are gone.
            await RunAsync("UPDATE SegmentRuns SET State = 3 WHERE Id = @0", run.Value);
            await EmptyAsync("SegmentScores", "RunId", run.Value, cancellationToken);
        }

        foreach (var run in gone)
        {
            await EmptyAsync("SegmentScores", "RunId", run.Value, cancellationToken);
            await RunAsync("DELETE FROM SegmentSizes WHERE RunId = @0", run.Value);
            await RunAsync("DELETE FROM SegmentRuns WHERE Id = @0", run.Value);
        }

        foreach (var model in orphans)
        {
            await EmptyAsync("CustomerSegments", "ModelId", model, cancellationToken);
            await RunAsync("DELETE FROM Segments WHERE ModelId = @0", model);
        }
    }

    private async Task EmptyAsync(string table, string column, long value, CancellationToken cancellationToken)
    {
        for (var left = 1L; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            left = (await _store.WriteStepAsync(writing => Task.FromResult<Result<long>>(
                writing.Connection
                    .Prepare($"DELETE FROM {table} WHERE {column} = @0 AND CustomerId IN (SELECT CustomerId FROM {table} WHERE {column} = @0 ORDER BY CustomerId LIMIT {RowsAStep})")
                    .Change(value)))).OrThrow();
        }
    }

    private Task<Result<Done>> RunAsync(string sql, long value) => _store.WriteStepAsync<Done>(writing =>
    {
        writing.Connection.Prepare(sql).Run(value);
        return Task.FromResult<Result<Done>>(default(Done));
    });
}
