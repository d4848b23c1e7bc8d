using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Segments;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>Who is in which segment and why, a row for each customer with an order and each model, as of the latest run that is kept.</summary>
internal static class SegmentSheet
{
    private static readonly string[] _names =
    [
        "internal_customer_id", "customer_ref", "name", "email", "model", "analysed_on", "segment", "score",
        "recency_days", "frequency", "monetary", "currency", "recency_score", "frequency_score", "monetary_score",
    ];

    public static void Write(Sheet sheet, SegmentModelId? model)
    {
        sheet.Header(_names);
        var on = sheet.Settings.Time.Today(sheet.At);
        foreach (var shown in SegmentReader.Models(sheet.Connection).Where(known => model is null || known.Id == model))
        {
            if (SegmentReader.Runs(sheet.Connection, shown.Id, withScores: true).FindLast(run => run.AnalysedOn <= on) is { } run)
            {
                Write(sheet, shown, run);
            }
        }
    }

    private static void Write(Sheet sheet, SegmentModel model, SegmentRun run)
    {
        var csv = sheet.Csv;
        var isWeighted = run.Method.Kind == SegmentModelKind.Weighted;
        sheet.Connection.Each(
            """
            SELECT s.CustomerId, c.RefId, c.Name, c.Email, g.Name, s.Recency, s.Frequency, s.Monetary, s.R, s.F, s.M
            FROM SegmentScores s JOIN Customers c ON c.Id = s.CustomerId JOIN Segments g ON g.Id = s.SegmentId WHERE s.RunId = @run ORDER BY s.CustomerId
            """,
            row =>
            {
                var scores = new SegmentScores(row.GetInt32(8), row.GetInt32(9), row.GetInt32(10));
                csv.Number(row.GetInt64(0));
                csv.Text(row.TextOrNull(1));
                csv.Text(row.TextOrNull(2));
                csv.Text(row.TextOrNull(3));
                csv.Text(model.Name);
                csv.Text(SegmentReader.Iso(run.AnalysedOn));
                csv.Text(row.GetString(4));
                csv.Number(isWeighted ? scores.Overall : scores.Code);
                csv.Number(row.GetInt64(5));
                csv.Number(row.GetInt64(6));
                csv.Number(row.GetInt64(7) / 10_000m);
                csv.Text(run.Facts.Currency);
                foreach (var metric in Enum.GetValues<SegmentMetric>())
                {
                    csv.Number(isWeighted ? scores.Component(metric) : scores.Of(metric));
                }

                sheet.EndRow();
            },
            ("@run", run.Id.Value));
    }
}
