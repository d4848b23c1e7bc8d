using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Identity;

/// <summary>Where somebody who was added chooses their password, so that nobody else ever knows it.</summary>
public sealed partial class JoinPage(
    StaffDirectory directory, SignInManager<StaffPerson> signIn, NavigationManager navigation, IStringLocalizer<ShellTexts> texts)
{
    private StaffPerson? _invited;
    private bool _isRefused;

    /// <summary>Whose link it is.</summary>
    [SupplyParameterFromQuery]
    public string? Person { get; set; }

    /// <summary>What proves it.</summary>
    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public JoinForm? Form { get; set; }

    protected override async Task OnInitializedAsync() => _invited = await directory.InvitedAsync(Person, Token);

    private async Task JoinAsync()
    {
        (_invited, var isTaken) = await directory.JoinAsync(Person, Token, Form?.Password ?? "");
        _isRefused = !isTaken;
        if (_invited is not null && isTaken)
        {
            await signIn.SignInAsync(_invited, isPersistent: false);
            await directory.NoteSignInAsync(_invited);
            navigation.NavigateTo(LocalAddress.Start);
        }
    }

    /// <summary>The fields of the form.</summary>
    public sealed class JoinForm
    {
        /// <summary>The password.</summary>
        public string? Password { get; set; }
    }
}
