using System.Security.Cryptography;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What a whole reading of a file found, before anything of it is staged.</summary>
/// <param name="Hash">The SHA-256 of its bytes.</param>
/// <param name="Delimiter">What stands between two cells.</param>
/// <param name="Mapping">Which column is which field.</param>
/// <param name="DateFormat">How dates are written.</param>
internal sealed record FileReading(string Hash, CsvDelimiter Delimiter, ColumnMapping Mapping, DateFormat DateFormat);

/// <summary>Reads a file as its options say.</summary>
internal static class ImportFile
{
    private const int RowsShown = 5;

    private static readonly string[] _customerNames = [CustomerFields.CustomerId, CustomerFields.RefId, CustomerFields.Email, CustomerFields.Card, CustomerFields.Phone];

    public static Result<FilePreview> Look(string path, ImportOptions options)
    {
        if (!File.Exists(path))
        {
            return new FileNotFound(Path.GetFileName(path));
        }

        using var stream = Open(path);
        if (!CsvFile.Open(stream, Choices(options)).Succeeded(out var opened, out var refusal))
        {
            return refusal;
        }

        using var file = opened;
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count < RowsShown && file.Read())
        {
            rows.Add(file.Current.ToArray());
        }

        var mapped = Map(file.Header, options);
        if (!mapped.Succeeded(out var mapping, out var no) && options.Map is not null)
        {
            return no;
        }

        return new FilePreview(file.Dialect, file.Header, mapping, rows);
    }

    /// <summary>
    /// Reads the whole file once: whether it can be read to its end, and how its dates are written. Half a million rows
    /// take half a second, and nothing needs to be taken back when the last line is bad.
    /// </summary>
    public static Result<FileReading> Survey(string path, ImportOptions options)
    {
        if (!File.Exists(path))
        {
            return new FileNotFound(Path.GetFileName(path));
        }

        using var stream = Open(path);
        if (!CsvFile.Open(stream, Choices(options)).Succeeded(out var opened, out var refusal))
        {
            return refusal;
        }

        using var file = opened;
        if (!Map(file.Header, options).Succeeded(out var mapping, out refusal))
        {
            return refusal;
        }

        if (Lacking(mapping, options) is { } lacking)
        {
            return lacking;
        }

        // All dates of a file are written alike, in whatever column they stand.
        var dates = DatesOf(options.Kind).Select(field => mapping[field]).OfType<int>().ToList();
        var survey = new DateSurvey(dates.Count == 0 ? "" : mapping.Header[dates[0]]);
        while (file.Read())
        {
            foreach (var column in dates)
            {
                survey.Add(file.Current[column]);
            }
        }

        if (file.Stopped is { } stopped)
        {
            return stopped;
        }

        var isDateless = options.Kind is not ImportKind.Orders && !survey.HasSeen;
        if (!(options.DateFormat is { } named ? DateFormats.Named(named) : isDateless ? DateFormat.Iso : survey.Decide()).Succeeded(out var format, out refusal))
        {
            return refusal;
        }

        stream.Position = 0;
        return new FileReading(Convert.ToHexString(SHA256.HashData(stream)), file.Dialect.Delimiter, mapping, format);
    }

    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024, FileOptions.SequentialScan);

    public static CsvChoices Choices(ImportOptions options) => new(
        options.Delimiter, options.Encoding is { } name ? TextEncodings.Named(name) : null);

    private static Result<ColumnMapping> Map(IReadOnlyList<string> header, ImportOptions options) =>
        options.Map is { } map ? ColumnMapping.Parse(options.Kind, header, map) : ColumnMapping.Propose(options.Kind, header);

    private static string[] DatesOf(ImportKind kind) => kind switch
    {
        ImportKind.Orders => [OrderFields.PlacedAt],
        ImportKind.Points => [PointsFields.LockedUntil, PointsFields.ValidUntil],
        ImportKind.Customers => [CustomerFields.Birthday, CustomerFields.NameDay],
        ImportKind.Tiers => [TierFields.LockedUntil],
        ImportKind.Coupons => [],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Refusal? Lacking(ColumnMapping mapping, ImportOptions options) => options.Kind switch
    {
        ImportKind.Orders => OrdersLack(mapping, options),
        ImportKind.Points => PointsLack(mapping),
        ImportKind.Customers => _customerNames.All(field => mapping[field] is null) ? new NobodyMapped() : null,
        ImportKind.Tiers => TiersLack(mapping),
        ImportKind.Coupons => CouponsLack(mapping),
        _ => throw new ArgumentOutOfRangeException(nameof(options)),
    };

    private static Refusal? PointsLack(ColumnMapping mapping) =>
        mapping[PointsFields.Points] is null ? new FieldNotMapped(PointsFields.Points)
        : PointsFields.OfCustomer.All(field => mapping[field] is null) ? new NobodyMapped()
        : null;

    private static Refusal? TiersLack(ColumnMapping mapping) =>
        mapping[TierFields.Tier] is null && mapping[TierFields.Lock] is null && mapping[TierFields.LockedUntil] is null ? new FieldNotMapped(TierFields.Tier)
        : PointsFields.OfCustomer.All(field => mapping[field] is null) ? new NobodyMapped()
        : null;

    private static Refusal? CouponsLack(ColumnMapping mapping) =>
        mapping[CouponFields.Campaign] is null ? new FieldNotMapped(CouponFields.Campaign)
        : PointsFields.OfCustomer.All(field => mapping[field] is null) ? new NobodyMapped()
        : null;

    private static Refusal? OrdersLack(ColumnMapping mapping, ImportOptions options)
    {
        if (mapping[OrderFields.PlacedAt] is null)
        {
            return new FieldNotMapped(OrderFields.PlacedAt);
        }

        if (mapping[OrderFields.OrderRef] is null && !options.EachRowIsAnOrder)
        {
            return new OrderRefNotMapped();
        }

        if (mapping[OrderFields.CustomerRef] is null && mapping[OrderFields.Email] is null && mapping[OrderFields.Phone] is null)
        {
            return new CustomerNotMapped();
        }

        return mapping[OrderFields.Total] is null && mapping[OrderFields.UnitPrice] is null ? new AmountNotMapped() : null;
    }
}
