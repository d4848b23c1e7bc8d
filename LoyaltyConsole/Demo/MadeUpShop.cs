using System.Globalization;

namespace LoyaltyConsole.Demo;

/// <summary>A shop of the made-up programme, and how it numbers.</summary>
internal sealed record MadeUpShop(string Name, string CustomerPrefix, string OrderPrefix, string NotePrefix)
{
    public static readonly MadeUpShop Shopware = new("Shopware DE", "SW-", "SW", "GS");

    public static readonly MadeUpShop Plentymarkets = new("plentymarkets", "", "", "R");

    public static readonly MadeUpShop Shoptet = new("Shoptet CZ", "CZ", "CZ", "DB");

    public static MadeUpShop Of(string name) => new[] { Shopware, Plentymarkets, Shoptet }.Single(shop => string.Equals(shop.Name, name, StringComparison.Ordinal));

    public string CustomerRef(long number) => CustomerPrefix + (10_001 + number).ToString(CultureInfo.InvariantCulture);

    /// <summary>Unique among all orders of all customers.</summary>
    public string OrderRef(long number, int order) => OrderPrefix + Number(number, order);

    public string NoteRef(long number, int note) => NotePrefix + Number(number, note);

    private static string Number(long customer, int document) =>
        (2_000_000 + (customer * 2 * MadeUpLife.MostOrders) + document).ToString(CultureInfo.InvariantCulture);
}
