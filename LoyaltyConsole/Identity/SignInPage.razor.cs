using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Identity;

/// <summary>Where everybody comes in. It is plain HTML: a circuit is opened only for people who are known.</summary>
public sealed partial class SignInPage(
    SignInDesk desk, SignInManager<StaffPerson> signIn, NavigationManager navigation, IStringLocalizer<ShellTexts> texts)
{
    private string? _message;

    /// <summary>Where the person wanted to go.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>What was typed.</summary>
    [SupplyParameterFromForm]
    public SignInForm? Form { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        // A cookie whose person was shut out must not send the browser back and forth.
        if (Form is null && Http.User.Identity?.IsAuthenticated is true && await signIn.ValidateSecurityStampAsync(Http.User) is not null)
        {
            navigation.NavigateTo(LocalAddress.OrStart(ReturnUrl));
        }
    }

    private async Task SignInAsync()
    {
        var (outcome, left) = await desk.TryAsync(Form?.Email ?? "", Form?.Password ?? "", Form?.Stay ?? false);
        if (outcome == SignInOutcome.SignedIn)
        {
            navigation.NavigateTo(LocalAddress.OrStart(ReturnUrl));
            return;
        }

        var minutes = (int)SignInTries.Pause.TotalMinutes;
        _message = (outcome, left) switch
        {
            (SignInOutcome.Paused, _) => texts["SignInPaused", minutes],
            (_, 1) => texts["SignInWrongLastTry", minutes],
            _ => texts["SignInWrong", left, minutes],
        };
    }

    /// <summary>The fields of the form.</summary>
    public sealed class SignInForm
    {
        /// <summary>The e-mail address.</summary>
        public string? Email { get; set; }

        /// <summary>The password.</summary>
        public string? Password { get; set; }

        /// <summary>Whether the cookie outlives the browser.</summary>
        public bool Stay { get; set; }
    }
}
