using System.Globalization;

namespace LoyaltyConsole.Bench;

/// <summary>What is measured, on what, and how much of it.</summary>
/// <param name="Customers">How many customers a database that is made for it gets.</param>
/// <param name="File">The database, which is kept for the next run.</param>
/// <param name="Only">Part of the names of what is measured; empty for everything.</param>
internal sealed record BenchOptions(int Customers, string File, string Only)
{
    private static readonly string[] _numbers = ["--rows", "--rate", "--seconds", "--minutes", "--entries", "--people", "--tabs", "--circuits"];

    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    /// <summary>Whether the database was named.</summary>
    public bool IsFileNamed { get; private init; }

    /// <summary>A number that was given, or how many it is otherwise.</summary>
    public int Number(string name, int usual) => _given.GetValueOrDefault(name, usual);

    public static BenchOptions? Read(string[] arguments)
    {
        var (customers, file, only) = (100_000, "", "");
        var given = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index + 1 < arguments.Length; index += 2)
        {
            var (name, value) = (arguments[index], arguments[index + 1]);
            switch (name)
            {
                case "--customers" when int.TryParse(value, CultureInfo.InvariantCulture, out customers) && customers > 0: break;
                case "--db": file = value; break;
                case "--only": only = value; break;
                case var number when _numbers.Contains(number, StringComparer.Ordinal) && int.TryParse(value, CultureInfo.InvariantCulture, out var many) && many > 0:
                    given[number] = many;
                    break;
                default: return null;
            }
        }

        if (arguments.Length % 2 != 0)
        {
            return null;
        }

        var usual = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"loyalty-bench-{customers}.db"));
        var options = new BenchOptions(customers, file.Length > 0 ? file : usual, only) { IsFileNamed = file.Length > 0 };
        foreach (var (name, number) in given)
        {
            options._given[name] = number;
        }

        return options;
    }
}
