using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>The PINs by which guests redeem (E-020, E-051, E-054).</summary>
public sealed class CustomerPinsTests : LedgerTest
{
    private CustomerPins Pins => Programme.Get<CustomerPins>();

    [Fact]
    public async Task E_051_only_the_guests_own_pin_is_right()
    {
        var guest = await Programme.CustomerAsync(registered: false);
        var pin = await Programme.PinAsync(guest);

        Assert.Matches("^[0-9]{4}$", pin);
        Assert.True((await Pins.VerifyAsync(guest, $" {pin} ", Programme.Agent)).Succeeded(out _, out _));
        Assert.Equal(new PinWrong(), Refused(await Pins.VerifyAsync(guest, Wrong(pin), Programme.Agent)));
        Assert.Equal(new NotAllowed(Capability.RedeemPoints), Refused(await Pins.VerifyAsync(guest, pin, Actor.Person("Max", StaffRole.Marketing))));
    }

    [Fact]
    public async Task E_054_a_registered_customer_needs_none() =>
        Assert.True((await Pins.VerifyAsync(await Programme.CustomerAsync(), "nothing", Programme.Agent)).Succeeded(out _, out _));

    [Fact]
    public async Task After_five_wrong_pins_none_is_looked_at_for_a_quarter_of_an_hour()
    {
        var guest = await Programme.CustomerAsync(registered: false);
        var pin = await Programme.PinAsync(guest);
        for (var number = 0; number < CustomerPins.MostTries; number++)
        {
            Assert.Equal(new PinWrong(), Refused(await Pins.VerifyAsync(guest, Wrong(pin), Programme.Agent)));
        }

        var until = Programme.Clock.GetCurrentInstant() + CustomerPins.Pause;
        Programme.Clock.Advance(CustomerPins.Pause - Duration.FromMilliseconds(1));
        Assert.Equal(new PinPaused(until), Refused(await Pins.VerifyAsync(guest, pin, Programme.Agent)));
        Programme.Clock.Advance(Duration.FromMilliseconds(1));
        Assert.Equal(new PinWrong(), Refused(await Pins.VerifyAsync(guest, Wrong(pin), Programme.Agent)));
        Assert.True((await Pins.VerifyAsync(guest, pin, Programme.Agent)).Succeeded(out _, out _));
    }

    [Fact]
    public async Task A_document_of_tomorrow_is_refused()
    {
        var ada = await Programme.CustomerAsync();
        var tomorrow = Programme.Clock.GetCurrentInstant() + Duration.FromDays(1) + Duration.FromMilliseconds(1);

        Assert.Equal(
            new PlacedInTheFuture(),
            Refused(await Programme.Orders.RecordAsync(new NewOrder(ada, "Shop", "1", tomorrow, [new NewPosition("A", "A", 1, 1)]), Programme.Manager)));
        Assert.Equal(
            new PlacedInTheFuture(), Refused(await Programme.Orders.RecordCreditNoteAsync(new NewCreditNote(ada, "Shop", "1", tomorrow, 1m), Programme.Manager)));
    }

    private static string Wrong(string pin) => pin is "0000" ? "0001" : "0000";
}
