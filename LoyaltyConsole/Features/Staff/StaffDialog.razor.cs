using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Radzen;

namespace LoyaltyConsole.Features.Staff;

/// <summary>Adds a person and shows their link, once; or changes somebody's name and role.</summary>
public sealed partial class StaffDialog(StaffDirectory directory) : ComponentBase
{
    private ElementReference _first;
    private string _name = "";
    private string _email = "";
    private string _phone = "";
    private string _role = StaffRole.Agent;
    private StaffLink? _link;
    private Refusal? _refusal;
    private bool _isSaving;
    private bool _asksToLeave;

    /// <summary>Who is changed; null to add somebody.</summary>
    [Parameter]
    public StaffRow? Row { get; set; }

    /// <summary>Who does it.</summary>
    [Parameter, EditorRequired]
    public required Actor Actor { get; set; }

    /// <summary>Asks before what was typed, or the link, is lost.</summary>
    [Parameter, EditorRequired]
    public required LeaveGuard Guard { get; set; }

    private bool IsChanged => Row is null
        ? _name.Trim().Length + _email.Trim().Length + _phone.Trim().Length > 0
        : !string.Equals(_name, Row.Name, StringComparison.Ordinal) || !string.Equals(_role, Row.Role, StringComparison.Ordinal)
            || !string.Equals(_phone, Row.Phone ?? "", StringComparison.Ordinal);

    private string? RoleHint => Row switch
    {
        { IsSelf: true } => Texts["RoleOwn"],
        not null when !string.Equals(_role, Row.Role, StringComparison.Ordinal) => Texts["RoleChanged"],
        _ => Texts[$"RoleHint_{_role}"],
    };

    /// <summary>Opens it over the page.</summary>
    /// <returns>Whether somebody was added or changed.</returns>
    public static async Task<bool> OpenAsync(DialogService dialogs, IStringLocalizer<StaffTexts> texts, StaffRow? row, Actor actor) =>
        await dialogs.OpenGuardedAsync<StaffDialog>(
            texts[row is null ? "Add" : "Edit"], "560px", (nameof(Row), row), (nameof(Actor), actor)) is true;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Guard.MayClose = MayClose;
        if (Row is not null)
        {
            (_name, _email, _role, _phone) = (Row.Name, Row.Email, Row.Role, Row.Phone ?? "");
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _first.FocusAsync();
        }
    }

    private static bool IsAboutName(Refusal refusal) => refusal is StaffNameMissing or TextTooLong;

    private static bool IsAboutEmail(Refusal refusal) => refusal is EmailNotValid or StaffEmailTaken;

    private static bool IsAboutRole(Refusal refusal) => refusal is StaffRoleMissing or OwnAccess or LastAdministrator;

    private static bool IsBesideAField(Refusal refusal) => IsAboutName(refusal) || IsAboutEmail(refusal) || IsAboutRole(refusal);

    private string? Error(Func<Refusal, bool> isAbout) => _refusal is not null && isAbout(_refusal) ? Refusals.Sentence(_refusal) : null;

    private bool MayClose()
    {
        _asksToLeave = IsChanged && !_isSaving;
        _ = InvokeAsync(StateHasChanged);
        return !_asksToLeave;
    }

    private async Task SaveAsync()
    {
        if (_isSaving || _link is not null)
        {
            return;
        }

        (_isSaving, _asksToLeave) = (true, false);
        try
        {
            if (Row is null)
            {
                (await directory.AddAsync(new NewStaff(_name, _email, _role, Languages.Current) { Phone = _phone }, Actor)).Succeeded(out _link, out _refusal);
            }
            else if ((await directory.EditAsync(Row.Id, _name, _role, _phone, Actor)).Succeeded(out _, out _refusal))
            {
                Dialogs.Close(true);
            }
        }
        finally
        {
            _isSaving = false;
        }
    }
}
