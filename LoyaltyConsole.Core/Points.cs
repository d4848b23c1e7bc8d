using System.Globalization;
using System.Numerics;

namespace LoyaltyConsole.Core;

/// <summary>An amount of loyalty points, fixed-point in hundredths, signed (requirement D2).</summary>
/// <param name="Hundredths">The amount in hundredths of a point.</param>
public readonly record struct Points(long Hundredths) : IComparable<Points>
{
    /// <summary>No points.</summary>
    public static readonly Points Zero;

    /// <summary>The most that one ledger entry may move, read by forms and by the ledger alike.</summary>
    public static readonly Points MostInOneEntry = Whole(1_000_000_000);

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => Hundredths == 0;

    /// <summary>The amount as a decimal number of points.</summary>
    public decimal Value => Hundredths / 100m;

    /// <summary>A whole number of points.</summary>
    public static Points Whole(long points) => new(checked(points * 100));

    /// <summary>Rounds half away from zero to the given number of decimals, as rule 5.1.8 asks.</summary>
    /// <param name="points">The exact amount in points.</param>
    /// <param name="decimals">How many decimals the programme books, 0 to 2.</param>
    public static Points Rounded(decimal points, int decimals) =>
        new(decimal.ToInt64(decimal.Round(points, decimals, MidpointRounding.AwayFromZero) * 100m));

    /// <summary>A share of the amount, exactly reckoned and rounded half away from zero (rule 5.1.8).</summary>
    /// <param name="part">How much of the whole, not negative.</param>
    /// <param name="whole">The whole, positive.</param>
    /// <param name="decimals">How many decimals the programme books, 0 to 2.</param>
    public Points Share(BigInteger part, BigInteger whole, int decimals)
    {
        var unit = decimals switch { 0 => 100, 1 => 10, _ => 1 };
        var twice = 2 * BigInteger.Abs(Hundredths) * part;
        var units = (twice + (whole * unit)) / (2 * whole * unit);
        return new((long)units * unit * Math.Sign(Hundredths));
    }

    // Checked throughout, because a silent overflow would mint or destroy points.

    /// <summary>Adds, refusing to overflow.</summary>
    public static Points operator +(Points left, Points right) => new(checked(left.Hundredths + right.Hundredths));

    /// <summary>Subtracts, refusing to overflow.</summary>
    public static Points operator -(Points left, Points right) => new(checked(left.Hundredths - right.Hundredths));

    /// <summary>Turns a credit into a deduction and back.</summary>
    public static Points operator -(Points points) => new(checked(-points.Hundredths));

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Points left, Points right) => left.Hundredths < right.Hundredths;

    /// <summary>Whether the left amount is larger.</summary>
    public static bool operator >(Points left, Points right) => left.Hundredths > right.Hundredths;

    /// <summary>Whether the left amount is smaller or the same.</summary>
    public static bool operator <=(Points left, Points right) => left.Hundredths <= right.Hundredths;

    /// <summary>Whether the left amount is larger or the same.</summary>
    public static bool operator >=(Points left, Points right) => left.Hundredths >= right.Hundredths;

    /// <summary>The smaller of two amounts.</summary>
    public static Points Min(Points left, Points right) => left < right ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Points Max(Points left, Points right) => left > right ? left : right;

    /// <inheritdoc />
    public int CompareTo(Points other) => Hundredths.CompareTo(other.Hundredths);

    /// <summary>The amount with a period and without grouping, for machines and logs.</summary>
    public override string ToString() => Value.ToString("0.##", CultureInfo.InvariantCulture);
}
