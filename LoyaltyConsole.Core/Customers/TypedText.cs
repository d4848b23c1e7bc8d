using System.Globalization;

namespace LoyaltyConsole.Core.Customers;

/// <summary>
/// What was typed into the find box, as SQL in two forms: as the customers whom the indexes know for it, which is fast
/// where they are few, and as a condition on each customer, which is fast where they are many.
/// </summary>
internal sealed class TypedText
{
    private readonly string _typed;
    private readonly List<string> _long;
    private readonly List<string> _short;
    private readonly string? _digits;
    private readonly long? _id;

    public TypedText(string text)
    {
        // The search index takes a NUL for the end of the query.
        _typed = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        var words = SearchKeys.Fold(_typed.Length > 200 ? _typed[..200] : _typed).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _long = [.. words.Where(word => !IsShort(word))];
        _short = [.. words.Where(IsShort)];
        _digits = SearchKeys.SoughtDigits(_typed);
        _id = long.TryParse(_typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <summary>A query for the ids; a customer may come more than once.</summary>
    public string Ids(Func<object, string> add) => string.Join(
        " UNION ALL ",
        $"SELECT CustomerId AS Id FROM Orders WHERE RefId = {add(_typed)}",
        $"SELECT CustomerId AS Id FROM LedgerEntries WHERE CouponCode = {add(_typed.ToUpperInvariant())}",
        $"SELECT CustomerId AS Id FROM Coupons WHERE Code = {add(_typed.ToUpperInvariant())}",
        IdsByPerson(add));

    /// <summary>A query for the ids of those whom the text names themselves, not by one of their receipts or coupons.</summary>
    public string IdsByPerson(Func<object, string> add)
    {
        var ways = new List<string>();
        if (_long.Count > 0)
        {
            ways.Add(string.Join(" AND rowid IN ", _short.Select(word => Beginnings(word, add)).Prepend(Search(string.Join(" AND ", _long.Select(Phrase)), add))));
        }
        else if (_short is [var only])
        {
            // One after the other, so that whoever asks for some is not kept waiting for the many that a letter begins.
            ways.AddRange(Beginning(only, add));
        }
        else if (_short.Count > 1)
        {
            ways.Add($"SELECT Id FROM Customers WHERE Id IN {string.Join(" AND Id IN ", _short.Select(word => Beginnings(word, add)))}");
        }

        if (_digits is not null)
        {
            ways.Add(Search($"PhoneDigits : {Phrase(_digits)}", add));
        }

        if (_id is { } id)
        {
            ways.Add($"SELECT Id FROM Customers WHERE Id = {add(id)}");
        }

        return ways.Count == 0 ? "SELECT Id FROM Customers WHERE 0" : string.Join(" UNION ALL ", ways);
    }

    /// <summary>The same as a condition on a customer <c>c</c>.</summary>
    public string Condition(Func<object, string> add)
    {
        var ways = new List<string>
        {
            $"c.Id IN (SELECT CustomerId FROM Orders WHERE RefId = {add(_typed)})",
            $"c.Id IN (SELECT CustomerId FROM LedgerEntries WHERE CouponCode = {add(_typed.ToUpperInvariant())})",
            $"c.Id IN (SELECT CustomerId FROM Coupons WHERE Code = {add(_typed.ToUpperInvariant())})",
        };
        var words = _long.Select(word => Contains(word, add)).Concat(_short.Select(word => BeginsWith(word, add))).ToList();
        if (words.Count > 0)
        {
            ways.Add(string.Join(" AND ", words));
        }

        if (_digits is not null)
        {
            ways.Add($"instr(c.PhoneDigits, {add(_digits)})");
        }

        if (_id is { } id)
        {
            ways.Add($"c.Id = {add(id)}");
        }

        return $"({string.Join(" OR ", ways)})";
    }

    private static string Search(string phrases, Func<object, string> add) =>
        $"SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH {add(phrases)}";

    private static string Contains(string word, Func<object, string> add)
    {
        var sought = add(word);
        return $"(instr(c.NameKey, {sought}) OR instr(c.EmailKey, {sought}) OR instr(c.PhoneDigits, {sought}) OR instr(lower(c.RefId), {sought}))";
    }

    // The search index knows no word of fewer than three letters: those are looked for at the beginning of the name,
    // last name, e-mail and reference.
    private List<string> Beginning(string word, Func<object, string> add)
    {
        var (start, end) = (add(word), add(word + "\U0010FFFF"));
        return
        [
            $"SELECT Id FROM Customers WHERE NameKey >= {start} AND NameKey < {end}",
            $"SELECT Id FROM Customers WHERE LastNameKey >= {start} AND LastNameKey < {end}",
            $"SELECT Id FROM Customers WHERE EmailKey >= {start} AND EmailKey < {end}",
            $"SELECT Id FROM Customers WHERE RefId >= {add(_typed)} AND RefId < {add(_typed + "\U0010FFFF")}",
        ];
    }

    private string Beginnings(string word, Func<object, string> add) => $"({string.Join(" UNION ", Beginning(word, add))})";

    private string BeginsWith(string word, Func<object, string> add)
    {
        var (start, end) = (add(word), add(word + "\U0010FFFF"));
        return $"(c.NameKey >= {start} AND c.NameKey < {end} OR c.LastNameKey >= {start} AND c.LastNameKey < {end}"
            + $" OR c.EmailKey >= {start} AND c.EmailKey < {end} OR c.RefId >= {add(_typed)} AND c.RefId < {add(_typed + "\U0010FFFF")})";
    }

    private static string Phrase(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // The trigram index counts code points, not UTF-16 units.
    private static bool IsShort(string word) => word.EnumerateRunes().Count() < 3;
}
