using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Customers;

/// <summary>Adjusts the points of everybody whom the list finds: an import of points whose rows come from the list.</summary>
public sealed partial class BulkPointsDialog(
    BulkDesk desk, NavigationManager navigation, DialogService dialogs, IStringLocalizer<RefusalTexts> refusals) : BulkDialog(desk, navigation, dialogs, refusals)
{
    // Chosen once for each time the dialog opens: whoever got the points once does not get them by a second click.
    private readonly Guid _key = Guid.CreateVersion7();
    private PointsMode _mode = PointsMode.Add;
    private ReasonKind _kind = ReasonKind.Goodwill;
    private string? _points;
    private string? _validUpTo;
    private string? _reason;
    private string? _customerText;

    /// <inheritdoc />
    protected override bool IsFilled => !string.IsNullOrWhiteSpace(_reason) || !string.IsNullOrWhiteSpace(_points) || !string.IsNullOrWhiteSpace(_customerText);

    /// <summary>Opens it over the page.</summary>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<CustomerTexts> texts, string filter, string? found, string count) =>
        OpenAsync<BulkPointsDialog>(dialogs, texts["BulkPoints"], filter, found, count);

    /// <inheritdoc />
    protected override string? FieldOf(Refusal refusal) => refusal switch
    {
        NothingToAdjust or TooManyPoints or TooManyDecimals => "bulk-points",
        ValidityInThePast => "bulk-valid",
        ReasonMissing or TextTooLong => "bulk-reason",
        _ => null,
    };

    /// <inheritdoc />
    protected override Result<BulkOrder> Order() => CustomerFilterText.PointsOf(_points) is { } points
        ? new BulkPointsOrder(_key, Filter, _mode, points, _reason ?? "")
        {
            Kind = _kind,
            CustomerText = string.IsNullOrWhiteSpace(_customerText) ? null : _customerText,
            ValidUpTo = CustomerFilterText.DateOf(_validUpTo),
        }
        : new NothingToAdjust();
}
