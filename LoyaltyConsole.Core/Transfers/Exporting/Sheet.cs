using System.Data.Common;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>A file that is being written: from which state of the database, what, and how many rows so far.</summary>
internal sealed class Sheet(DbConnection connection, CsvText csv, ExportOrder order, ProgrammeSettings settings, Instant now, CancellationToken cancellationToken)
{
    // Looking for a cancellation costs little, but ten million times it is something.
    private const int RowsBetweenLooks = 256;

    public DbConnection Connection { get; } = connection;

    public CsvText Csv { get; } = csv;

    public ExportOrder Order { get; } = order;

    public ProgrammeSettings Settings { get; } = settings;

    /// <summary>As of when figures are told.</summary>
    public Instant At { get; } = order.At ?? now;

    /// <summary>Whether that is earlier than now, so that kept figures do not hold.</summary>
    public bool IsPast { get; } = order.At < now;

    /// <summary>How many rows were written, without the header.</summary>
    public long Rows { get; private set; }

    public void Header(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Csv.Text(name);
        }

        Csv.EndRow();
    }

    public void EndRow()
    {
        Csv.EndRow();
        if (++Rows % RowsBetweenLooks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}

/// <summary>Names of stored numbers as files write them: <c>OrderBase</c> is <c>order_base</c>.</summary>
internal static class FileWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<long, string> _words = Enum.GetValues<T>()
        .ToDictionary(value => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture), value => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    public static string? Of(long? number) => number is { } value ? _words[value] : null;
}
