using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Which column of a file is which field, and how the file is to be read; what is proposed can be changed.</summary>
public sealed partial class ColumnMap(FileImports imports, ProgrammeBook programme, Snackbar snackbar)
{
    private static readonly Choice<string>[] Encodings = [.. new[] { "utf-8", "windows-1252", "iso-8859-1", "macintosh", "utf-16" }.Select(AsWritten)];

    private static readonly Choice<string>[] DatePatterns = [.. Enum.GetValues<DateFormat>().Select(format => AsWritten(format.Pattern()))];

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private FilePreview _preview = null!;
    private SavedMapping? _saved;
    private string _proposed = "";

    // Chosen once for each mapping: a second click saves the same one.
    private Guid _mappingKey = Guid.CreateVersion7();
    private IReadOnlyList<Choice<int?>> _choices = [];
    private IReadOnlyList<Choice<CsvDelimiter?>> _delimiters = [];
    private IReadOnlyList<string> _integrations = [];
    private CsvDelimiter? _delimiter;
    private string? _encoding;
    private string? _dateFormat;
    private IReadOnlyList<Choice<PointsMode>> _modes = [];
    private IReadOnlyList<Choice<ReasonKind>> _reasons = [];
    private PointsMode _mode = PointsMode.Add;
    private ReasonKind _reason = ReasonKind.Reward;
    private string? _integration;
    private string? _creditNotePrefix;
    private bool _eachRowIsAnOrder;
    private bool _isBusy;
    private Refusal? _refusal;
    private string? _lookFailedAt;

    /// <summary>What the file holds.</summary>
    [Parameter, EditorRequired]
    public required ImportKind Kind { get; set; }

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
    public required Func<ImportOptions, Task<Refusal?>> OnRehearse { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _delimiters = [.. Enum.GetValues<CsvDelimiter>().Select(delimiter => new Choice<CsvDelimiter?>(delimiter, Texts[$"Delimiter_{delimiter}"]))];
        _modes = [.. Enum.GetValues<PointsMode>().Select(mode => new Choice<PointsMode>(mode, Texts[$"Mode_{mode}"]))];
        _reasons = [.. Enum.GetValues<ReasonKind>().Select(reason => new Choice<ReasonKind>(reason, Words[$"ReasonKind_{reason}"]))];
        _integration = Kind is ImportKind.Orders or ImportKind.Customers ? ImportOptions.DefaultIntegration : null;
        Show(Preview);
        _integrations = [.. (await programme.IntegrationsAsync(CancellationToken.None)).Select(integration => integration.Name)];
    }

    private static Choice<string> AsWritten(string name) => new(name, name);

    private IReadOnlyList<string?> Notes => [File.Name, Texts["Step_ColumnsMapped", _columns.Values.Distinct().Count(), _preview.Header.Count].Value];

    private string? RefusedAt => _lookFailedAt ?? (_refusal is null ? null : MapRefusal.PlaceOf(_refusal));

    private string Mapped => string.Join(',', ImportFields.Of(Kind).Where(_columns.ContainsKey).Select(mapped => $"{_preview.Header[_columns[mapped]].Trim()}={mapped}"));

    // What maps by itself, and what is saved already, needs no saving.
    private bool MayBeSaved => _columns.Count > 0 && !string.Equals(Mapped, _proposed, StringComparison.Ordinal);

    private int? ColumnOf(string field) => _columns.TryGetValue(field, out var column) ? column : null;

    private string FieldOf(int column) =>
        string.Join(", ", _columns.Where(mapped => mapped.Value == column).Select(mapped => Texts.Field(Kind, mapped.Key)));

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

        (_saved, _proposed) = (preview.Saved, Mapped);
    }

    // Other delimiters make other columns, so the mapping is proposed anew.
    private async Task LookAgainAsync(CsvDelimiter? delimiter, string? encoding)
    {
        _lookFailedAt = delimiter == _delimiter ? "encoding" : "delimiter";
        (_delimiter, _encoding) = (delimiter, encoding);
        var options = new ImportOptions { Kind = Kind, Delimiter = delimiter, Encoding = encoding };
        if ((await imports.LookAsync(File.Path, options, Actor, CancellationToken.None)).Succeeded(out var preview, out _refusal))
        {
            _lookFailedAt = null;
            Show(preview);
        }
    }

    private async Task SaveMappingAsync()
    {
        var draft = new SavedMappingDraft(_mappingKey, Kind, _saved?.Name ?? "", _preview.Header, Mapped);
        if (await MappingDialog.SaveAsync(Dialogs, Texts, draft, Actor) is { } saved)
        {
            (_saved, _proposed, _mappingKey) = (saved, draft.Map, Guid.CreateVersion7());
            snackbar.Show(new Snack(Texts["MappingSaved", saved.Name]));
        }
    }

    private async Task RehearseAsync()
    {
        if (_isBusy)
        {
            return;
        }

        (_isBusy, _lookFailedAt) = (true, null);
        _refusal = await OnRehearse(new ImportOptions
        {
            Map = Mapped,
            Kind = Kind,
            Mode = _mode,
            Reason = _reason,
            Integration = string.IsNullOrWhiteSpace(_integration) ? null : _integration.Trim(),
            CreditNotePrefix = string.IsNullOrWhiteSpace(_creditNotePrefix) ? null : _creditNotePrefix.Trim(),
            EachRowIsAnOrder = _eachRowIsAnOrder,
            Delimiter = _delimiter,
            Encoding = _encoding,
            DateFormat = _dateFormat,
        });
        _isBusy = false;
    }

    private string? HintOf(string field) =>
        Texts[$"FieldHint_{(Kind is ImportKind.Orders ? "" : $"{Kind.ToString().ToLowerInvariant()}_")}{field}"] is { ResourceNotFound: false } hint ? hint.Value : null;

    private string? ErrorAt(string place) =>
        _refusal is not null && string.Equals(RefusedAt, place, StringComparison.Ordinal) ? Refusals.Sentence(_refusal) : null;

    private string? Invalid(string place) => ErrorAt(place) is null ? null : "true";

    private string? About(string place, bool hasHint = true) => ErrorAt(place) is not null ? $"{place}-error" : hasHint ? $"{place}-hint" : null;
}
