using System.Text.Encodings.Web;
using System.Text.Json;
using LoyaltyConsole.Core.Transfers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>Rows of one kind in a copy.</summary>
/// <param name="Name">What they are, for instance orders.</param>
/// <param name="Rows">Each with its fields in their order: a text, a number, yes or no, or nothing.</param>
public sealed record CopiedRows(string Name, IReadOnlyList<IReadOnlyList<(string Field, object? Value)>> Rows);

/// <summary>Everything personal about one customer, for themselves (Art. 15 and 20 GDPR, rule 5.8.9).</summary>
/// <param name="Customer">Whose.</param>
/// <param name="At">As of when.</param>
/// <param name="Parts">What there is.</param>
public sealed record PersonalCopy(CustomerId Customer, Instant At, IReadOnlyList<CopiedRows> Parts)
{
    // A file to save, not a part of a page: letters stay letters.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it as one JSON object: a list of objects for each kind.</summary>
    public async Task WriteJsonAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = Readable.Encoder });
        json.WriteStartObject();
        json.WriteNumber("customer", Customer.Value);
        json.WriteString("at", InstantPattern.ExtendedIso.Format(At));
        foreach (var part in Parts)
        {
            json.WriteStartArray(part.Name);
            foreach (var row in part.Rows)
            {
                json.WriteStartObject();
                foreach (var (field, value) in row)
                {
                    json.WritePropertyName(field);
                    JsonSerializer.Serialize(json, value, Readable);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            await json.FlushAsync(cancellationToken);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes it as CSV with a line for each field that says something: what it is, which row, which field, what it says.</summary>
    public async Task WriteCsvAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var csv = new CsvText(stream, CsvDelimiter.Comma);
        foreach (var title in (string[])["data", "row", "field", "value"])
        {
            csv.Text(title);
        }

        csv.EndRow();
        foreach (var part in Parts)
        {
            foreach (var (number, row) in part.Rows.Index())
            {
                foreach (var (field, value) in row.Where(field => field.Value is not null))
                {
                    csv.Text(part.Name);
                    csv.Number(number + 1);
                    csv.Text(field);
                    Write(csv, value!);
                    csv.EndRow();
                }
            }

            await csv.FlushAsync(cancellationToken);
        }
    }

    private static void Write(CsvText csv, object value)
    {
        switch (value)
        {
            case long number: csv.Number(number); break;
            case decimal amount: csv.Number(amount); break;
            case bool yes: csv.Text(yes ? "true" : "false"); break;
            case string text: csv.Text(text); break;
            default: throw new ArgumentOutOfRangeException(nameof(value));
        }
    }
}
