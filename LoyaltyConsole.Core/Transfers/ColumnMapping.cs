using System.Diagnostics.CodeAnalysis;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>Which column of a file holds which field of an import.</summary>
public sealed class ColumnMapping
{
    private readonly Dictionary<string, int> _columns;

    private ColumnMapping(ImportKind kind, IReadOnlyList<string> header, Dictionary<string, int> columns, string? source)
    {
        Kind = kind;
        Header = header;
        _columns = columns;
        Source = source;
    }

    /// <summary>What the file holds.</summary>
    public ImportKind Kind { get; }

    /// <summary>The names of the file's columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>
    /// The product that writes files with this header, for instance "Shopify orders"; null when none is known.
    /// </summary>
    public string? Source { get; }

    /// <summary>The mapped fields, in the order of <see cref="ImportFields.Of"/>.</summary>
    public IEnumerable<string> Fields => ImportFields.Of(Kind).Where(_columns.ContainsKey);

    /// <summary>The column of a field, counted from 0; null when the field is not mapped.</summary>
    public int? this[string field] => _columns.TryGetValue(field, out var column) ? column : null;

    /// <summary>
    /// Reads what an operator wrote: <c>InvoiceNo=order_ref,CustomerID=ref_id</c>. Columns that are not named are not
    /// imported. Part by part refuses <see cref="MappingUnreadable"/>, <see cref="UnknownColumn"/>,
    /// <see cref="UnknownField"/>, <see cref="FieldMappedTwice"/>, and at the end <see cref="NothingMapped"/>.
    /// </summary>
    /// <param name="kind">What the file holds.</param>
    /// <param name="header">The file's header.</param>
    /// <param name="text">
    /// The parts, between commas; names of columns in any case, with commas and equals signs of their own.
    /// </param>
    public static Result<ColumnMapping> Parse(ImportKind kind, IReadOnlyList<string> header, string text)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var rest = text.AsSpan().Trim();
        while (!rest.IsEmpty)
        {
            if (!TakePart(ref rest, header, out var part, out var name, out var field))
            {
                return new MappingUnreadable(part);
            }

            var column = ColumnOf(header, name);
            if (column < 0)
            {
                return new UnknownColumn(name);
            }

            if (ImportFields.Named(kind, field) is not { } known)
            {
                return new UnknownField(field);
            }

            if (!columns.TryAdd(known, column))
            {
                return new FieldMappedTwice(known);
            }
        }

        return columns.Count == 0 ? new NothingMapped() : new ColumnMapping(kind, header, columns, source: null);
    }

    /// <summary>
    /// What the header says by itself: the files of known products first, then names in English and German. Refuses
    /// <see cref="NothingMapped"/>; whether enough is mapped is for the import to say.
    /// </summary>
    public static Result<ColumnMapping> Propose(ImportKind kind, IReadOnlyList<string> header)
    {
        if (KnownFile.With(kind, header) is { } known)
        {
            var columns = known.Fields.ToDictionary(
                field => field.Key, field => ColumnOf(header, field.Value), StringComparer.Ordinal);
            return new ColumnMapping(kind, header, columns, known.Name);
        }

        var alike = ColumnAliases.Match(kind, header);
        return alike.Count == 0 ? new NothingMapped() : new ColumnMapping(kind, header, alike, source: null);
    }

    /// <summary>As <see cref="Parse"/> reads it, to save it under a name.</summary>
    public override string ToString() => string.Join(',', Fields.Select(field => $"{Header[_columns[field]]}={field}"));

    internal static int ColumnOf(IReadOnlyList<string> header, string name)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    // A part ends at the first comma behind its equals sign. The longest column that the rest starts with is tried first,
    // because a column's own name may hold commas and equals signs.
    private static bool TakePart(
        ref ReadOnlySpan<char> rest,
        IReadOnlyList<string> header,
        out string part,
        [NotNullWhen(true)] out string? name,
        [NotNullWhen(true)] out string? field)
    {
        var text = rest;
        var equals = -1;
        foreach (var column in header)
        {
            if (column.Length > equals && text.StartsWith(column, StringComparison.OrdinalIgnoreCase)
                && text[column.Length..].TrimStart() is ['=', ..])
            {
                equals = column.Length + text[column.Length..].IndexOf('=');
            }
        }

        equals = equals < 0 ? text.IndexOf('=') : equals;
        var comma = text[Math.Max(0, equals)..].IndexOf(',');
        var end = comma < 0 ? text.Length : Math.Max(0, equals) + comma;
        part = text[..end].ToString();
        rest = end == text.Length ? default : text[(end + 1)..].TrimStart();
        name = equals > 0 ? text[..equals].Trim().ToString() : null;
        field = equals > 0 ? text[(equals + 1)..end].Trim().ToString() : null;
        return name is { Length: > 0 } && field is { Length: > 0 };
    }
}
