using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class CellValuesTests
{
    [Theory]
    [InlineData("1250.5", 1250.5)]
    [InlineData(" -24 ", -24)]
    [InlineData("+3", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("2.55000", 2.55)]
    [InlineData("'-24", -24)]
    public void Reads_amounts_with_a_period(string cell, double expected)
    {
        Assert.Equal(CellFault.None, CellValues.Amount(cell, 4, out var amount));
        Assert.Equal((decimal)expected, amount);
    }

    // T13 and 5.10.1: what could be thousands or decimals is never guessed at.
    [Theory]
    [InlineData("1,250", CellFault.CommaInNumber)]
    [InlineData("52,620", CellFault.CommaInNumber)]
    [InlineData("1.250,00", CellFault.CommaInNumber)]
    [InlineData("1,5", CellFault.CommaInNumber)]
    [InlineData("", CellFault.Empty)]
    [InlineData("  ", CellFault.Empty)]
    [InlineData("ten", CellFault.NotANumber)]
    [InlineData("1 250", CellFault.NotANumber)]
    [InlineData("1e5", CellFault.NotANumber)]
    [InlineData("1.2.3", CellFault.NotANumber)]
    [InlineData("-", CellFault.NotANumber)]
    [InlineData("--5", CellFault.NotANumber)]
    [InlineData("5 €", CellFault.NotANumber)]
    [InlineData("0.00001", CellFault.TooManyDecimals)]
    [InlineData("900000000000001", CellFault.OutOfRange)]
    [InlineData("99999999999999999999999999999999", CellFault.OutOfRange)]
    public void Says_why_a_cell_is_no_amount(string cell, CellFault expected)
    {
        Assert.Equal(expected, CellValues.Amount(cell, 4, out var amount));
        Assert.Equal(0, amount);
    }

    [Theory]
    [InlineData("6", 6, CellFault.None)]
    [InlineData("-6.0", -6, CellFault.None)]
    [InlineData("6.5", 0, CellFault.NotWhole)]
    [InlineData("1,000", 0, CellFault.CommaInNumber)]
    public void Reads_whole_numbers(string cell, long expected, CellFault fault)
    {
        Assert.Equal(fault, CellValues.Whole(cell, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData("17850.0", "17850")]
    [InlineData("17850.00", "17850")]
    [InlineData("17850", "17850")]
    [InlineData(" 00001 ", "00001")]
    [InlineData("00001.0", "00001.0")]
    [InlineData("17850.5", "17850.5")]
    [InlineData("17850.", "17850.")]
    [InlineData("C536379", "C536379")]
    [InlineData("12E+3", "12E+3")]
    [InlineData("#1001", "#1001")]
    public void Reads_ids_as_their_shop_means_them(string cell, string expected)
    {
        Assert.Equal(CellFault.None, CellValues.Id(cell, 20, out var id));
        Assert.Equal(expected, id.ToString());
    }

    [Theory]
    [InlineData("4.01234E+12", CellFault.IdLostDigits)]
    [InlineData("4,01E+12", CellFault.IdLostDigits)]
    [InlineData("", CellFault.Empty)]
    [InlineData("123456789012345678901", CellFault.TooLong)]
    public void Says_why_a_cell_is_no_id(string cell, CellFault expected)
    {
        Assert.Equal(expected, CellValues.Id(cell, 20, out var id));
        Assert.True(id.IsEmpty);
    }

    [Theory]
    [InlineData(" Ada ", "Ada", CellFault.None)]
    [InlineData("'=1+1", "=1+1", CellFault.None)]
    [InlineData("'n Sync", "'n Sync", CellFault.None)]
    [InlineData("Adalbert", "", CellFault.TooLong)]
    [InlineData(" ", "", CellFault.Empty)]
    public void Reads_text(string cell, string expected, CellFault fault)
    {
        Assert.Equal(fault, CellValues.Text(cell, 7, out var text));
        Assert.Equal(expected, text.ToString());
    }
}
