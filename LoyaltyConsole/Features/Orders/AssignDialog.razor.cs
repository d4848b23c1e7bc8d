using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Orders;

/// <summary>Says whose an unmatched order is, or which order an unmatched credit note takes back, and books it.</summary>
public sealed partial class AssignDialog(UnmatchedOrders unmatched, CustomerDirectory directory, SignedIn person) : ComponentBase, IDisposable
{
    private const int MostFound = 10;

    private readonly OnScreen _finding = new();
    private IReadOnlyList<CustomerRow> _found = [];
    private CustomerId? _chosen;
    private string _typed = "";
    private string _order = "";
    private Refusal? _refusal;
    private bool _saving;
    private bool _isNobody;

    /// <summary>The document.</summary>
    [Parameter, EditorRequired]
    public required UnmatchedRow Row { get; set; }

    private bool IsReady => Row.Type == OrderType.Order ? _chosen is not null : !string.IsNullOrWhiteSpace(_order);

    private string? Error => _refusal is null ? null : Refusals.Sentence(_refusal);

    /// <summary>Opens it, and answers what was booked; null where nothing was.</summary>
    public static async Task<OrderReceipt?> OpenAsync(DialogService dialogs, IStringLocalizer<OrderTexts> texts, UnmatchedRow row) =>
        (OrderReceipt?)await dialogs.OpenAsync<AssignDialog>(
            texts["AssignOf", row.RefId],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Row)] = row },
            new DialogOptions { Width = "520px", CloseDialogOnEsc = true });

    /// <inheritdoc />
    public void Dispose()
    {
        _finding.Dispose();
    }

    private async Task FindAsync(string text)
    {
        (_typed, _refusal) = (text, null);
        var finding = _finding.Anew();
        var result = text.Trim().Length == 0
            ? new Page<CustomerRow>([], 0)
            : await directory.ListAsync(
                new CustomerFilter { Text = text.Trim() }, CustomerSort.Id, descending: false, new Window(0, MostFound), await person.ActorAsync(), finding);
        if (finding.IsCancellationRequested)
        {
            return;
        }

        _found = result.Succeeded(out var page, out _refusal) ? page.Rows : [];
        _isNobody = _refusal is null && _found.Count == 0 && text.Trim().Length > 0;
        _chosen = _found.Count == 1 ? _found[0].Id : _found.Any(customer => customer.Id == _chosen) ? _chosen : null;
    }

    private void Choose(CustomerId customer) => (_chosen, _refusal) = (customer, null);

    private async Task SaveAsync()
    {
        if (_saving || !IsReady)
        {
            return;
        }

        _saving = true;
        var result = await unmatched.AssignAsync(Row.Id, _chosen, Row.Type == OrderType.CreditNote ? _order : null, await person.ActorAsync());
        _saving = false;
        if (result.Succeeded(out var receipt, out _refusal))
        {
            Dialogs.Close(receipt);
        }
    }
}
