using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Radzen;

namespace LoyaltyConsole.Features.Exports;

/// <summary>What a page offers to export, as it is shown there.</summary>
/// <param name="Kind">What.</param>
internal sealed record WantedExport(ExportKind Kind)
{
    /// <summary>The list's filter, as its address writes it; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The same in words.</summary>
    public string? Words { get; init; }

    /// <summary>The shown columns by the names of the file; empty where the page has none to choose from.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>By what the list is sorted.</summary>
    public CustomerSort Sort { get; init; } = CustomerSort.Id;

    /// <summary>Whether the largest comes first.</summary>
    public bool Descending { get; init; }
}

/// <summary>Asks for whom and why, and hands the file to the browser (S-003, E-015, target S13).</summary>
public sealed partial class ExportDialog(ExportBook exports, SignedIn person, IJSRuntime js) : ComponentBase
{
    // Chosen once for each time the dialog opens: a second click asks for no second file.
    private readonly Guid _key = Guid.CreateVersion7();
    private ExportFormat _format = ExportFormat.Own;
    private bool _all;
    private bool _allColumns;
    private DateOnly? _from;
    private DateOnly? _to;

    /// <summary>What is offered.</summary>
    [Parameter, EditorRequired]
    public required object Offer { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private WantedExport Wanted => (WantedExport)Offer;

    private ExportLimits Limits => exports.Limits;

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether a file is on its way.</returns>
    internal static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<ExportTexts> texts, WantedExport wanted) =>
        await dialogs.OpenGuardedAsync<ExportDialog>(texts[$"Title_{wanted.Kind}"], "560px", (nameof(Offer), wanted)) is true;

    private async Task<Refusal?> ExportAsync(string reason)
    {
        if ((await exports.RequestAsync(Order(reason), await person.ActorAsync())).Succeeded(out var export, out var refusal))
        {
            await js.InvokeVoidAsync("lc.download", ExportAddress.Of(export));
        }

        return refusal;
    }

    private ExportOrder Order(string reason) => new(_key, Wanted.Kind, reason)
    {
        Format = _format,
        Filter = Wanted.Kind is ExportKind.Transactions or ExportKind.Ledger ? Days() : _all ? "" : Wanted.Filter,
        Columns = _format is ExportFormat.Own && !_allColumns ? Wanted.Columns : [],
        Sort = Wanted.Sort,
        Descending = Wanted.Descending,
    };

    private string Days() => string.Join('&', new[] { Day("from", _from), Day("to", _to) }.OfType<string>());

    private static string? Day(string name, DateOnly? day) => day is { } known ? $"{name}={known:O}" : null;
}
