using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Which column of a file is which field, and how the file is to be read; what is proposed can be changed.</summary>
public sealed partial class ColumnMap(ProgrammeBook programme)
{
    private static readonly string[] Encodings = ["utf-8", "windows-1252", "iso-8859-1", "macintosh", "utf-16"];

    private static readonly string[] DatePatterns = [.. Enum.GetValues<DateFormat>().Select(format => format.Pattern())];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private FilePreview _preview = null!;
    private IReadOnlyList<Choice<int?>> _choices = [];
    private IReadOnlyList<Choice<CsvDelimiter?>> _delimiters = [];
    private IReadOnlyList<string> _integrations = [];
    private CsvDelimiter? _delimiter;
    private string? _encoding;
    private string? _dateFormat;
    private string _integration = OrderImportOptions.DefaultIntegration;
    private string? _creditNotePrefix;
    private bool _eachRowIsAnOrder;
    private bool _isBusy;
    private Refusal? _refusal;
    private string? _lookFailedAt;

    /// <summary>The file.</summary>
    [Parameter, EditorRequired]
    public required UploadedFile File { get; set; }

    /// <summary>What a first look into it shows.</summary>
    [Parameter, EditorRequired]
    public required FilePreview Preview { get; set; }

    /// <summary>Who imports.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Tells that another file is wanted.</summary>
    [Parameter]
    public EventCallback OnAnother { get; set; }

    /// <summary>Rehearses the file as it is now said to be; answers why not, if not.</summary>
    [Parameter, EditorRequired]
    public required Func<OrderImportOptions, Task<Refusal?>> OnRehearse { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _delimiters = [.. Enum.GetValues<CsvDelimiter>().Select(delimiter => new Choice<CsvDelimiter?>(delimiter, Texts[$"Delimiter_{delimiter}"]))];
        Show(Preview);
        _integrations = [.. (await programme.IntegrationsAsync(CancellationToken.None)).Select(integration => integration.Name)];
    }

    private IReadOnlyList<string?> Notes => [File.Name, Texts["Step_ColumnsMapped", _columns.Values.Distinct().Count(), _preview.Header.Count].Value];

    private string? RefusedAt => _lookFailedAt ?? (_refusal is null ? null : MapRefusal.PlaceOf(_refusal));

    private int? ColumnOf(string field) => _columns.TryGetValue(field, out var column) ? column : null;

    private string FieldOf(int column) =>
        string.Join(", ", _columns.Where(mapped => mapped.Value == column).Select(mapped => Texts.Field(mapped.Key)));

    private void Map(string field, int? column)
    {
        _refusal = null;
        if (column is { } place)
        {
            _columns[field] = place;
            return;
        }

        _columns.Remove(field);
    }

    private void Show(FilePreview preview)
    {
        _preview = preview;
        _choices = [.. preview.Header.Select((column, place) => new Choice<int?>(place, column))];
        _columns.Clear();
        foreach (var field in preview.Mapping?.Fields ?? [])
        {
            _columns[field] = preview.Mapping![field]!.Value;
        }
    }

    // Other delimiters make other columns, so the mapping is proposed anew.
    private async Task LookAgainAsync(CsvDelimiter? delimiter, string? encoding)
    {
        _lookFailedAt = delimiter == _delimiter ? "encoding" : "delimiter";
        (_delimiter, _encoding) = (delimiter, encoding);
        var options = new OrderImportOptions { Delimiter = delimiter, Encoding = encoding };
        if ((await OrderImports.LookAsync(File.Path, options, Actor, CancellationToken.None)).Succeeded(out var preview, out _refusal))
        {
            _lookFailedAt = null;
            Show(preview);
        }
    }

    private async Task RehearseAsync()
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _lookFailedAt) = (true, null);
        _refusal = await OnRehearse(new OrderImportOptions
        {
            Map = string.Join(',', _columns.Select(mapped => $"{_preview.Header[mapped.Value].Trim()}={mapped.Key}")),
            Integration = string.IsNullOrWhiteSpace(_integration) ? OrderImportOptions.DefaultIntegration : _integration.Trim(),
            CreditNotePrefix = string.IsNullOrWhiteSpace(_creditNotePrefix) ? null : _creditNotePrefix.Trim(),
            EachRowIsAnOrder = _eachRowIsAnOrder,
            Delimiter = _delimiter,
            Encoding = _encoding,
            DateFormat = _dateFormat,
        });
        _isBusy = false;
    }

    private string? ErrorAt(string place) =>
        _refusal is not null && string.Equals(RefusedAt, place, StringComparison.Ordinal) ? Refusals.Sentence(_refusal) : null;

    private sealed record Choice<T>(T Value, string Text);
}
