using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Outbox;

/// <summary>A guest is sent their PIN with their first order, and another one when somebody resets it (E-052, E-053).</summary>
public sealed class PinMailTests : OutboxTest
{
    private CustomerPins Pins => Programme.Get<CustomerPins>();

    [Fact]
    public async Task E_052_the_pin_is_mailed_with_the_first_order_and_not_with_the_second()
    {
        var guest = await GuestAsync();
        Assert.Empty(await OfAsync(guest));

        await Programme.OrderAsync(guest, 10m);
        await SendAsync();
        await Programme.OrderAsync(guest, 20m);
        await SendAsync();

        var letter = Assert.Single(Bag.Letters);
        Assert.Equal(("guest@example.org", await Programme.PinAsync(guest)), (letter.Address, letter.Values["pin"]));
    }

    [Fact]
    public async Task E_052_two_orders_at_once_mail_it_once()
    {
        var guest = await GuestAsync();

        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() => Programme.OrderAsync(guest, 10m, $"AT-ONCE-{number}"))));

        Assert.Single(await OfAsync(guest));
    }

    [Fact]
    public async Task E_052_an_order_that_is_refused_mails_nothing()
    {
        var guest = await GuestAsync();
        await Programme.OrderAsync(Anna, 10m, "TAKEN");

        AssertRefused(
            new OrderDiffers("TAKEN"),
            await Programme.Orders.RecordAsync(
                new NewOrder(guest, "Shop", "TAKEN", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)]), Programme.Manager));

        Assert.Empty(await OfAsync(guest));
    }

    [Fact]
    public async Task E_052_who_is_registered_or_has_no_address_or_collects_nothing_is_sent_none()
    {
        var (registered, unknown, inactive) = (await Programme.CustomerAsync(email: "ada@example.org"), await GuestAsync(email: null), await GuestAsync());
        (await Programme.Profiles.SetActiveAsync(inactive, active: false, Programme.Agent)).OrThrow();

        foreach (var customer in (CustomerId[])[registered, unknown, inactive])
        {
            await Programme.OrderAsync(customer, 10m);
        }

        Assert.Empty(await AllAsync());
        Programme.Execute($"UPDATE Customers SET Email = 'now@example.org', EmailKey = 'now@example.org' WHERE Id = {unknown}");
        await Programme.OrderAsync(unknown, 10m);
        Assert.Single(await OfAsync(unknown));
    }

    [Fact]
    public async Task E_052_a_credit_note_and_an_import_of_history_mail_nothing()
    {
        var guest = await GuestAsync();
        await ImportAsync("order_ref,email,placed_at,total\nH-1,guest@example.org,2025-11-20 10:00,20\n");

        Assert.Single(Programme.Query("SELECT Id FROM Orders", row => row.GetInt64(0)));
        Assert.Empty(await OfAsync(guest));
        await Programme.CreditNoteAsync(guest, 5m, "H-1");
        Assert.Empty(await OfAsync(guest));
    }

    [Fact]
    public async Task E_054_who_registers_before_it_leaves_is_sent_none()
    {
        var guest = await GuestAsync();
        await Programme.OrderAsync(guest, 10m);
        Programme.Execute($"UPDATE Customers SET IsRegistered = 1 WHERE Id = {guest}");

        Assert.Equal(0, (await SendAsync()).Errors);

        Assert.Empty(Bag.Letters);
        Assert.Equal((MessageState.Cancelled, MessageFault.NotNeeded), ((await OneAsync()).State, (await OneAsync()).Fault!.Value));
    }

    [Fact]
    public async Task E_053_a_reset_sends_another_pin_and_the_one_before_is_worth_nothing()
    {
        var guest = await GuestAsync();
        var before = await Programme.PinAsync(guest);
        for (var tried = 0; tried < CustomerPins.MostTries; tried++)
        {
            await Pins.VerifyAsync(guest, "wrong", Programme.Agent);
        }

        var key = Guid.CreateVersion7();
        (await Pins.ResetAsync(key, guest, Programme.Agent)).OrThrow();
        (await Pins.ResetAsync(key, guest, Programme.Agent)).OrThrow();
        await SendAsync();

        var sent = Assert.Single(Bag.Letters).Values["pin"];
        Assert.NotEqual(before, sent);
        AssertRefused(new PinWrong(), await Pins.VerifyAsync(guest, before, Programme.Agent));
        (await Pins.VerifyAsync(guest, sent, Programme.Agent)).OrThrow();
        Assert.Equal(["Eva Brandt"], Programme.Query("SELECT Actor FROM AuditEntries WHERE Deed = 'ResetPin'", row => row.GetString(0)));
    }

    [Fact]
    public async Task E_053_a_pin_that_could_reach_nobody_stays_as_it_is()
    {
        var (nowhere, erased) = (await GuestAsync(email: null), await GuestAsync());
        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), erased, erased.ToString()), Programme.Manager)).OrThrow();

        AssertRefused(new PinWithoutAddress(), await ResetAsync(nowhere, Programme.Agent));
        AssertRefused(new PinNotNeeded(), await ResetAsync(Anna, Programme.Agent));
        AssertRefused(new CustomerDeleted(), await ResetAsync(erased, Programme.Agent));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await ResetAsync(new CustomerId(99), Programme.Agent));
        AssertRefused(new NotAllowed(Capability.ResetPin), await ResetAsync(nowhere, Actor.Person("Mia", StaffRole.Marketing)));
        Assert.Empty(Programme.Query("SELECT Resets FROM CustomerPins", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task D16_a_pin_is_shown_to_managers_alone_and_every_look_is_in_the_audit_trail()
    {
        var guest = await GuestAsync();

        AssertRefused(new NotAllowed(Capability.RevealPin), await Pins.RevealAsync(guest, Programme.Agent));
        AssertRefused(new PinNotNeeded(), await Pins.RevealAsync(Anna, Programme.Manager));
        var shown = (await Pins.RevealAsync(guest, Programme.Manager)).OrThrow();
        await Pins.RevealAsync(guest, Programme.Manager);

        Assert.Equal(await Programme.PinAsync(guest), shown);
        Assert.Equal(
            [("Petra Lang", guest.Value, true), ("Petra Lang", guest.Value, true)],
            Programme.Query(
                "SELECT Actor, CustomerId, Before IS NULL AND After IS NULL FROM AuditEntries WHERE Deed = 'RevealPin'",
                row => (row.GetString(0), row.GetInt64(1), row.GetBoolean(2))));
    }

    private Task<Result<Done>> ResetAsync(CustomerId customer, Actor actor) => Pins.ResetAsync(Guid.CreateVersion7(), customer, actor);

    private async Task ImportAsync(string csv)
    {
        var (imports, path) = (Programme.Get<FileImports>(), Path.GetTempFileName());
        await File.WriteAllTextAsync(path, csv, Cancel);
        var staged = await imports.StageAsync(path, "orders.csv", new ImportOptions { Integration = "Shop" }, Programme.Manager, Cancel);
        File.Delete(path);
        (await imports.CommitAsync(staged.OrThrow().Id, Programme.Manager, Cancel)).OrThrow();
    }
}
