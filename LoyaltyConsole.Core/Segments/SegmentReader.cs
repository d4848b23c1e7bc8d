using System.Text.Json;
using LoyaltyConsole.Core.Persistence;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Segments;

/// <summary>Reads models and runs.</summary>
internal static class SegmentReader
{
    private const string RunColumns = "Id, ModelId, AnalysedOn, RanAt, RanBy, Method, Facts, Changed, State";

    /// <summary>All models, the chosen one in front.</summary>
    public static List<SegmentModel> Models(Reads reads)
    {
        var segments = reads.Query(
            "SELECT ModelId, Id, Kind, Name, Rule FROM Segments WHERE Place IS NOT NULL ORDER BY ModelId, Place",
            row => (Model: row.GetInt64(0), Segment: new Segment(
                new SegmentId(row.GetInt64(1)), (SegmentKind)row.GetInt32(2), row.GetString(3), SegmentRule.Read(row.GetString(4))))).ToLookup(row => row.Model, row => row.Segment);
        return reads.Query(
            "SELECT Id, Name, Method, IsChosen, Version, CurrentRun FROM SegmentModels ORDER BY IsChosen DESC, Id",
            row => new SegmentModel(
                new SegmentModelId(row.GetInt64(0)), row.GetString(1), Method(row.GetString(2)), [.. segments[row.GetInt64(0)]], row.GetBoolean(3),
                row.GetInt32(4), row.LongOrNull(5) is { } run ? new SegmentRunId(run) : null));
    }

    /// <summary>One run that is whole; null where it is not there.</summary>
    public static SegmentRun? Run(Reads reads, SegmentRunId id) =>
        reads.Query($"SELECT {RunColumns} FROM SegmentRuns WHERE Id = @0 AND State IN (2, 3)", RunOf, id.Value).FirstOrDefault();

    /// <summary>The whole runs of a model, or only those whose scores are kept, the earliest day of analysis first.</summary>
    public static List<SegmentRun> Runs(Reads reads, SegmentModelId model, bool withScores = false) => reads.Query(
        $"SELECT {RunColumns} FROM SegmentRuns WHERE ModelId = @0 AND State IN ({(withScores ? "2" : "2, 3")}) ORDER BY AnalysedOn, Id", RunOf, model.Value);

    public static string Stored(SegmentMethod method) => JsonSerializer.Serialize(method);

    public static SegmentMethod Method(string stored) => JsonSerializer.Deserialize<SegmentMethod>(stored)!;

    public static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private static SegmentRun RunOf(StoredRow row) => new(
        new SegmentRunId(row.GetInt64(0)), new SegmentModelId(row.GetInt64(1)), LocalDatePattern.Iso.Parse(row.GetString(2)).Value,
        Instant.FromUnixTimeMilliseconds(row.GetInt64(3)), row.GetString(4), Method(row.GetString(5)), SegmentFacts.Read(row.GetString(6)), row.GetInt64(7),
        (SegmentRunState)row.GetInt32(8) == SegmentRunState.Whole);
}
