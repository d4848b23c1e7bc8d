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

    /// <summary>Whether long words stand beside one of fewer than three letters, so that either may find fewer.</summary>
    public bool IsMixed => _long.Count > 0 && _short.Count > 0;

    /// <summary>A query for the ids that the long words find.</summary>
    public string IdsByLong(Func<object, string> add) => Search(Phrases, add);

    /// <summary>A query for the ids that the first short word finds; a customer may come more than once.</summary>
    public string IdsByShort(Func<object, string> add) => string.Join(" UNION ALL ", Beginning(_short[0], add));

    /// <summary>A query for the ids; a customer may come more than once.</summary>
    /// <param name="add">Takes a value and names it.</param>
    /// <param name="isShortFirst">Whether those with the short word are looked through for the long ones, since they are fewer.</param>
    public string Ids(Func<object, string> add, bool isShortFirst = false) => string.Join(
        " UNION ALL ",
        $"SELECT CustomerId AS Id FROM Orders WHERE RefId = {add(_typed)}",
        $"SELECT CustomerId AS Id FROM LedgerEntries WHERE CouponCode = {add(_typed.ToUpperInvariant())}",
        $"SELECT CustomerId AS Id FROM Coupons WHERE Code = {add(_typed.ToUpperInvariant())}",
        IdsByPerson(add, isShortFirst));

    /// <summary>A query for the ids of those whom the text names themselves, not by one of their receipts or coupons.</summary>
    /// <param name="add">Takes a value and names it.</param>
    /// <param name="isShortFirst">Whether those with the short word are looked through for the long ones, since they are fewer.</param>
    public string IdsByPerson(Func<object, string> add, bool isShortFirst = false)
    {
        var ways = new List<string>();
        if (IsMixed)
        {
            // The search index would be asked anew for each of many ids.
            var found = isShortFirst ? string.Join(" UNION ", Beginning(_short[0], add)) : Search(Phrases, add);
            var others = isShortFirst ? _short.Skip(1).Select(word => BeginsWith(word, add)).Concat(_long.Select(word => Contains(word, add))) : _short.Select(word => BeginsWith(word, add));
            ways.Add($"SELECT c.Id FROM ({found}) f CROSS JOIN Customers c ON c.Id = f.Id WHERE {string.Join(" AND ", others)}");
        }
        else if (_long.Count > 0)
        {
            ways.Add(Search(Phrases, add));
        }
        else if (_short is [var only])
        {
            // One after the other, so that whoever asks for some is not kept waiting for the many that a letter begins.
            ways.AddRange(Beginning(only, add));
        }
        else if (_short.Count > 1)
        {
            // By the limit the others are collected once, and not for each of the ways in which the first may begin.
            ways.Add($"SELECT f.Id FROM (SELECT Id FROM {Beginnings(_short[0], add)} begun LIMIT -1) f WHERE f.Id IN {string.Join(" AND f.Id IN ", _short.Skip(1).Select(word => Beginnings(word, add)))}");
        }

        if (_digits is not null)
        {
            ways.Add(Search($"PhoneDigits : {Phrase(_digits)}", add));
        }

        if (_id is { } id)
        {
            ways.Add($"SELECT Id FROM Customers WHERE Id = {add(id)}");
        }

        return ways.Count == 0 ? "SELECT Id FROM Customers WHERE 1 = 0" : string.Join(" UNION ALL ", ways);
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
            ways.Add($"instr(c.PhoneDigits, {add(_digits)}) > 0");
        }

        if (_id is { } id)
        {
            ways.Add($"c.Id = {add(id)}");
        }

        return $"({string.Join(" OR ", ways)})";
    }

    private string Phrases => string.Join(" AND ", _long.Select(Phrase));

    private static string Search(string phrases, Func<object, string> add) =>
        $"SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH {add(phrases)}";

    private static string Contains(string word, Func<object, string> add)
    {
        var sought = add(word);
        return $"(instr(c.NameKey, {sought}) > 0 OR instr(c.EmailKey, {sought}) > 0 OR instr(c.PhoneDigits, {sought}) > 0 OR instr(lower(c.RefId), {sought}) > 0)";
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

    private string Beginnings(string word, Func<object, string> add) => $"({string.Join(" UNION ALL ", Beginning(word, add))})";

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
