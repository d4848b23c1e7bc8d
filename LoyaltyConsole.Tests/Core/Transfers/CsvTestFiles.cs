using System.Text;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>Files of a few lines, opened as an import opens them.</summary>
internal static class CsvTestFiles
{
    public static CsvFile Open(string text, CsvChoices? choices = null, CsvLimits? limits = null) =>
        Open(Encoding.UTF8.GetBytes(text), choices, limits);

    public static CsvFile Open(byte[] bytes, CsvChoices? choices = null, CsvLimits? limits = null) =>
        CsvFile.Open(new MemoryStream(bytes), choices, limits).OrThrow();

    public static LoyaltyConsole.Core.Refusal Refused(byte[] bytes, CsvChoices? choices = null, CsvLimits? limits = null)
    {
        Assert.False(CsvFile.Open(new MemoryStream(bytes), choices, limits).Succeeded(out _, out var refusal));
        return refusal;
    }

    public static LoyaltyConsole.Core.Refusal Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    /// <summary>All rows as "line: cell|cell", flaws behind an exclamation mark.</summary>
    public static List<string> Rows(this CsvFile file)
    {
        var rows = new List<string>();
        while (file.Read())
        {
            var row = file.Current;
            var flaw = row.Flaw is RowFlaw.None ? string.Empty : $" !{row.Flaw}";
            rows.Add($"{row.Line}: {string.Join('|', row.ToArray())}{flaw}");
        }

        return rows;
    }
}
