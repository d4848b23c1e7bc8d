using System.Security.Cryptography;
using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Radzen;

namespace LoyaltyConsole.Features.Integrations.Connections;

/// <summary>Makes a connection: to what, where, into which list, with which key.</summary>
public sealed partial class NewConnectionDialog(ConnectionBook book) : ComponentBase
{
    // Chosen once for each time the dialog opens: a second click makes no second connection.
    private readonly Guid _command = Guid.CreateVersion7();
    private ElementReference _first;
    private ConnectionKind _kind = ConnectionKind.Mailchimp;
    private string? _name;
    private string? _address;
    private string? _list;
    private string? _key;
    private bool _subscribes;
    private bool _isCopied;
    private bool _isSaving;
    private bool _asksToLeave;
    private Refusal? _refusal;

    /// <summary>Who makes it.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Asks before what was typed is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private string AddressShown => _address ?? ConnectionWords.UsualAddress(_kind, _key);

    private string? BesideKey => Beside<ConnectionKeyMissing>() ?? Beside<ConnectionKeyUnusable>() ?? Beside<SigningSecretShort>();

    /// <summary>Opens it.</summary>
    /// <returns>The connection; null where none was made.</returns>
    public static async Task<Connection?> OpenAsync(DialogService dialogs, IStringLocalizer<ConnectionTexts> texts, Actor actor) =>
        await dialogs.OpenGuardedAsync<NewConnectionDialog>(texts["Add"], "600px", (nameof(Actor), actor)) as Connection;

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

    private static bool IsBesideAField(Refusal refusal) => refusal is ConnectionNameMissing or ConnectionAddressUnusable or ConnectionListMissing
        or ConnectionListUnusable or ConnectionKeyMissing or ConnectionKeyUnusable or SigningSecretShort;

    private string? Beside<T>()
        where T : Refusal => _refusal is T ? Refusals.Sentence(_refusal) : null;

    private void Choose(ChangeEventArgs change)
    {
        _kind = Enum.Parse<ConnectionKind>((string)change.Value!);

        // Nobody thinks a good secret up.
        (_key, _address, _refusal) = (_kind == ConnectionKind.Webhook ? RandomNumberGenerator.GetHexString(48, lowercase: true) : null, null, null);
    }

    private void Type(ChangeEventArgs change) => _address = (string?)change.Value;

    private bool MayClose()
    {
        _asksToLeave = !_isSaving && !(string.IsNullOrWhiteSpace(_name) && string.IsNullOrWhiteSpace(_address) && string.IsNullOrWhiteSpace(_list));
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        var order = new NewConnection(
            _command, _kind, new ConnectionTerms(_name ?? "", AddressShown, _subscribes && _kind != ConnectionKind.Webhook), _list, _key ?? "");
        if ((await book.CreateAsync(order, Actor)).Succeeded(out var made, out _refusal))
        {
            Dialogs.Close(made);
            return;
        }

        _isSaving = false;
    }

    private async Task CopyAsync() => _isCopied = await Js.InvokeAsync<bool>("lc.copy", _key);
}
