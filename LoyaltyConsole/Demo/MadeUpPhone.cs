using Bogus;

namespace LoyaltyConsole.Demo;

/// <summary>Phone numbers that reach nobody: within the ranges that the regulators keep for films, spelt as people do.</summary>
internal static class MadeUpPhone
{
    private static readonly (string Area, string Block)[] Films =
        [("30", "23125"), ("40", "66969"), ("69", "90009"), ("89", "99998"), ("221", "4710")];

    public static string German(Randomizer dice)
    {
        var (area, block) = dice.ArrayElement(Films);
        var (number, extension) = (dice.Int(0, 999).ToString("000", null), dice.Int(10, 99).ToString("00", null));
        return dice.Int(0, 6) switch
        {
            0 => $"+49 {area} {block}{number}-{extension}",
            1 => $"+49{area}{block}{number}{extension}",
            2 => $"0{area}/{block}{number}{extension}",
            3 => $"(0{area}) {block} {number} {extension}",
            4 => $"+49 (0){area} {block}{number}{extension}",
            5 => $"0049 {area} {block}{number} {extension}",
            _ => $"0{area} {block}{number}-{extension}",
        };
    }

    public static string British(Randomizer dice)
    {
        var number = dice.Int(0, 999).ToString("000", null);
        return dice.Int(0, 3) switch
        {
            0 => $"+44 7700 900{number}",
            1 => $"+44 20 7946 0{number}",
            2 => $"0044 7700 900 {number}",
            _ => $"+44 (0)20 7946 0{number}",
        };
    }
}
