using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Identity;

/// <summary>Makes the first administrator, for whoever has the link from the server's log.</summary>
public sealed partial class SetUpPage(
    SetUpLink link, StaffDirectory directory, SignInManager<StaffPerson> signIn, NavigationManager navigation, IStringLocalizer<ShellTexts> texts)
{
    private bool _isOpen;
    private IReadOnlyList<string> _mistakes = [];

    /// <summary>The token of the link.</summary>
    [SupplyParameterFromQuery]
    public string? Token { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public SetUpForm? Form { get; set; }

    protected override void OnInitialized() => _isOpen = link.IsValid(Token);

    private async Task CreateAsync()
    {
        if (Form is not { Name.Length: > 0, Email.Length: > 0, Password.Length: > 0 } form || !link.Use(Token))
        {
            return;
        }

        var person = new StaffPerson { Name = form.Name, Email = form.Email, Culture = Languages.Current };
        var added = await directory.AddAsync(person, form.Password, StaffRole.Administrator, Actor.Console("set-up"));
        if (!added.Succeeded)
        {
            link.Return(Token!);
            _mistakes = [.. added.Errors.Select(Sentence)];
            return;
        }

        await signIn.SignInAsync(person, isPersistent: false);
        await directory.NoteSignInAsync(person);
        navigation.NavigateTo(LocalAddress.Start);
    }

    private string Sentence(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => texts["PasswordHint", FirstAdministrator.ShortestPassword],
        _ => texts["EmailNotUsable"],
    };

    /// <summary>The fields of the form.</summary>
    public sealed class SetUpForm
    {
        /// <summary>The name.</summary>
        public string? Name { get; set; }

        /// <summary>The e-mail address.</summary>
        public string? Email { get; set; }

        /// <summary>The password.</summary>
        public string? Password { get; set; }
    }
}
