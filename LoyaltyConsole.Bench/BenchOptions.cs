using System.Globalization;

namespace LoyaltyConsole.Bench;

/// <summary>What is measured, and on what.</summary>
/// <param name="Customers">How many customers a database that is made for it gets.</param>
/// <param name="File">The database, which is kept for the next run.</param>
/// <param name="Only">Part of the names of what is measured; empty for everything.</param>
internal sealed record BenchOptions(int Customers, string File, string Only)
{
    public static BenchOptions? Read(string[] arguments)
    {
        var (customers, file, only) = (100_000, "", "");
        for (var index = 0; index + 1 < arguments.Length; index += 2)
        {
            switch (arguments[index])
            {
                case "--customers" when int.TryParse(arguments[index + 1], CultureInfo.InvariantCulture, out customers) && customers > 0: break;
                case "--db": file = arguments[index + 1]; break;
                case "--only": only = arguments[index + 1]; break;
                default: return null;
            }
        }

        file = file.Length > 0 ? file : Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"loyalty-bench-{customers}.db"));
        return arguments.Length % 2 == 0 ? new BenchOptions(customers, file, only) : null;
    }
}
