using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Core.Merging;

/// <summary>Accounts that are probably one person's (X4).</summary>
public sealed class MergeSuggestionTests : MergeTest
{
    [Fact]
    public async Task X4_the_same_address_or_number_however_it_is_written_suggests_a_merge()
    {
        var guest = await Programme.CustomerAsync("A. Keller", "ANNA@example.org", registered: false);
        var (phone, spelt) = (await Programme.CustomerAsync("Bo", phone: "+49 30 123456"), await Programme.CustomerAsync("Bodo", phone: "030 / 12 34 56"));

        Assert.Equal([(Anna, guest, MergeLikeness.Email), (phone, spelt, MergeLikeness.Phone)], await PairsAsync());
    }

    [Fact]
    public async Task X4_namesakes_are_suggested_only_where_they_live_together()
    {
        await OrderToAsync(Anna, "O-1", "Domstr. 1");
        await OrderToAsync(Other, "O-2", "Ringstr. 7");
        Assert.Empty(await PairsAsync());

        await OrderToAsync(Other, "O-3", "domstr. 1 ");

        Assert.Equal([(Anna, Other, MergeLikeness.NameAndAddress)], await PairsAsync());
    }

    [Fact]
    public async Task X4_a_registered_account_is_proposed_to_stay_whichever_is_older()
    {
        var guest = await Programme.CustomerAsync("Bo", "bo@example.org", registered: false);
        var registered = await Programme.CustomerAsync("Bo", "bo@example.org");

        Assert.Equal([(registered, guest, MergeLikeness.Email)], await PairsAsync());
    }

    [Fact]
    public async Task X4_what_was_asked_for_or_rejected_is_not_suggested_again()
    {
        var twin = await Programme.CustomerAsync("Anna Keller", "anna@example.org");

        var request = (await Requests.SubmitAsync(Guid.CreateVersion7(), twin, Anna, Programme.Agent)).OrThrow();
        Assert.Empty(await PairsAsync());
        (await Requests.RejectAsync(request.Id, Guid.CreateVersion7(), "Mother and daughter", Programme.Manager)).OrThrow();

        Assert.Empty(await PairsAsync());
    }

    [Fact]
    public async Task L_080_a_request_for_two_accounts_without_addresses_is_refused_only_where_there_is_no_account()
    {
        var nameless = await Programme.CustomerAsync("Bo");
        AssertRefused(new NotAllowed(Capability.RequestMerges), await Requests.SubmitAsync(Guid.CreateVersion7(), Anna, nameless, Actor.Person("Mia", StaffRole.Marketing)));
        AssertRefused(new NotAllowed(Capability.RequestMerges), await Programme.Get<MergeSuggestions>().ListAsync(Actor.Person("Mia", StaffRole.Marketing), TestContext.Current.CancellationToken));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await Requests.SubmitAsync(Guid.CreateVersion7(), Anna, new CustomerId(99), Programme.Agent));
        AssertRefused(new MergeWithItself(), await Requests.SubmitAsync(Guid.CreateVersion7(), Anna, Anna, Programme.Agent));

        var request = (await Requests.SubmitAsync(Guid.CreateVersion7(), Anna, nameless, Programme.Agent)).OrThrow();
        (await Merges.ApproveAsync(await ApprovalAsync(request.Id, new MergeChoices { IsConfirmed = true }), Programme.Manager)).OrThrow();

        AssertRefused(new CustomerDeleted(), await Requests.SubmitAsync(Guid.CreateVersion7(), Anna, nameless, Programme.Agent));
    }

    private async Task OrderToAsync(CustomerId customer, string refId, string street) => (await Programme.Orders.RecordAsync(
        new NewOrder(customer, "Shop", refId, Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)])
        {
            Billing = Address.None with { Street = street, PostalCode = "50667" },
        },
        Programme.Manager)).OrThrow();

    private async Task<IEnumerable<(CustomerId, CustomerId, MergeLikeness)>> PairsAsync()
    {
        var found = (await Programme.Get<MergeSuggestions>().ListAsync(Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();
        return found.Select(pair => (pair.Main.Id, pair.Other.Id, pair.Likeness)).ToList();
    }
}
