using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a file of points as it was read, before its customer is looked for.</summary>
internal sealed record PointsRow(long Line, CustomerNames Names, PointsMode Mode, Points Points, string Cells)
    : StagedRow(Line, Names, Cells)
{
    public Instant? LockedUntil { get; init; }

    public Instant? ValidUntil { get; init; }

    public string? InternalReason { get; init; }

    public string? CustomerText { get; init; }

    public string? Identifier { get; init; }
}

/// <summary>Turns rows of a file into <see cref="PointsRow"/>s.</summary>
internal sealed class PointsRowReader(ColumnMapping mapping, ImportOptions options, DateFormat dateFormat, ProgrammeSettings settings) : ImportRowReader(mapping)
{
    private const int LongestIdentifier = 320;

    private readonly int?[] _names = [.. PointsFields.OfCustomer.Select(field => mapping[field])];
    private readonly int? _points = mapping[PointsFields.Points];
    private readonly int? _mode = mapping[PointsFields.Mode];
    private readonly int? _lockedUntil = mapping[PointsFields.LockedUntil];
    private readonly int? _validUntil = mapping[PointsFields.ValidUntil];
    private readonly int? _internalReason = mapping[PointsFields.InternalReason];
    private readonly int? _customerText = mapping[PointsFields.CustomerText];
    private readonly int? _identifier = mapping[PointsFields.Identifier];

    // A part of the hash stands for the text: a million identifiers are too much to keep.
    private readonly Dictionary<UInt128, (CustomerNames Names, PointsMode Mode, Points Points)> _identifiers = [];

    public PointsRow Read(CsvRecord row)
    {
        if (IsFlawed(row, out var flaw))
        {
            return new PointsRow(row.Line, new CustomerNames(null, null, null, null, null), options.Mode, Points.Zero, Cells(row)) { Problem = flaw };
        }

        var names = new CustomerNames(
            Id(row, _names[0], 20), Id(row, _names[1], Customer.ShortLength), Text(row, _names[2], Customer.ShortLength),
            Id(row, _names[3], Customer.PartLength), Text(row, _names[4], Customer.ShortLength));
        var (mode, isDeduction) = Mode(row);
        var points = Amount(row, _points, settings.Decimals) ?? (Problem is null ? Missing() : 0m);
        if (decimal.Abs(points) > Points.MostInOneEntry.Value)
        {
            Problem ??= new ImportProblem(ImportReason.TooManyPoints, Column(_points), Shown(row, _points!.Value));
            points = 0m;
        }

        // A positive number is taken where the row says so; a minus beside it says it once more.
        points = isDeduction ? -decimal.Abs(points) : points;
        var read = new PointsRow(row.Line, names, mode, Points.Rounded(points, settings.Decimals), Cells(row))
        {
            LockedUntil = Moment(row, _lockedUntil, atEndOfDay: false),
            ValidUntil = Moment(row, _validUntil, atEndOfDay: true),
            InternalReason = Text(row, _internalReason, LedgerEntry.TextLength),
            CustomerText = Text(row, _customerText, LedgerEntry.TextLength),
            Identifier = Text(row, _identifier, LongestIdentifier),
        };
        Problem ??= names.Shown is null ? new ImportProblem(ImportReason.NoCustomer, null, null) : Repeated(read);
        read.Problem = Problem;
        return read;
    }

    private ImportProblem? Repeated(PointsRow row)
    {
        if (row.Identifier is not { } identifier)
        {
            return null;
        }

        var key = BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(identifier)));
        var content = (row.Names, row.Mode, row.Points);
        return _identifiers.TryAdd(key, content) ? null
            : new ImportProblem(_identifiers[key] == content ? ImportReason.AlreadyRecorded : ImportReason.IdentifierDiffers, null, identifier);
    }

    private (PointsMode Mode, bool IsDeduction) Mode(CsvRecord row)
    {
        if (_mode is not { } column || row[column].IsWhiteSpace())
        {
            return (options.Mode, false);
        }

        switch (row[column].Trim().ToString().ToUpperInvariant())
        {
            case "ADD" or "EARN" or "CREDIT" or "HINZUFÜGEN" or "ADDIEREN" or "GUTSCHREIBEN": return (PointsMode.Add, false);
            case "SUBTRACT" or "DEDUCT" or "REMOVE" or "DEBIT" or "ABZIEHEN" or "ENTFERNEN": return (PointsMode.Add, true);
            case "RESET" or "SET" or "REPLACE" or "SETZEN" or "ERSETZEN" or "ZURÜCKSETZEN": return (PointsMode.Reset, false);
            default:
                Problem ??= new ImportProblem(ImportReason.UnknownMode, Column(column), Shown(row, column));
                return (options.Mode, false);
        }
    }

    // Date-only validity means the end of that local day (rule 5.5.2), a date-only lock its beginning: each in the customer's favour.
    private Instant? Moment(CsvRecord row, int? column, bool atEndOfDay)
    {
        if (column is not { } index || row[index].IsWhiteSpace())
        {
            return null;
        }

        var fault = DateFormats.Read(row[index], dateFormat, out var moment);
        if (fault is CellFault.None)
        {
            return !moment.HasTime
                ? atEndOfDay ? settings.Time.EndOf(moment.Local.Date) : settings.Time.StartOf(moment.Local.Date)
                : moment.Offset is null ? settings.Time.At(moment.Local) : moment.In(settings.Time.Zone);
        }

        Fault(row, index, fault);
        return null;
    }

    private decimal Missing()
    {
        Problem = new ImportProblem(ImportReason.CellEmpty, Column(_points), null);
        return 0m;
    }
}
