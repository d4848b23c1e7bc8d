using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Radzen;

namespace LoyaltyConsole.Features.Integrations;

/// <summary>Makes a key for an integration, and shows it: once, here, and never again.</summary>
public sealed partial class NewKeyDialog(IntegrationKeys keys) : ComponentBase
{
    // Chosen once for each time the dialog opens: a second click makes no second key.
    private readonly KeySecret _secret = KeySecret.New();
    private ElementReference _first;
    private IntegrationScopes _scopes = IntegrationScopes.All;
    private string? _name;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _isMade;
    private bool? _isCopied;
    private bool _asksToLeave;

    /// <summary>Who makes it.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Asks before what was typed, or the key itself, is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    /// <summary>Opens it.</summary>
    /// <returns>Whether a key was made.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<IntegrationTexts> texts, Actor actor)
    {
        var made = await dialogs.OpenGuardedAsync<NewKeyDialog>(
            texts["CreateKey"], "560px", (nameof(Actor), actor));
        return made is true;
    }

    /// <inheritdoc />
    protected override void OnInitialized() => Guard.MayClose = MayClose;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private static bool IsAboutName(Refusal refusal) => refusal is IntegrationNameMissing or TextTooLong;

    private void Choose(IntegrationScopes scope, bool chosen) => _scopes = chosen ? _scopes | scope : _scopes & ~scope;

    private bool MayClose()
    {
        _asksToLeave = _isMade ? _isCopied is not true : !string.IsNullOrWhiteSpace(_name) && !_isSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (_isMade || _isSaving)
        {
            return;
        }

        _isSaving = true;
        var made = await keys.CreateAsync(new NewIntegrationKey(_name ?? "", _secret, _scopes), Actor);
        _isMade = made.Succeeded(out _, out _refusal);
        (_isSaving, _asksToLeave) = (false, false);
    }

    private async Task CopyAsync() => _isCopied = await Js.InvokeAsync<bool>("lc.copy", _secret.Text);
}
