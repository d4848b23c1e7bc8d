using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Features.Profile.Pins;

/// <summary>
/// A guest's PIN (E-020): masked until somebody who may asks for it, and again half a minute later; beside it the button that
/// resets and sends it (E-053).
/// </summary>
public sealed partial class PinField(CustomerPins pins, SignedIn person, Snackbar snackbar, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Open = TimeSpan.FromSeconds(30);

    private Actor? _actor;
    private CustomerId? _of;
    private string? _pin;
    private Refusal? _refusal;
    private ITimer? _hiding;

    /// <summary>Whose; not registered.</summary>
    [Parameter, EditorRequired]
    public required Customer Customer { get; set; }

    /// <inheritdoc />
    public void Dispose() => _hiding?.Dispose();

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_of != Customer.Id)
        {
            _of = Customer.Id;
            Hide();
        }

        _actor = await person.ActorAsync();
    }

    private async Task ToggleAsync()
    {
        if (_pin is not null)
        {
            Hide();
            return;
        }

        if ((await pins.RevealAsync(Customer.Id, await person.ActorAsync())).Succeeded(out var pin, out _refusal))
        {
            _pin = pin;
            _hiding = time.CreateTimer(_ => _ = InvokeAsync(HideLater), null, Open, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ResetAsync()
    {
        Hide();
        if (await ResetPinDialog.OpenAsync(Dialogs, Texts, Customer))
        {
            snackbar.Show(new Snack(Texts["PinResetDone", Customer.Email ?? ""]));
        }
    }

    private void Hide()
    {
        _hiding?.Dispose();
        (_pin, _refusal, _hiding) = (null, null, null);
    }

    private void HideLater()
    {
        Hide();
        StateHasChanged();
    }
}
