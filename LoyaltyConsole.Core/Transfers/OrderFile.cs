using System.Security.Cryptography;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What a whole reading of a file of orders found, before anything of it is staged.</summary>
/// <param name="Hash">The SHA-256 of its bytes.</param>
/// <param name="Delimiter">What stands between two cells.</param>
/// <param name="Mapping">Which column is which field.</param>
/// <param name="DateFormat">How dates are written.</param>
internal sealed record OrderFileSurvey(string Hash, CsvDelimiter Delimiter, ColumnMapping Mapping, DateFormat DateFormat);

/// <summary>Reads a file of orders as its options say.</summary>
internal static class OrderFile
{
    private const int RowsShown = 5;

    public static Result<FilePreview> Look(string path, OrderImportOptions options)
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
    public static Result<OrderFileSurvey> Survey(string path, OrderImportOptions options)
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

        var dateColumn = mapping[OrderFields.PlacedAt]!.Value;
        var survey = new DateSurvey(mapping.Header[dateColumn]);
        while (file.Read())
        {
            survey.Add(file.Current[dateColumn]);
        }

        if (file.Stopped is { } stopped)
        {
            return stopped;
        }

        if (!(options.DateFormat is { } named ? DateFormats.Named(named) : survey.Decide()).Succeeded(out var format, out refusal))
        {
            return refusal;
        }

        stream.Position = 0;
        return new OrderFileSurvey(Convert.ToHexString(SHA256.HashData(stream)), file.Dialect.Delimiter, mapping, format);
    }

    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 128 * 1024, FileOptions.SequentialScan);

    public static CsvChoices Choices(OrderImportOptions options) => new(
        options.Delimiter, options.Encoding is { } name ? TextEncodings.Named(name) : null);

    private static Result<ColumnMapping> Map(IReadOnlyList<string> header, OrderImportOptions options) =>
        options.Map is { } map ? ColumnMapping.Parse(ImportKind.Orders, header, map) : ColumnMapping.Propose(ImportKind.Orders, header);

    private static Refusal? Lacking(ColumnMapping mapping, OrderImportOptions options)
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
