using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Privacy;

/// <summary>"Delete": says what goes and what stays, asks for the customer's id or e-mail address, and leads to the certificate (L-027).</summary>
public sealed partial class EraseDialog(Erasures erasures, SignedIn person, NavigationManager navigation) : ComponentBase
{
    private static readonly IReadOnlyList<PersonalKind> Removed = Enum.GetValues<PersonalKind>();

    // Made when the dialog opens: a second click repeats this order.
    private readonly Guid _key = Guid.CreateVersion7();
    private ElementReference _typedField;
    private string? _typed;
    private Refusal? _refusal;
    private bool _isErasing;

    /// <summary>Who is deleted.</summary>
    [Parameter, EditorRequired]
    public required CustomerId Customer { get; set; }

    /// <summary>What the screen calls them.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    private bool IsBesideTheField => _refusal is ErasureNotConfirmed;

    /// <summary>Opens it over the page. After the deed the certificate is in front of the person.</summary>
    /// <returns>Whether the customer was deleted.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<PrivacyTexts> texts, CustomerId customer, string name) =>
        await dialogs.OpenAsync<EraseDialog>(
            texts["EraseTitle"],
            new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(Customer)] = customer, [nameof(Name)] = name },
            new DialogOptions { Width = "620px", AutoFocusFirstElement = false, CloseDialogOnEsc = true }) is true;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _typedField.FocusAsync();
        }
    }

    private void Type(string? typed) => (_typed, _refusal) = (typed, null);

    private async Task EraseAsync()
    {
        if (_isErasing)
        {
            return;
        }

        _isErasing = true;
        var erased = await erasures.EraseAsync(new ErasureOrder(_key, Customer, _typed ?? ""), await person.ActorAsync());
        _isErasing = false;
        if (erased.Succeeded(out _, out _refusal))
        {
            Dialogs.Close(true);
            navigation.NavigateTo(PrivacyAddress.Certificate(Customer));
        }
        else if (IsBesideTheField)
        {
            await _typedField.FocusAsync();
        }
    }
}
