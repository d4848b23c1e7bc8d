using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

/// <summary>Registering and editing customers .</summary>
public sealed class CustomerBookTests : LedgerTest
{
    private CustomerBook Book => Programme.Get<CustomerBook>();

    [Fact]
    public async Task R_002_a_customer_is_registered_with_an_account_and_found_by_name()
    {
        var registered = (await Book.RegisterAsync(Registration("Jan", "Novák"), Programme.Agent)).OrThrow();

        Assert.True(registered.IsNew);
        Assert.Equal(("Jan Novák", "Shop", "Member"), (registered.Card.Customer.Name, registered.Card.Integration, registered.Card.Tier));
        Assert.Equal(Points.Zero, (await Programme.FiguresAsync(registered.Card.Customer.Id)).Total);
        var page = (await Programme.Customers.ListAsync(
            new CustomerFilter { Text = "novak" }, CustomerSort.Name, descending: false, new Window(0, 10), Programme.Agent, TestContext.Current.CancellationToken)).OrThrow();
        Assert.Equal(registered.Card.Customer.Id, Assert.Single(page.Rows).Id);
    }

    [Fact]
    public async Task The_same_command_registers_one_customer()
    {
        var registration = Registration("Jan", "Novák");

        var first = (await Book.RegisterAsync(registration, Programme.Agent)).OrThrow();
        var again = (await Book.RegisterAsync(registration, Programme.Agent)).OrThrow();

        Assert.Equal((first.Card.Customer.Id, false), (again.Card.Customer.Id, again.IsNew));
    }

    [Fact]
    public async Task What_no_customer_can_have_is_refused()
    {
        var registration = Registration("Jan", "Novák");
        var tomorrow = new LocalDate(2025, 11, 29);

        Assert.Equal(new NotAllowed(Capability.EditCustomers), Refused(await Book.RegisterAsync(registration, Actor.Person("Max", StaffRole.Marketing))));
        Assert.Equal(new CustomerUnnamed(), Refused(await Book.RegisterAsync(registration with { FirstName = " ", LastName = null }, Programme.Agent)));
        Assert.Equal(new TextTooLong(200), Refused(await Book.RegisterAsync(registration with { Company = new string('x', 201) }, Programme.Agent)));
        Assert.Equal(new TextTooLong(320), Refused(await Book.RegisterAsync(registration with { RefId = new string('x', 321) }, Programme.Agent)));
        Assert.Equal(new EmailNotValid("a b@c"), Refused(await Book.RegisterAsync(registration with { Email = "a b@c" }, Programme.Agent)));
        Assert.Equal(new PhoneNotValid("none"), Refused(await Book.RegisterAsync(registration with { Phone = "none" }, Programme.Agent)));
        Assert.Equal(new BirthdayNotPossible(tomorrow), Refused(await Book.RegisterAsync(registration with { Birthday = tomorrow }, Programme.Agent)));
        Assert.Equal(new LanguageUnknown("fr"), Refused(await Book.RegisterAsync(registration with { Language = "fr" }, Programme.Agent)));
        Assert.Equal(0, Programme.Query("SELECT COUNT(*) FROM Customers", row => row.GetInt32(0))[0]);
    }

    [Fact]
    public async Task R_015_an_edit_leaves_its_trace_and_doing_it_again_leaves_none()
    {
        var ada = await Programme.CustomerAsync();
        var edit = new ProfileEdit { Phone = "+49 30 123", NameDay = (AnnualDate?)new AnnualDate(6, 24) };

        var edited = (await Book.EditAsync(ada, edit, Programme.Agent)).OrThrow();
        await Book.EditAsync(ada, edit, Programme.Agent);

        Assert.Equal((new AnnualDate(6, 24), "Ada Lovelace"), (edited.Customer.NameDay, edited.Customer.Name));
        Assert.Equal(["EditCustomer"], Programme.Query("SELECT Deed FROM AuditEntries", row => row.GetString(0)));
        Assert.Equal(new CustomerNotFound(new CustomerId(99)), Refused(await Book.EditAsync(new CustomerId(99), edit, Programme.Agent)));
    }

    [Fact]
    public async Task R_015_an_edit_on_what_somebody_else_changed_meanwhile_is_refused_and_saves_nothing()
    {
        var ada = await Programme.CustomerAsync(phone: "+49 30 1");
        var seen = BasicDetails.Of((await Book.EditAsync(ada, new ProfileEdit(), Programme.Agent)).OrThrow().Customer);
        var wanted = seen with { Group = "VIP" };

        await Book.EditAsync(ada, new ProfileEdit { Phone = "+49 30 222" }, Programme.Manager);
        var refused = await Book.EditAsync(ada, wanted.EditOf(seen), Programme.Agent);
        var now = (await Book.EditAsync(ada, new ProfileEdit(), Programme.Agent)).OrThrow().Customer;

        Assert.Equal(new DetailsChangedMeanwhile(), Refused(refused));
        Assert.Equal(("+49 30 222", null), (now.Phone, now.Group));
        var carried = wanted.CarriedOver(seen, BasicDetails.Of(now));
        Assert.Equal(["Group"], carried.DiffersIn(BasicDetails.Of(now)));
        var saved = (await Book.EditAsync(ada, carried.EditOf(BasicDetails.Of(now)), Programme.Agent)).OrThrow().Customer;
        Assert.Equal(("+49 30 222", "VIP"), (saved.Phone, saved.Group));
    }

    [Fact]
    public async Task R_015_the_same_edit_sent_again_is_no_conflict_with_itself()
    {
        var ada = await Programme.CustomerAsync();
        var seen = BasicDetails.Of((await Book.EditAsync(ada, new ProfileEdit(), Programme.Agent)).OrThrow().Customer);
        var edit = (seen with { LastName = "Byron" }).EditOf(seen);

        await Book.EditAsync(ada, edit, Programme.Agent);
        var again = (await Book.EditAsync(ada, edit, Programme.Agent)).OrThrow();

        Assert.Equal("Ada Byron", again.Customer.Name);
        Assert.Equal(["EditCustomer"], Programme.Query("SELECT Deed FROM AuditEntries", row => row.GetString(0)));
    }

    [Fact]
    public async Task What_a_shop_asks_and_reports_needs_its_scope()
    {
        var ada = await Programme.CustomerAsync();
        var stranger = Actor.Shop("Shop", new(1), IntegrationScopes.None);
        var cancel = TestContext.Current.CancellationToken;
        var enquiries = Programme.Get<CustomerEnquiries>();

        Assert.Equal(new NotAllowed(Capability.ReadCustomers), Refused(await enquiries.FindAsync(CustomerMark.Email, "a@b", stranger, cancel)));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), Refused(await enquiries.OpenAsync(ada, stranger, cancel)));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), Refused(await enquiries.BalanceAsync(ada, at: null, stranger, cancel)));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), Refused(await enquiries.HistoryAsync(ada, after: null, 10, stranger, cancel)));
        Assert.Equal(
            new NotAllowed(Capability.RequestMerges),
            Refused(await Programme.Get<MergeRequests>().SubmitAsync(new NewMergeRequest(Guid.CreateVersion7(), "a@b", "c@d", IsConfirmed: false), stranger)));
        Assert.Equal(
            new NotAllowed(Capability.RecordReferrals),
            Refused(await Programme.Get<Referrals>().RecordAsync(
                new NewReferralEvent(Guid.CreateVersion7(), "x", ReferralType.Visit, null, Programme.Clock.GetCurrentInstant()), stranger)));
    }

    [Fact]
    public async Task L_085_a_merge_request_names_two_customers_who_can_be_told_apart()
    {
        await Programme.CustomerAsync(email: "a@example.org");
        await Programme.CustomerAsync(email: "b@example.org");
        await Programme.CustomerAsync(email: "B@example.org");
        var requests = Programme.Get<MergeRequests>();
        Task<Result<MergeRequest>> Submit(string by, string @for) =>
            requests.SubmitAsync(new NewMergeRequest(Guid.CreateVersion7(), by, @for, IsConfirmed: false), Programme.Agent);

        Assert.Equal(new CustomerUnknown("c@example.org"), Refused(await Submit("a@example.org", "c@example.org")));
        Assert.Equal(new CustomerAmbiguous("b@example.org"), Refused(await Submit("a@example.org", "b@example.org")));
        Assert.Equal(new MergeWithItself(), Refused(await Submit("a@example.org", "A@example.org")));
    }

    [Fact]
    public async Task E_040_a_referral_needs_a_code_an_active_customer_and_somebody_else()
    {
        var ada = await Programme.CustomerAsync(refId: "1");
        var shop = Actor.Shop("Shop", new(1), IntegrationScopes.All);
        var now = Programme.Clock.GetCurrentInstant();
        var report = new NewReferralEvent(Guid.CreateVersion7(), new ReferralCode(ada).ToString(), ReferralType.Visit, null, now);
        var referrals = Programme.Get<Referrals>();

        Assert.Equal(new OccurredInTheFuture(), Refused(await referrals.RecordAsync(report with { OccurredAt = now + Duration.FromHours(1) }, shop)));
        Assert.Equal(new ReferralCodeUnknown("JAN2024"), Refused(await referrals.RecordAsync(report with { Code = "JAN2024" }, shop)));
        Assert.Equal(new ReferredThemselves(), Refused(await referrals.RecordAsync(report with { Referred = "1" }, shop)));
        (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Agent)).OrThrow();
        Assert.Equal(new CustomerInactive(), Refused(await referrals.RecordAsync(report, shop)));
    }

    // Of calls that wait together the others get the answer of the first inside the writer's queue.
    [Fact]
    public async Task R4_a_call_that_was_answered_meanwhile_is_not_done()
    {
        var integration = Programme.Get<IntegrationKeys>();
        var key = (await integration.CreateAsync(new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), Actor.Console("test"))).OrThrow();
        var call = new IntegrationCall(key.IntegrationId, "call-1", new byte[] { 1 });
        Result<Registered> second = default;
        await IntegrationCalls.OnceAsync(call, () => Book.RegisterAsync(Registration("Jan", "Novák"), Programme.Agent), _ => new CallAnswer(201, default));

        await IntegrationCalls.OnceAsync(
            call, async () => second = await Book.RegisterAsync(Registration("Jan", "Novák"), Programme.Agent), _ => new CallAnswer(500, default));

        Assert.Equal(new CallAnswered(), Refused(second));
        Assert.Equal(
            new IdempotencyKeyReused(),
            Refused(await IntegrationCalls.OnceAsync(
                call with { Content = new byte[] { 2 } }, () => Book.RegisterAsync(Registration("Jan", "Novák"), Programme.Agent), _ => new CallAnswer(500, default))));
    }

    private static Registration Registration(string firstName, string lastName) =>
        new(Guid.CreateVersion7(), "Shop") { FirstName = firstName, LastName = lastName };
}
