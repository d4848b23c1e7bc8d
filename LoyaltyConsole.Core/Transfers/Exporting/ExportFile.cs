using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers.Exporting;

/// <summary>A file that was fetched, and is to be written once: all of it from one state of the database.</summary>
public sealed class ExportFile
{
    private readonly Actor _actor;
    private readonly LoyaltyStore _store;
    private readonly ProgrammeSettings _settings;
    private readonly IClock _clock;
    private readonly string _folder;
    private long _rows;

    internal ExportFile(Export export, Actor actor, LoyaltyStore store, ProgrammeSettings settings, IClock clock, string folder) =>
        (Export, _actor, _store, _settings, _clock, _folder) = (export, actor, store, settings, clock, folder);

    /// <summary>What was asked for.</summary>
    public Export Export { get; }

    /// <summary>What a deed of the audit log is called in the reader's language.</summary>
    public Func<string, string> DeedWord { get; set; } = deed => deed;

    /// <summary>
    /// Writes it, and notes how much of it and whether all. The database's state is held only while it is read, at full
    /// speed, not for as long as the other end takes.
    /// </summary>
    /// <param name="destination">Where; stays open. A file on this machine is written directly.</param>
    /// <param name="cancellationToken">Gives up; what was written by then stays written.</param>
    /// <returns>How many rows.</returns>
    public async Task<long> WriteAsync(Stream destination, CancellationToken cancellationToken)
    {
        var state = ExportState.CutOff;
        try
        {
            if (destination is FileStream)
            {
                await ReadAsync(destination, cancellationToken);
            }
            else
            {
                await using var spool = new Spool(_folder);
                await spool.CopyAsync(ReadAsync, destination, cancellationToken);
            }

            state = ExportState.Done;
            return _rows;
        }
        finally
        {
            await EndAsync(state);
        }
    }

    private Task ReadAsync(Stream stream, CancellationToken cancellationToken) => _store.ReadAsync(
        connection =>
        {
            using var csv = new CsvText(stream, CsvDelimiter.Comma);
            var sheet = new Sheet(connection, csv, OrderOf(Export), _settings, _clock.GetCurrentInstant().TruncatedToMilliseconds(), cancellationToken);
            try
            {
                Write(sheet);
            }
            finally
            {
                _rows = sheet.Rows;
            }

            return default(Done);
        },
        cancellationToken);

    private void Write(Sheet sheet)
    {
        var filter = ExportFilter.Read(sheet.Order.Kind, sheet.Order.Filter);
        switch (sheet.Order.Kind)
        {
            case ExportKind.Customers: CustomerSheet.Write(sheet, filter.Customers); break;
            case ExportKind.Transactions: LedgerSheet.Write(sheet, filter.Days, withPerson: true); break;
            case ExportKind.Ledger: LedgerSheet.Write(sheet, filter.Days, withPerson: false); break;
            case ExportKind.Orders: OrderSheet.Write(sheet, filter.Orders); break;
            case ExportKind.Segments: SegmentSheet.Write(sheet, filter.Model); break;
            case ExportKind.Audit: AuditLog.Write(sheet, filter.Audit, DeedWord); break;
            default: throw new ArgumentOutOfRangeException(nameof(sheet));
        }
    }

    private static ExportOrder OrderOf(Export export) => new(export.Key, export.Kind, export.Reason ?? "")
    {
        Format = export.Format,
        Filter = QueryText.OfLines(export.Filter ?? ""),
        Columns = export.Columns?.Split(',') ?? [],
        Sort = (CustomerSort)export.SortBy,
        Descending = export.IsDescending,
        At = export.At,
    };

    // Whatever happened on the way, and though nobody waits for it any more.
    private async Task EndAsync(ExportState state) => (await _store.WriteAsync<Done>(async writing =>
    {
        var export = await writing.Db.Exports.AsTracking().SingleAsync(known => known.Id == Export.Id);
        (export.State, export.Rows, export.EndedAt) = (state, _rows, writing.Now);
        writing.Audit(
            _actor, "EndExport", null, null,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"export {export.Id}: {(state is ExportState.Done ? "done" : "cut off")}, {_rows} rows"));
        return default(Done);
    })).OrThrow();
}
