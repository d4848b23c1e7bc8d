using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a file of points with what was found of it while it was read.</summary>
/// <param name="Points">What it says, of whom; of nobody where the customer is <see cref="ImportedPoints.Nobody"/>.</param>
/// <param name="Named">What it names its customer by.</param>
/// <param name="Cells">The cells as the file has them.</param>
/// <param name="Problem">What is wrong with it.</param>
internal sealed record SpooledPoints(StagedPoints Points, string? Named, string Cells, ImportProblem? Problem);

/// <summary>
/// The rows of a file of points on their way into the store: taken in as the file has them, handed out customer by customer, in
/// whose order they are rehearsed, kept and booked. A million rows written in the file's order would touch a page each.
/// </summary>
internal sealed class PointsSpool : IDisposable
{
    private const int Columns = 14;

    // Without a name it is a file of SQLite's own, which is gone when it is closed, whatever happens.
    private readonly SqliteConnection _file = new("Data Source=;Pooling=False");
    private readonly Prepared _insert;
    private readonly SqliteCommand _sort;
    private SqliteDataReader? _sorted;
    private bool _hasNext;

    public PointsSpool()
    {
        _file.Open();
        _file.Execute("PRAGMA journal_mode = OFF");
        _file.Execute("PRAGMA synchronous = OFF");
        _file.Execute("PRAGMA cache_size = -8192");
        _file.Execute(
            """
            CREATE TABLE Rows (Customer INTEGER, Line INTEGER, Mode INTEGER, Points INTEGER, LockedUntil INTEGER, ValidUntil INTEGER, Identifier TEXT,
                InternalReason TEXT, CustomerText TEXT, Named TEXT, Cells TEXT, Reason INTEGER, FlawedColumn TEXT, FlawedValue TEXT)
            """);
        _file.Execute("BEGIN");
        _insert = _file.Prepare($"INSERT INTO Rows VALUES ({string.Join(", ", Enumerable.Range(0, Columns).Select(place => $"@{place}"))})");
        _sort = _file.CreateCommand();
        _sort.CommandText = "SELECT * FROM Rows ORDER BY Customer, Line";
    }

    /// <summary>What is known of the rows by now.</summary>
    public ImportCounts Counts { get; private set; } = new();

    /// <summary>Takes rows in, in any order.</summary>
    public void Add(List<PointsRow> rows)
    {
        foreach (var row in rows)
        {
            _insert.Run(
                (row.Customer ?? ImportedPoints.Nobody).Value, row.Line, (int)row.Mode, row.Points.Hundredths, row.LockedUntil?.ToUnixTimeMilliseconds(),
                row.ValidUntil?.ToUnixTimeMilliseconds(), row.Identifier, row.InternalReason, row.CustomerText, row.Names.Shown, row.Cells,
                (int?)row.Problem?.Reason, row.Problem?.Column, row.Problem?.Value);
        }

        var rejected = rows.Count(row => row.Problem?.State is ImportState.Rejected);
        var skipped = rows.Count(row => row.Problem?.State is ImportState.Skipped);
        Counts = Counts with
        {
            Rows = Counts.Rows + rows.Count,
            Accepted = Counts.Accepted + rows.Count - rejected - skipped,
            Rejected = Counts.Rejected + rejected,
            Skipped = Counts.Skipped + skipped,
        };
    }

    /// <summary>Hands the next rows out, those of a customer together. None may be taken in any more.</summary>
    /// <param name="most">At most so many, but all of the last customer.</param>
    /// <returns>The rows; none at the end.</returns>
    public List<SpooledPoints> Next(int most)
    {
        if (_sorted is null)
        {
            _sorted = _sort.ExecuteReader();
            _hasNext = _sorted.Read();
        }

        var rows = new List<SpooledPoints>(most);
        while (_hasNext && (rows.Count < most || IsOf(rows[^1].Points.Customer)))
        {
            rows.Add(Of(_sorted));
            _hasNext = _sorted.Read();
        }

        return rows;
    }

    public void Dispose()
    {
        _sorted?.Dispose();
        _sort.Dispose();
        _insert.Dispose();
        _file.Dispose();
    }

    private bool IsOf(CustomerId customer) => customer != ImportedPoints.Nobody && _sorted!.GetInt64(0) == customer.Value;

    private static SpooledPoints Of(SqliteDataReader row) => new(
        new StagedPoints(
            row.GetInt64(1), new CustomerId(row.GetInt64(0)), (PointsMode)row.GetInt32(2), new Points(row.GetInt64(3)), row.LongOrNull(4).ToInstant(),
            row.LongOrNull(5).ToInstant(), row.TextOrNull(6))
        {
            InternalReason = row.TextOrNull(7),
            CustomerText = row.TextOrNull(8),
        },
        row.TextOrNull(9), row.GetString(10),
        row.LongOrNull(11) is { } reason ? new ImportProblem((ImportReason)reason, row.TextOrNull(12), row.TextOrNull(13)) : null);
}
