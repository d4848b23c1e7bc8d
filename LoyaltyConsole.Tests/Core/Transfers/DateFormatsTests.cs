using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Transfers;

public sealed class DateFormatsTests
{
    private static readonly DateTimeZone _berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Theory]
    [InlineData(DateFormat.Iso, "2010-12-01 08:26:00", "2010-12-01T07:26:00Z")]
    [InlineData(DateFormat.Iso, "2010-12-01", "2010-11-30T23:00:00Z")]
    [InlineData(DateFormat.Iso, "2010-12-01T08:26Z", "2010-12-01T08:26:00Z")]
    [InlineData(DateFormat.Iso, "2010-12-01T08:26:01.5+0530", "2010-12-01T02:56:01.5Z")]
    [InlineData(DateFormat.Iso, "2010-12-01 08:26:00 -01:30", "2010-12-01T09:56:00Z")]
    [InlineData(DateFormat.Iso, "2010/12/1 8:26", "2010-12-01T07:26:00Z")]
    [InlineData(DateFormat.Compact, "19970101", "1996-12-31T23:00:00Z")]
    [InlineData(DateFormat.DayFirstDots, "1.2.2024 09:05", "2024-02-01T08:05:00Z")]
    [InlineData(DateFormat.DayFirst, "03/04/2024 12:30 AM", "2024-04-02T22:30:00Z")]
    [InlineData(DateFormat.MonthFirst, "03/04/2024 12:30 pm", "2024-03-04T11:30:00Z")]
    [InlineData(DateFormat.MonthFirst, "12-31-2024, 1:30:15 PM", "2024-12-31T12:30:15Z")]
    [InlineData(DateFormat.Iso, "2024-03-31 02:30", "2024-03-31T01:30:00Z")]
    [InlineData(DateFormat.Iso, "2024-10-27 02:30", "2024-10-27T00:30:00Z")]
    public void Reads_a_moment(DateFormat format, string cell, string expected)
    {
        Assert.Equal(CellFault.None, DateFormats.Read(cell, format, out var moment));
        Assert.Equal(NodaTime.Text.InstantPattern.ExtendedIso.Parse(expected).Value, moment.In(_berlin));
    }

    [Theory]
    [InlineData("", CellFault.Empty)]
    [InlineData("soon", CellFault.NotADate)]
    [InlineData("2024-1", CellFault.NotADate)]
    [InlineData("2024-01-01x", CellFault.NotADate)]
    [InlineData("2024-01-01 25:00", CellFault.NotADate)]
    [InlineData("2024-01-01 13:00 PM", CellFault.NotADate)]
    [InlineData("2024-01-01 10", CellFault.NotADate)]
    [InlineData("2024-01-01 10:00 +19:00", CellFault.NotADate)]
    [InlineData("2024-01/01", CellFault.NotADate)]
    [InlineData("24-01-01", CellFault.NotADate)]
    [InlineData("2024-02-30", CellFault.NoSuchDate)]
    [InlineData("2024-13-01", CellFault.NoSuchDate)]
    [InlineData("0000-01-01", CellFault.NoSuchDate)]
    public void Says_why_a_cell_is_no_date(string cell, CellFault expected) =>
        Assert.Equal(expected, DateFormats.Read(cell, DateFormat.Iso, out _));

    [Theory]
    [InlineData("iso", DateFormat.Iso)]
    [InlineData("yyyy-MM-dd HH:mm:ss", DateFormat.Iso)]
    [InlineData("yyyyMMdd", DateFormat.Compact)]
    [InlineData("dd.MM.yyyy", DateFormat.DayFirstDots)]
    [InlineData("dd/MM/yyyy HH:mm", DateFormat.DayFirst)]
    [InlineData("MM-dd-yyyy", DateFormat.MonthFirst)]
    public void Knows_the_formats_by_name(string text, DateFormat expected) =>
        Assert.Equal(expected, DateFormats.Named(text).OrThrow());

    [Fact]
    public void Refuses_a_format_of_no_name()
    {
        Assert.False(DateFormats.Named("yy/dd/MM").Succeeded(out _, out var refusal));
        Assert.Equal(new UnknownDateFormat("yy/dd/MM"), refusal);
    }

    [Theory]
    [InlineData(DateFormat.DayFirst, "03/04/2024", "13/04/2024")]
    [InlineData(DateFormat.MonthFirst, "03/04/2024 10:00", "", "03/14/2024 1:00 PM")]
    [InlineData(DateFormat.Iso, "n/a", "2024-01-02", "2024-01-03T10:00Z")]
    [InlineData(DateFormat.DayFirstDots, "01.02.2024")]
    [InlineData(DateFormat.Compact, "20240102")]
    public void Finds_the_one_format_of_a_column(DateFormat expected, params string[] cells) =>
        Assert.Equal(expected, Survey(cells).Decide().OrThrow());

    [Fact]
    public void Refuses_dates_that_could_be_either()
    {
        Assert.False(Survey("03/04/2024", "05/06/2024").Decide().Succeeded(out _, out var refusal));
        Assert.Equal(new AmbiguousDates("Date"), refusal);
    }

    [Fact]
    public void Refuses_dates_that_contradict_each_other()
    {
        Assert.False(Survey("13/04/2024", "04/13/2024").Decide().Succeeded(out _, out var refusal));
        Assert.Equal(new DatesDisagree("Date"), refusal);
    }

    [Fact]
    public void Refuses_a_column_without_dates()
    {
        Assert.False(Survey("Ada", "").Decide().Succeeded(out _, out var refusal));
        Assert.Equal(new NoDatesFound("Date"), refusal);
    }

    private static DateSurvey Survey(params string[] cells)
    {
        var survey = new DateSurvey("Date");
        foreach (var cell in cells)
        {
            survey.Add(cell);
        }

        return survey;
    }
}
