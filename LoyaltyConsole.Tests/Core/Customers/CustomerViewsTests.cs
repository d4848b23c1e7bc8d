using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>The overview as a tool: views that are kept and shared, days that move along, and the next customer in the list.</summary>
public sealed class CustomerViewsTests : LedgerTest
{
    private static readonly Actor _mia = Actor.Person("Mia Koch", StaffRole.Marketing);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CustomerViews Views => Programme.Get<CustomerViews>();

    [Fact]
    public async Task A_view_is_seen_by_whoever_saved_it_and_by_all_when_it_is_shared()
    {
        await SaveAsync("Mine", "q=M%C3%BCller%20%26%20Co&status=active");
        await SaveAsync("Ours", "locked=yes", shared: true);

        Assert.Equal([("Mine", true), ("Ours", true)], (await ListAsync(_mia)).Select(view => (view.Name, view.IsMine)));
        Assert.Equal([("Ours", false)], (await ListAsync(Programme.Agent)).Select(view => (view.Name, view.IsMine)));
        var mine = (await ListAsync(_mia))[0];
        Assert.Equal(("q=M%C3%BCller%20%26%20Co&status=active", "Müller & Co"), (mine.Query, mine.Filter.Text));
    }

    [Fact]
    public async Task The_same_name_again_replaces_ones_own_view_and_never_a_colleagues()
    {
        await SaveAsync("Ours", "locked=yes", shared: true);
        await SaveAsync("Ours", "locked=no", shared: true);

        Assert.Equal("locked=no", Assert.Single(await ListAsync(_mia)).Query);
        AssertRefused(new ViewNameTaken("Ours"), await Views.SaveAsync(new(Guid.CreateVersion7(), "Ours", "", IsShared: true), Programme.Agent));
        (await Views.SaveAsync(new(Guid.CreateVersion7(), "Ours", "", IsShared: false), Programme.Agent)).OrThrow();
        Assert.Equal(2, (await ListAsync(Programme.Agent)).Count);
    }

    [Fact]
    public async Task A_view_needs_a_name_of_some_length_and_there_are_not_too_many()
    {
        AssertRefused(new ViewNameMissing(), await Views.SaveAsync(new(Guid.CreateVersion7(), " ", "", IsShared: false), _mia));
        AssertRefused(new TextTooLong(60), await Views.SaveAsync(new(Guid.CreateVersion7(), new string('x', 61), "", IsShared: false), _mia));
        for (var number = 0; number < CustomerViews.Most; number++)
        {
            await SaveAsync($"View {number}", "");
        }

        AssertRefused(new TooManyViews(30), await Views.SaveAsync(new(Guid.CreateVersion7(), "One more", "", IsShared: false), _mia));
        await SaveAsync("View 3", "locked=yes");
    }

    [Fact]
    public async Task Only_its_owner_deletes_a_view_or_whoever_sets_the_rules_a_shared_one()
    {
        var (mine, ours) = (await SaveAsync("Mine", ""), await SaveAsync("Ours", "", shared: true));

        AssertRefused(new ViewNotFound(), await Views.DeleteAsync(ours.Id, Programme.Agent));
        AssertRefused(new ViewNotFound(), await Views.DeleteAsync(mine.Id, Actor.Person("Ida", StaffRole.Administrator)));
        (await Views.DeleteAsync(ours.Id, Actor.Person("Ida", StaffRole.Administrator))).OrThrow();
        (await Views.DeleteAsync(mine.Id, _mia)).OrThrow();

        Assert.Empty(await ListAsync(_mia));
    }

    [Fact]
    public async Task T23_a_view_that_searches_for_somebody_goes_with_them()
    {
        var ada = await Programme.CustomerAsync("Ada Lovelace", "ada@example.org");
        await SaveAsync("Caller", "q=ada%40example.org");
        await SaveAsync("Locked", "locked=yes");

        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), ada, ada.ToString()), Programme.Manager)).OrThrow();

        Assert.Equal("Locked", Assert.Single(await ListAsync(_mia)).Name);
    }

    [Fact]
    public async Task Days_are_counted_from_today_whenever_the_list_is_read()
    {
        await Programme.CustomerAsync("Ada");
        Programme.Clock.Advance(Duration.FromDays(6));
        await Programme.CustomerAsync("Bob");

        Assert.Equal(["Ada", "Bob"], await NamesAsync("within=7"));
        Assert.Equal(["Ada", "Bob"], await NamesAsync("modified=7"));
        Programme.Clock.Advance(Duration.FromDays(1));
        Assert.Equal(["Bob"], await NamesAsync("within=7"));
        Assert.Equal(["Bob"], await NamesAsync("modified=7"));
    }

    [Fact]
    public async Task Points_that_run_out_soon_are_those_of_the_profiles_figure()
    {
        var now = Programme.Clock.GetCurrentInstant();
        foreach (var (name, days) in new[] { ("Ada", 30), ("Bob", 31), ("Cy", 1) })
        {
            await Programme.LotAsync(await Programme.CustomerAsync(name), 10, validUntil: now + Duration.FromDays(days));
        }

        await Programme.CustomerAsync("Nobody");
        await Programme.RedeemAsync(new CustomerId(3), 10);

        Assert.Equal(["Ada"], await NamesAsync("expiring=30"));
        Assert.Equal(["Ada", "Bob"], await NamesAsync("expiring=31"));
    }

    [Fact]
    public async Task Each_view_says_how_many_it_finds()
    {
        var ada = await Programme.CustomerAsync("Ada");
        await Programme.CustomerAsync("Bob");
        (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager)).OrThrow();

        var counts = (await Programme.Customers.CountAsync([new(), CustomerFilterText.Read("locked=yes"), CustomerFilterText.Read("q=nobody")], _mia, Cancel)).OrThrow();

        Assert.Equal([2, 1, 0], counts.Select(page => page.Count));
        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Programme.Customers.CountAsync([new()], Actor.Person("Nobody"), Cancel));
    }

    [Fact]
    public async Task From_a_customer_one_goes_on_to_the_next_of_the_list_past_deleted_ones_and_finds_them_when_it_moved()
    {
        var people = new List<CustomerId>();
        foreach (var name in new[] { "Ada", "Bob", "Cy", "Dan" })
        {
            people.Add(await Programme.CustomerAsync(name));
        }

        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), people[1], people[1].ToString()), Programme.Manager)).OrThrow();
        var ada = await PlaceAsync(people[0], 1);
        Assert.Equal((1, 4, null, people[2], 3), (ada.Place, ada.List.Count, ada.Previous?.Customer, ada.Next?.Customer, ada.Next?.Place));

        await Programme.CustomerAsync("Eve");
        var cy = await PlaceAsync(people[2], 3, descending: true);
        Assert.Equal((3, people[3], people[0]), (cy.Place, cy.Previous?.Customer, cy.Next?.Customer));
        Assert.Null((await PlaceAsync(people[0], 2, descending: true)).Next);
        AssertRefused(new CustomerNotFound(people[0]), await Programme.Customers.PlaceAsync(
            CustomerFilterText.Read("locked=yes"), CustomerSort.Id, descending: false, people[0], 1, Programme.Agent, Cancel));
    }

    private async Task<CustomerPlace> PlaceAsync(CustomerId customer, int place, bool descending = false) =>
        (await Programme.Customers.PlaceAsync(new(), CustomerSort.Id, descending, customer, place, Programme.Agent, Cancel)).OrThrow();

    private async Task<CustomerView> SaveAsync(string name, string query, bool shared = false) =>
        (await Views.SaveAsync(new(Guid.CreateVersion7(), name, query, shared), _mia)).OrThrow();

    private async Task<IReadOnlyList<CustomerView>> ListAsync(Actor actor) => (await Views.ListAsync(actor, Cancel)).OrThrow();

    private async Task<IEnumerable<string?>> NamesAsync(string filter) =>
        (await Programme.Customers.ListAsync(CustomerFilterText.Read(filter), CustomerSort.Id, descending: false, new Window(0, 10), Programme.Agent, Cancel))
            .OrThrow().Rows.Select(row => row.Name);
}
