using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>How points are typed: always with a period, a comma is never guessed at (D2, E-046, T13).</summary>
public sealed class PointsTextTests
{
    [Theory]
    [InlineData("24", 0, "24")]
    [InlineData(" -24 ", 0, "-24")]
    [InlineData("−24", 0, "-24")]
    [InlineData("+24", 0, "24")]
    [InlineData("1250.5", 1, "1250.5")]
    [InlineData("0.25", 2, "0.25")]
    [InlineData("24.0", 0, "24")]
    public void Reads_a_number(string text, int decimals, string expected) =>
        Assert.Equal(expected, PointsText.Read(text, decimals).OrThrow().ToString());

    [Fact]
    public void T13_refuses_a_comma_with_every_way_to_write_it_that_the_programme_could_book()
    {
        Assert.Equal(new PointsWithComma("1,250", "1250"), Refusal(PointsText.Read("1,250", 1)));
        Assert.Equal(new PointsWithComma("1,250", "1250"), Refusal(PointsText.Read("1,250", 0)));
        Assert.Equal(new PointsWithComma("12,5", "12.5"), Refusal(PointsText.Read("12,5", 1)));
        Assert.Equal(new PointsWithAmbiguousComma("1,250", "1250", "1.250"), Refusal(PointsText.Read("1,250", 2)));
        Assert.Equal(new TooManyDecimals(0), Refusal(PointsText.Read("12,5", 0)));
        Assert.Equal(new PointsNotANumber("1,2,5"), Refusal(PointsText.Read("1,2,5", 0)));
    }

    [Fact]
    public void Refuses_what_is_no_number_too_fine_or_too_large()
    {
        Assert.Equal(new PointsMissing(), Refusal(PointsText.Read("  ", 0)));
        Assert.Equal(new PointsNotANumber("ten"), Refusal(PointsText.Read("ten", 0)));
        Assert.Equal(new PointsNotANumber("1e3"), Refusal(PointsText.Read("1e3", 0)));
        Assert.Equal(new TooManyDecimals(0), Refusal(PointsText.Read("1.5", 0)));
        Assert.Equal(new TooManyPoints(Points.MostInOneEntry), Refusal(PointsText.Read("1000000000.01", 2)));
        Assert.Equal(new TooManyPoints(Points.MostInOneEntry), Refusal(PointsText.Read(new string('9', 60), 2)));
    }

    [Theory]
    [InlineData(0.5, 0, 1)]
    [InlineData(-0.5, 0, -1)]
    [InlineData(1.5, 0, 2)]
    [InlineData(2.5, 0, 3)]
    [InlineData(2.49, 0, 2)]
    public void Rounds_half_away_from_zero(double exact, int decimals, int expected) =>
        Assert.Equal(Points.Whole(expected), Points.Rounded((decimal)exact, decimals));

    private static Refusal Refusal(Result<Points> result)
    {
        Assert.False(result.Succeeded(out _, out var refusal));
        return refusal;
    }
}
