using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Core.Ledger;

namespace LoyaltyConsole.Tests.Core.Transfers;

/// <summary>What tests of exports have at hand.</summary>
public abstract class ExportTest : LedgerTest
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected ExportBook Exports => Programme.Get<ExportBook>();

    protected static Actor Marketer { get; } = Actor.Person("Mia Koch", StaffRole.Marketing);

    protected static ExportOrder Wanted(ExportKind kind) => new(Guid.CreateVersion7(), kind, "for the newsletter");

    protected async Task<ExportFile> FetchedAsync(ExportOrder order, Actor? actor = null)
    {
        (await Exports.RequestAsync(order, actor ?? Programme.Manager)).OrThrow();
        return (await Exports.FetchAsync(order.Key, actor ?? Programme.Manager)).OrThrow();
    }

    protected async Task<byte[]> BytesAsync(ExportOrder order, Actor? actor = null)
    {
        using var stream = new MemoryStream();
        await (await FetchedAsync(order, actor)).WriteAsync(stream, Cancel);
        return stream.ToArray();
    }

    protected async Task<string> TextAsync(ExportOrder order) => Encoding.UTF8.GetString(await BytesAsync(order)).TrimStart('\uFEFF');

    /// <summary>The rows by column, read as an import would read them.</summary>
    protected async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsAsync(ExportOrder order) => Rows(await BytesAsync(order));

    protected static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var file = CsvFile.Open(stream, new CsvChoices(CsvDelimiter.Comma)).OrThrow();
        var names = file.Header;
        var rows = new List<IReadOnlyDictionary<string, string>>();
        while (file.Read())
        {
            Assert.Equal(RowFlaw.None, file.Current.Flaw);
            rows.Add(names.Select((name, place) => (name, Cell: file.Current.Text(place))).ToDictionary(cell => cell.name, cell => cell.Cell, StringComparer.Ordinal));
        }

        Assert.Null(file.Stopped);
        return rows;
    }
}
