namespace LoyaltyConsole.Core;

/// <summary>Names and values in one line, as the part of an address behind the question mark writes them.</summary>
internal sealed class QueryText
{
    private readonly List<(string Name, string Value)> _parts;

    public QueryText(string text) => _parts =
    [
        .. text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part =>
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            return equals < 0 ? (Plain(part), "") : (Plain(part[..equals]), Plain(part[(equals + 1)..]));
        }),
    ];

    /// <summary>What nobody took, or took and could not read.</summary>
    public IReadOnlyList<string> Left => [.. _parts.Select(part => $"{part.Name}={part.Value}")];

    public static string Write(IEnumerable<KeyValuePair<string, string>> parts) =>
        string.Join('&', parts.Select(part => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(part.Value)}"));

    /// <summary>The same parts as people read them, one on a line.</summary>
    public static string ToLines(string text) => string.Join('\n', new QueryText(text)._parts.Select(part => $"{part.Name}={part.Value.ReplaceLineEndings(" ")}"));

    /// <summary>The parts of such lines in one line again.</summary>
    public static string OfLines(string lines) => Write(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? KeyValuePair.Create(line, "") : KeyValuePair.Create(line[..equals], line[(equals + 1)..]);
    }));

    /// <summary>Takes the value of a name; null where there is none or it makes no sense. Of several the first counts.</summary>
    public T? Take<T>(string name, Func<string, T?> read)
        where T : struct => Find(name) is { } value && read(value) is { } known && Took(name) ? known : null;

    /// <summary>The same for a text.</summary>
    public string? Take(string name, Func<string, string?> read) => Find(name) is { } value && read(value) is { } known && Took(name) ? known : null;

    /// <summary>Takes the values of a comma-separated list; those that make no sense are passed over.</summary>
    public IReadOnlyList<T> TakeAll<T>(string name, Func<string, T?> read)
        where T : struct
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        var words = value.Split(',');
        List<T> known = [.. words.Select(read).OfType<T>().Distinct()];
        var unread = words.Where(word => read(word) is null).ToList();
        Took(name);
        if (unread.Count > 0)
        {
            _parts.Add((name, string.Join(',', unread)));
        }

        return known;
    }

    private string? Find(string name)
    {
        var place = _parts.FindIndex(part => string.Equals(part.Name, name, StringComparison.Ordinal));
        return place < 0 ? null : _parts[place].Value;
    }

    private bool Took(string name) => _parts.RemoveAll(part => string.Equals(part.Name, name, StringComparison.Ordinal)) > 0;

    private static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
