using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>Puts everybody whom the list finds into a group (E-048): an import of customers whose rows come from the list.</summary>
public sealed partial class BulkGroupDialog(
    BulkDesk desk, NavigationManager navigation, DialogService dialogs, IStringLocalizer<RefusalTexts> refusals) : BulkDialog(desk, navigation, dialogs, refusals)
{
    private string? _group;

    /// <inheritdoc />
    protected override bool IsFilled => !string.IsNullOrWhiteSpace(_group);

    /// <summary>Opens it over the page.</summary>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<CustomerTexts> texts, string filter, string? found, string count) =>
        OpenAsync<BulkGroupDialog>(dialogs, texts["BulkGroup"], filter, found, count);

    /// <inheritdoc />
    protected override string? FieldOf(Refusal refusal) => refusal is GroupMissing or TextTooLong ? "bulk-group" : null;

    /// <inheritdoc />
    protected override Result<BulkOrder> Order() => new BulkGroupOrder(Filter, _group ?? "");
}
