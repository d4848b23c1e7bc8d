using System.Globalization;
using Bogus;
using LoyaltyConsole.Core.Orders;

namespace LoyaltyConsole.Demo;

/// <summary>What the made-up shops sell: coffee and tea, and what is needed for them.</summary>
internal static class MadeUpCatalogue
{
    private static readonly (string Category, string[] Names, string[] Variants, decimal From, decimal To)[] Shelves =
    [
        ("Coffee", ["Espresso Milano", "Hausmischung", "Yirgacheffe", "Antigua", "Sidamo Natur", "Monsooned Malabar", "Decaf Crema", "Filterröstung Nord"],
            ["250 g", "500 g", "1 kg"], 6.90m, 34.90m),
        ("Tea", ["Assam", "Darjeeling First Flush", "Sencha", "Earl Grey", "Rooibos Vanille", "Pfefferminze", "Kräutergarten"],
            ["50 g", "100 g", "250 g"], 4.50m, 24.90m),
        ("Machines", ["Siebträger Uno", "Vollautomat Casa", "Mühle Kern", "Filtermaschine Moccamax", "Milchschäumer"],
            ["black", "silver", "white"], 49m, 899m),
        ("Tableware", ["Espresso cups, set of 4", "Tea pot Glas", "Mug Steingut", "Cold brew bottle", "Thermobecher"],
            ["blue", "grey", "sand"], 9.90m, 59m),
        ("Sweets", ["Cantuccini", "Lebkuchen", "Dark chocolate 72 %", "Karlovarské oplatky", "Shortbread"],
            ["150 g", "300 g"], 2.90m, 14.90m),
    ];

    private static readonly float[] Weights = [0.48f, 0.2f, 0.04f, 0.1f, 0.18f];

    private static readonly int[] Places = [.. Enumerable.Range(0, Shelves.Length)];

    /// <summary>What somebody puts into one basket.</summary>
    public static IReadOnlyList<NewPosition> Basket(Randomizer dice)
    {
        var basket = new NewPosition[dice.WeightedRandom([1, 2, 3, 4, 6], [0.38f, 0.3f, 0.18f, 0.1f, 0.04f])];
        for (var line = 0; line < basket.Length; line++)
        {
            basket[line] = Position(dice);
        }

        return basket;
    }

    private static NewPosition Position(Randomizer dice)
    {
        var place = dice.WeightedRandom(Places, Weights);
        var (category, names, variants, from, to) = Shelves[place];
        var (name, variant) = (dice.Int(0, names.Length - 1), dice.Int(0, variants.Length - 1));

        // The same article in the same size has the same price in every order.
        var price = Math.Floor(from + ((to - from) * (decimal)(((name * 37 % 11) + (variant * 11 / (decimal)variants.Length)) / 22m))) + 0.90m;
        var sku = string.Create(CultureInfo.InvariantCulture, $"{category[..2].ToUpperInvariant()}-{100 + name}{variant}");
        var quantity = from >= 40m ? 1 : dice.WeightedRandom([1, 2, 3, 5], [0.62f, 0.25f, 0.09f, 0.04f]);
        return new NewPosition(sku, names[name], quantity, price, category, variants[variant]);
    }
}
