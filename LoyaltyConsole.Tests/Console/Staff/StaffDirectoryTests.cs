using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Console.Staff;

/// <summary>Who may come in, and what nobody may do to themselves or to the last administrator.</summary>
public sealed class StaffDirectoryTests : IAsyncLifetime
{
    private Programme? _programme;
    private StaffOffice? _office;
    private string _kim = "";

    private Programme Programme => _programme!;

    private StaffOffice Office => _office!;

    private StaffDirectory Staff => Office.Directory;

    private Actor Kim => StaffOffice.Actor(_kim, "Kim Vogt", StaffRole.Administrator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _programme = await Programme.CreateAsync();
        _office = await StaffOffice.OpenAsync(Programme.ConnectionString, Programme.Clock);
        _kim = await Office.EmployAsync("Kim Vogt", StaffRole.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        await Office.DisposeAsync();
        await Programme.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_added_chooses_their_own_password_by_a_link_that_works_once()
    {
        var link = (await Staff.AddAsync(new NewStaff(" Eva O'Brandt ", "eva.o'brandt@staff.example", StaffRole.Agent, "de"), Kim)).OrThrow();
        Assert.Equal(StaffState.Invited, (await RowAsync("Eva O'Brandt")).State);

        Assert.False((await Staff.JoinAsync(link.Id, link.Token, "short")).IsTaken);
        var joined = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Staff.JoinAsync(link.Id, link.Token, "quite long enough"))));

        Assert.Single(joined, one => one.IsTaken);
        Assert.Null(await Staff.InvitedAsync(link.Id, link.Token));
        Assert.Null(await Staff.InvitedAsync(_kim, link.Token));
        Assert.Null(await Staff.InvitedAsync(link.Id, "%%"));
        var row = await RowAsync("Eva O'Brandt");
        Assert.Equal((StaffState.Active, StaffRole.Agent, "eva.o'brandt@staff.example"), (row.State, row.Role, row.Email));
        Assert.Equal(["AddStaff by Kim Vogt", "SetUpStaff by Eva O'Brandt"], Trail());
    }

    [Fact]
    public async Task A_new_link_ends_the_earlier_one_and_a_disabled_person_gets_none()
    {
        var first = (await Staff.AddAsync(new NewStaff("Eva Brandt", "eva@staff.example", StaffRole.Agent, "en"), Kim)).OrThrow();

        var second = (await Staff.NewLinkAsync(first.Id, Kim)).OrThrow();
        Assert.Null(await Staff.InvitedAsync(first.Id, first.Token));
        Assert.NotNull(await Staff.InvitedAsync(second.Id, second.Token));

        (await Staff.DisableAsync(first.Id, Kim)).OrThrow();
        Assert.Null(await Staff.InvitedAsync(second.Id, second.Token));
        AssertRefused<StaffDisabled, StaffLink>(await Staff.NewLinkAsync(first.Id, Kim));
    }

    [Fact]
    public async Task What_cannot_be_a_person_is_refused()
    {
        AssertRefused<StaffNameMissing, StaffLink>(await AddAsync("  ", "eva@staff.example"));
        AssertRefused<TextTooLong, StaffLink>(await AddAsync(new string('x', StaffPerson.NameLength + 1), "eva@staff.example"));
        foreach (var email in new[] { "", "eva", "eva @staff.example", "eva@", new string('x', 260) + "@staff.example" })
        {
            AssertRefused<EmailNotValid, StaffLink>(await AddAsync("Eva Brandt", email));
        }

        AssertRefused<StaffRoleMissing, StaffLink>(await Staff.AddAsync(new NewStaff("Eva Brandt", "eva@staff.example", "King", "en"), Kim));
        AssertRefused<StaffEmailTaken, StaffLink>(await AddAsync("Kim Two", " KIM@staff.example"));
        AssertRefused<StaffNameMissing, Done>(await Staff.EditAsync(_kim, " ", StaffRole.Administrator, null, Kim));
        AssertRefused<StaffRoleMissing, Done>(await Staff.EditAsync(_kim, "Kim", "King", null, Kim));
        AssertRefused<StaffNotFound, Done>(await Staff.EnableAsync("nobody", Kim));
        Assert.Empty(Trail());
        Assert.Single((await Staff.ListAsync(Kim, Cancel)).OrThrow());
    }

    [Fact]
    public async Task Nobody_disables_or_demotes_themselves_but_may_change_their_name()
    {
        await Office.EmployAsync("Lea Roth", StaffRole.Administrator);

        AssertRefused<OwnAccess, Done>(await Staff.DisableAsync(_kim, Kim));
        AssertRefused<OwnAccess, Done>(await Staff.EditAsync(_kim, "Kim Vogt", StaffRole.Agent, null, Kim));
        (await Staff.EditAsync(_kim, "Kim Vogt-Roth", StaffRole.Administrator, null, Kim)).OrThrow();

        var row = await RowAsync("Kim Vogt-Roth");
        Assert.Equal((StaffState.Active, StaffRole.Administrator, true), (row.State, row.Role, row.IsSelf));
    }

    [Fact]
    public async Task The_last_administrator_who_can_sign_in_stays()
    {
        // Added, but without a password; and one who was disabled: neither could take over.
        var invited = (await Staff.AddAsync(new NewStaff("Lea Roth", "lea@staff.example", StaffRole.Administrator, "en"), Kim)).OrThrow().Id;
        var former = await Office.EmployAsync("Max Ott", StaffRole.Administrator);
        (await Staff.DisableAsync(former, Kim)).OrThrow();
        var max = StaffOffice.Actor(former, "Max Ott", StaffRole.Administrator);

        AssertRefused<LastAdministrator, Done>(await Staff.DisableAsync(_kim, max));
        AssertRefused<LastAdministrator, Done>(await Staff.EditAsync(_kim, "Kim Vogt", StaffRole.Manager, null, max));
        (await Staff.DisableAsync(invited, Kim)).OrThrow();
    }

    [Fact]
    public async Task Of_two_administrators_who_disable_one_another_at_the_same_instant_one_stays()
    {
        var lea = await Office.EmployAsync("Lea Roth", StaffRole.Administrator);

        await Task.WhenAll(
            Task.Run(() => Staff.DisableAsync(lea, Kim), Cancel),
            Task.Run(() => Staff.DisableAsync(_kim, StaffOffice.Actor(lea, "Lea Roth", StaffRole.Administrator)), Cancel));

        Assert.Single((await Staff.ListAsync(Kim, Cancel)).OrThrow(), row => row.State == StaffState.Active);
    }

    [Fact]
    public async Task Each_change_stands_in_the_audit_trail_once_however_often_it_is_sent()
    {
        var eva = await Office.EmployAsync("Eva Brandt", StaffRole.Agent);
        await Office.MistypeAsync("eva@staff.example");
        Assert.Equal(Programme.Clock.GetCurrentInstant() + SignInTries.Pause, (await RowAsync("Eva Brandt")).PausedUntil);

        foreach (var deed in new Func<Task<Result<Done>>>[]
        {
            () => Staff.LiftPauseAsync(eva, Kim), () => Staff.EditAsync(eva, "Eva Brandt", StaffRole.Manager, null, Kim),
            () => Staff.DisableAsync(eva, Kim), () => Staff.EnableAsync(eva, Kim),
        })
        {
            (await deed()).OrThrow();
            (await deed()).OrThrow();
        }

        (await Staff.SignOutEverywhereAsync(eva, Kim)).OrThrow();

        Assert.Equal(["LiftStaffPause", "EditStaff", "DisableStaff", "EnableStaff", "SignOutStaff"], Trail().Select(line => line.Split(' ')[0]));
        Assert.Equal(
            ("Eva Brandt (eva@staff.example), Agent", "Eva Brandt (eva@staff.example), Manager"),
            Programme.Query("SELECT Before, After FROM AuditEntries WHERE Deed = 'EditStaff'", row => (row.GetString(0), row.GetString(1)))[0]);
        Assert.Equal((null, StaffState.Active), ((await RowAsync("Eva Brandt")).PausedUntil, (await RowAsync("Eva Brandt")).State));
    }

    [Fact]
    public async Task Demo_people_stay_outside_in_production_and_count_for_nothing_there()
    {
        await Staff.EnsureDemoPeopleAsync();
        await using var production = await StaffOffice.OpenAsync(Programme.ConnectionString, Programme.Clock, "Production");
        var karel = (await production.Directory.ListAsync(Kim, Cancel)).OrThrow().Single(row => row.IsDemo && row.Role is StaffRole.Administrator);

        Assert.Equal(StaffState.StaysOut, karel.State);
        AssertRefused<DemoPersonStaysOut, StaffLink>(await production.Directory.NewLinkAsync(karel.Id, Kim));
        AssertRefused<LastAdministrator, Done>(
            await production.Directory.DisableAsync(_kim, StaffOffice.Actor(karel.Id, karel.Name, StaffRole.Administrator)));
    }

    [Theory]
    [InlineData(StaffRole.Agent)]
    [InlineData(StaffRole.Marketing)]
    [InlineData(StaffRole.Manager)]
    public async Task S2_only_administrators_may(string role)
    {
        var actor = Actor.Person("Robin", role);

        AssertRefused<NotAllowed, IReadOnlyList<StaffRow>>(await Staff.ListAsync(actor, Cancel));
        AssertRefused<NotAllowed, StaffLink>(await Staff.AddAsync(new NewStaff("", "", "", "en"), actor));
        AssertRefused<NotAllowed, StaffLink>(await Staff.NewLinkAsync(_kim, actor));
        foreach (var refused in new[]
        {
            await Staff.EditAsync(_kim, "", "", null, actor), await Staff.DisableAsync(_kim, actor), await Staff.EnableAsync(_kim, actor),
            await Staff.LiftPauseAsync(_kim, actor), await Staff.SignOutEverywhereAsync(_kim, actor),
        })
        {
            AssertRefused<NotAllowed, Done>(refused);
        }
    }

    private static void AssertRefused<TRefusal, T>(Result<T> result)
        where T : notnull
    {
        result.Succeeded(out _, out var refusal);
        Assert.IsType<TRefusal>(refusal);
    }

    private Task<Result<StaffLink>> AddAsync(string name, string email) => Staff.AddAsync(new NewStaff(name, email, StaffRole.Agent, "en"), Kim);

    private async Task<StaffRow> RowAsync(string name) => (await Staff.ListAsync(Kim, Cancel)).OrThrow().Single(row => string.Equals(row.Name, name, StringComparison.Ordinal));

    private IReadOnlyList<string> Trail() =>
        [.. Programme.Query("SELECT Deed, Actor FROM AuditEntries WHERE Actor NOT IN ('test', 'demo') ORDER BY Id", row => $"{row.GetString(0)} by {row.GetString(1)}")];
}
