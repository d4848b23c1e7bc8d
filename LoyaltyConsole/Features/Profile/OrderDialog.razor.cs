using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Profile;

/// <summary>An order or credit note with both addresses and its positions (L-053 to L-055).</summary>
public sealed partial class OrderDialog(OrderHistory history, SignedIn person) : ComponentBase, IDisposable
{
    private readonly OnScreen _onScreen = new();
    private OrderDetails? _details;
    private Refusal? _refusal;

    /// <summary>Which order.</summary>
    [Parameter, EditorRequired]
    public required OrderId Id { get; set; }

    /// <summary>Opens it over the page.</summary>
    /// <param name="dialogs">Where it opens.</param>
    /// <param name="texts">Its words.</param>
    /// <param name="id">Which order.</param>
    /// <param name="refId">Its reference, where the caller knows it.</param>
    public static Task OpenAsync(DialogService dialogs, IStringLocalizer<ProfileTexts> texts, OrderId id, string? refId) =>
        dialogs.OpenAsync<OrderDialog>(
            texts["OrderTitle", refId ?? id.ToString()],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Id)] = id },
            new DialogOptions { Width = "820px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true });

    /// <inheritdoc />
    public void Dispose()
    {
        _onScreen.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync() =>
        (await history.OpenAsync(Id, await person.ActorAsync(), _onScreen.Token)).Succeeded(out _details, out _refusal);

    private string Subtitle(OrderDetails details) => string.Join(" · ",
    [
        Words.Word(details.Order.Type), Texts["OrderNumber", details.Order.Id], details.Integration, Display.DateTime(details.Order.PlacedAt),
        .. details.OriginalRefId is { } original ? [Texts["TakesBack", original]] : Array.Empty<string>(),
    ]);

    private Money LineTotal(OrderPosition line) =>
        Money.Of(line.Quantity / 10_000m * (line.UnitPrice / 10_000m), _details!.Order.Currency);
}
