using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace LoyaltyConsole.Features.Exports;

/// <summary>What left the programme as a file, the latest first, and the buttons for more.</summary>
public sealed partial class ExportList(ExportBook exports, FaultLog faults, NavigationManager navigation, IClock clock, FeatureSet features) : ComponentBase, IDisposable
{
    private readonly PageLoad<Export> _load = new(faults);
    private TableState _state = new("");
    private TableState? _shown;
    private bool _isNarrow;

    /// <summary>Who looks.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    // Segments and the audit log have pages of their own, from which they are exported.
    private IReadOnlyList<ExportKind> Offered { get; } =
    [
        ExportKind.Customers, ExportKind.Transactions, ExportKind.Ledger, ExportKind.Orders,
        .. features.Has(Feature.Segments) ? [ExportKind.Segments] : Array.Empty<ExportKind>(),
    ];

    private int Number => _load.Page is null ? _state.Page : (_load.Window.Skip / _load.Window.Take) + 1;

    /// <inheritdoc />
    public void Dispose() => _load.Dispose();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        _state = TableState.Of(navigation.Uri, "");
        if (_shown == _state)
        {
            return Task.CompletedTask;
        }

        _shown = _state;
        return ReadAsync();
    }

    private static string KindOf(ExportState state) => state switch
    {
        ExportState.Done => "active",
        ExportState.CutOff => "discarded",
        _ => "inactive",
    };

    private async Task ReadAsync()
    {
        var window = _state.Window;
        await _load.ReadAsync(window, wanted => exports.ListAsync(window, Actor, wanted));
    }

    private void Show(TableState state) => navigation.NavigateTo(state.Address(navigation));

    private string What(Export export) => export.Format is ExportFormat.Own
        ? Texts[$"Kind_{export.Kind}"]
        : $"{Texts[$"Kind_{export.Kind}"]} · {Texts[$"Format_{export.Format}"]}";

    private string Filter(Export export) => string.Join(", ", new[]
    {
        string.IsNullOrEmpty(export.Filter) ? Texts["AllRows"].Value : export.Filter.Replace("\n", ", ", StringComparison.Ordinal),
        export.At is { } at ? Texts["AsOf", Display.DateTime(at)].Value : null,
    }.OfType<string>());

    // Nobody fetches it any more.
    private ExportState StateOf(Export export) =>
        export.State is ExportState.Requested && export.RequestedAt + ExportBook.Patience <= clock.GetCurrentInstant()
            ? ExportState.CutOff
            : export.State;
}
