using System.Globalization;

namespace LoyaltyConsole.Core;

/// <summary>An amount of money, fixed-point in ten-thousandths of its currency's unit, signed.</summary>
/// <param name="TenThousandths">The amount in ten-thousandths.</param>
/// <param name="Currency">The ISO 4217 code, for instance EUR.</param>
public readonly record struct Money(long TenThousandths, string Currency)
{
    /// <summary>The amount as a decimal number.</summary>
    public decimal Value => TenThousandths / 10_000m;

    /// <summary>Rounds half away from zero to ten-thousandths.</summary>
    public static Money Of(decimal amount, string currency) => new(
        decimal.ToInt64(decimal.Round(amount * 10_000m, 0, MidpointRounding.AwayFromZero)), currency);

    /// <summary>The amount with a period, at least two decimals and the currency behind it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Value:0.00##} {Currency}");
}
