using Bunit;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Console.Profile;

/// <summary>A guest's PIN on the profile (E-020, E-053, E-055, T18).</summary>
public sealed class PinTests : ProfileContext
{
    [Fact]
    public async Task E_020_the_pin_of_a_guest_is_masked_and_an_agent_cannot_have_it_shown()
    {
        var guest = await Programme.CustomerAsync(email: "gus@example.org", registered: false);

        var screen = Open(guest);

        Assert.Contains("••••", Value(screen, ".lc-dl", "PIN"), StringComparison.Ordinal);
        Assert.DoesNotContain(await Programme.PinAsync(guest), screen.Find(".lc-pin").TextContent, StringComparison.Ordinal);
        Assert.Empty(screen.FindAll("button[aria-label='Show PIN']"));
        Assert.Single(screen.FindAll("#lc-reset-pin"));
    }

    [Fact]
    public async Task E_055_and_T18_a_registered_customer_has_neither_pin_nor_button_in_the_markup()
    {
        SignIn("Petra Lang", StaffRole.Administrator);

        var screen = Open(await Programme.CustomerAsync(email: "ada@example.org"));

        Assert.Empty(screen.FindAll(".lc-pin, #lc-reset-pin, button[aria-label='Show PIN']"));
        Assert.Empty(Value(screen, ".lc-dl", "PIN"));
    }

    [Fact]
    public async Task D16_a_manager_has_it_shown_and_hidden_again_and_that_is_in_the_audit_trail()
    {
        SignIn("Petra Lang", StaffRole.Manager);
        var guest = await Programme.CustomerAsync(registered: false);
        var pin = await Programme.PinAsync(guest);
        var screen = Open(guest);

        await DoAsync(screen, () => screen.Find("button[aria-label='Show PIN']").Click());

        screen.WaitForAssertion(() => Assert.Contains(pin, screen.Find(".lc-pin").TextContent, StringComparison.Ordinal));
        Assert.Single(Programme.Query("SELECT Id FROM AuditEntries WHERE Deed = 'RevealPin'", row => row.GetInt64(0)));
        await DoAsync(screen, () => screen.Find("button[aria-label='Hide PIN']").Click());
        screen.WaitForAssertion(() => Assert.DoesNotContain(pin, screen.Find(".lc-pin").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task E_053_the_button_resets_and_sends_after_it_has_said_so()
    {
        var guest = await Programme.CustomerAsync(email: "gus@example.org", registered: false);
        var screen = Open(guest);

        await DoAsync(screen, () => screen.Find("#lc-reset-pin").Click());
        screen.WaitForAssertion(() => Assert.Contains("another PIN by e-mail to gus@example.org", screen.Find(".lc-deed").TextContent, StringComparison.Ordinal));
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("on its way to gus@example.org", screen.Markup, StringComparison.Ordinal));
        Assert.Single(Programme.Query("SELECT Id FROM Messages WHERE Template = 1", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task E_053_without_an_address_the_dialog_says_what_is_missing_and_nothing_is_reset()
    {
        var screen = Open(await Programme.CustomerAsync(registered: false));

        await DoAsync(screen, () => screen.Find("#lc-reset-pin").Click());
        screen.WaitForElement(".lc-deed");
        await SubmitAsync(screen);

        screen.WaitForAssertion(() => Assert.Contains("There is no e-mail address", screen.Find(".lc-formerr").TextContent, StringComparison.Ordinal));
        Assert.Empty(Programme.Query("SELECT Id FROM Messages", row => row.GetInt64(0)));
    }
}
