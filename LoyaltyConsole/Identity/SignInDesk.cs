using Microsoft.AspNetCore.Identity;

namespace LoyaltyConsole.Identity;

/// <summary>How a try to sign in ended.</summary>
public enum SignInOutcome
{
    /// <summary>The person is in.</summary>
    SignedIn,

    /// <summary>E-mail or password is wrong, or the person may not come in; it is not said which.</summary>
    Wrong,

    /// <summary>Too many tries; nothing was looked at.</summary>
    Paused,
}

/// <summary>Lets people in, and tells a stranger neither by words nor by time whether somebody exists.</summary>
public sealed class SignInDesk(SignInManager<StaffPerson> signIn, SignInTries tries, StaffDirectory directory, IWebHostEnvironment environment)
{
    // Made once, with the same number of rounds as everybody's.
    private static string? _nobodysHash;

    public async Task<(SignInOutcome Outcome, int TriesLeft)> TryAsync(string email, string password, bool stay)
    {
        var left = await tries.TakeAsync(email);
        if (left < 0)
        {
            return (SignInOutcome.Paused, 0);
        }

        var person = await signIn.UserManager.FindByEmailAsync(email.Trim());
        if (!await IsRightAsync(person, password) || !await MayComeInAsync(person!))
        {
            return (left == 0 ? SignInOutcome.Paused : SignInOutcome.Wrong, left);
        }

        await tries.ForgetAsync(email);
        await signIn.SignInAsync(person!, stay);
        await directory.NoteSignInAsync(person!);
        return (SignInOutcome.SignedIn, left);
    }

    private async Task<bool> IsRightAsync(StaffPerson? person, string password)
    {
        if (person is not null)
        {
            return await signIn.UserManager.CheckPasswordAsync(person, password);
        }

        var nobody = new StaffPerson { Name = "", Culture = "" };
        var hasher = signIn.UserManager.PasswordHasher;
        _nobodysHash ??= hasher.HashPassword(nobody, "nobody");
        hasher.VerifyHashedPassword(nobody, _nobodysHash, password);
        return false;
    }

    private async Task<bool> MayComeInAsync(StaffPerson person) =>
        !(person.IsDemo && environment.IsProduction()) && !await signIn.UserManager.IsLockedOutAsync(person);
}
