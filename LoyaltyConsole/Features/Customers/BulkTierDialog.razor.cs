using System.Globalization;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>Changes the level of everybody whom the list finds, or locks it (S-028, E-050): an import of levels whose rows come from the list.</summary>
public sealed partial class BulkTierDialog(
    ProgrammeBook programme, BulkDesk desk, NavigationManager navigation, DialogService dialogs, IStringLocalizer<RefusalTexts> refusals)
    : BulkDialog(desk, navigation, dialogs, refusals)
{
    private IReadOnlyList<Tier> _levels = [];
    private string? _to;
    private bool? _locks;
    private string? _until;
    private string? _note;

    /// <inheritdoc />
    protected override bool IsFilled => !string.IsNullOrEmpty(_to) || _locks is not null || !string.IsNullOrWhiteSpace(_note);

    /// <summary>Opens it over the page.</summary>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<CustomerTexts> texts, string filter, string? found, string count) =>
        OpenAsync<BulkTierDialog>(dialogs, texts["BulkTier"], filter, found, count);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() => _levels = await programme.TiersAsync(CancellationToken.None);

    /// <inheritdoc />
    protected override string? FieldOf(Refusal refusal) => refusal switch
    {
        TierUnchanged or TierNotFound => "bulk-tier",
        TierLockInThePast => "bulk-lock-until",
        TextTooLong => "bulk-note",
        _ => null,
    };

    /// <inheritdoc />
    protected override Result<BulkOrder> Order() => new BulkTierOrder(Filter)
    {
        To = long.TryParse(_to, NumberStyles.None, CultureInfo.InvariantCulture, out var tier) ? new TierId(tier) : null,
        Locks = _locks,
        LockUntil = CustomerFilterText.DateOf(_until),
        Note = _note,
    };
}
