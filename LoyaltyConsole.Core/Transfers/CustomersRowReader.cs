using System.Text.Json;
using LoyaltyConsole.Core.Customers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A field that a row changes.</summary>
/// <param name="Field">Which one, by its name in files.</param>
/// <param name="Before">What it held; null for nothing.</param>
/// <param name="After">What it is to hold.</param>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>A row of a file of customers as it was read, and what it does.</summary>
internal sealed record CustomersRow(long Line, Dictionary<string, string> Values, string Cells)
{
    public ImportProblem? Problem { get; set; }

    public CustomerId? Customer { get; set; }

    public List<FieldChange> Changes { get; set; } = [];

    /// <summary>Whether it creates a customer.</summary>
    public bool IsNew => Problem is null && Customer is null;

    /// <summary>What it says, as it is kept.</summary>
    public string Given => field ??= CustomersRowReader.Json(Values);

    /// <summary>What it changes, as it is kept: of somebody new all of it stands in what it says.</summary>
    public string? Changed => IsNew ? null : field ??= CustomersRowReader.Json(Changes);

    public CustomerNames Names { get; } = new(
        Values.GetValueOrDefault(CustomerFields.CustomerId), Values.GetValueOrDefault(CustomerFields.RefId), Values.GetValueOrDefault(CustomerFields.Email), Values.GetValueOrDefault(CustomerFields.Card),
        Values.GetValueOrDefault(CustomerFields.Phone));
}

/// <summary>Turns rows of a file into <see cref="CustomersRow"/>s. An empty cell says nothing: it clears nothing.</summary>
internal sealed class CustomersRowReader(ColumnMapping mapping, DateFormat dateFormat) : ImportRowReader(mapping)
{
    private readonly (string Field, int Column)[] _columns =
        [.. CustomerFields.All.Where(field => mapping[field] is not null).Select(field => (field, mapping[field]!.Value))];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public CustomersRow Read(CsvRecord row)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (IsFlawed(row, out var flaw))
        {
            return new CustomersRow(row.Line, values, Cells(row)) { Problem = flaw };
        }

        foreach (var (field, column) in _columns)
        {
            if (!row[column].IsWhiteSpace() && Value(row, field, column) is { Length: > 0 } value)
            {
                values[field] = value;
            }
        }

        var read = new CustomersRow(row.Line, values, Cells(row));
        Problem ??= read.Names.Shown is not { } shown ? new ImportProblem(ImportReason.NoCustomer, null, null)
            : !_seen.Add(SearchKeys.Fold(shown)) ? new ImportProblem(ImportReason.RowRepeated, null, shown)
            : null;
        read.Problem = Problem;
        return read;
    }

    /// <summary>Values and changes as they are kept.</summary>
    public static string Json<T>(T kept) => JsonSerializer.Serialize(kept);

    public static T Of<T>(string json) => JsonSerializer.Deserialize<T>(json)!;

    /// <summary>The changes of a row as they are kept.</summary>
    public static List<FieldChange> Changes(string? changed, string given) => changed is not null
        ? Of<List<FieldChange>>(changed)
        : CustomerChange.Apply(new Customer(), Of<Dictionary<string, string>>(given), out _);

    private string? Value(CsvRecord row, string field, int column) => field switch
    {
        CustomerFields.CustomerId => Id(row, column, 20),
        CustomerFields.RefId => Id(row, column, Customer.ShortLength),
        CustomerFields.Card => Id(row, column, Customer.PartLength),
        CustomerFields.Email or CustomerFields.Phone => Text(row, column, Customer.ShortLength),
        CustomerFields.Birthday => Date(row, column, dateFormat) is { } day ? LocalDatePattern.Iso.Format(day) : null,
        CustomerFields.NameDay => NameDay(row, column),
        CustomerFields.Registered => YesOrNo(row, column) switch { true => "yes", false => "no", null => null },
        _ => Text(row, column, Customer.PartLength),
    };

    // A day and a month, alone or with a year that does not count.
    private string? NameDay(CsvRecord row, int column)
    {
        var text = row[column].Trim().ToString();
        if (AnnualDatePattern.Iso.Parse(text) is { Success: true } written)
        {
            return AnnualDatePattern.Iso.Format(written.Value);
        }

        return Date(row, column, dateFormat) is { } day ? AnnualDatePattern.Iso.Format(new AnnualDate(day.Month, day.Day)) : null;
    }
}
