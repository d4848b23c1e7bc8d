using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Identity;

/// <summary>
/// Who works here: who there is, who comes, who goes. Everything runs in a scope of its own, because an open screen's lasts
/// for hours and would answer with the people as first read.
/// </summary>
public sealed class StaffDirectory(IServiceScopeFactory scopes, IWebHostEnvironment environment, IClock clock)
{
    /// <summary>How long a link to choose a password with works.</summary>
    public static readonly Duration LinkLife = Duration.FromDays(3);

    private const int EmailLength = 256;
    private const int PhoneLength = 50;

    public async Task<bool> HasAnybodyAsync()
    {
        await using var desk = Open();
        return await desk.People.Users.AnyAsync();
    }

    /// <summary>Whether there is anybody who is not made up.</summary>
    public async Task<bool> HasStaffAsync()
    {
        await using var desk = Open();
        return await desk.People.Users.AnyAsync(person => !person.IsDemo);
    }

    /// <summary>Adds a person with a password, where there is no administrator at a screen to do it.</summary>
    public async Task<IdentityResult> AddAsync(StaffPerson person, string password, string role, Actor actor)
    {
        await using var desk = Open();

        // Both or neither: a person without a role could sign in and see nothing.
        await using var transaction = await desk.Db.BeginAloneAsync();
        var added = await AddAsync(desk, person, password, role);
        if (added.Succeeded)
        {
            await desk.Db.Database.ExecuteSqlAsync(StaffTrail.Added(actor, clock.GetCurrentInstant(), Words(person, role)));
            await transaction.CommitAsync();
        }

        return added;
    }

    /// <summary>Adds those of the demonstration who are missing.</summary>
    /// <exception cref="InvalidOperationException">In Production.</exception>
    public async Task EnsureDemoPeopleAsync()
    {
        if (environment.IsProduction())
        {
            throw new InvalidOperationException(
                "Demo people have a password that everybody knows, so they are not created in Production.");
        }

        await using var desk = Open();
        foreach (var (name, email, role, culture) in DemoPeople.All)
        {
            if (await desk.People.FindByEmailAsync(email) is not null)
            {
                continue;
            }

            var person = new StaffPerson { Name = name, Email = email, Culture = culture, IsDemo = true };
            StaffStart.Expect(await AddAsync(person, DemoPeople.Password, role, Actor.Console("demo")));
        }
    }

    /// <summary>The id of whoever signs in with an address; null where nobody does.</summary>
    public async Task<string?> IdOfAsync(string email)
    {
        await using var desk = Open();
        return (await desk.People.FindByEmailAsync(email))?.Id;
    }

    /// <summary>Remembers that a person came in.</summary>
    public async Task NoteSignInAsync(StaffPerson person)
    {
        await using var desk = Open();
        var now = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        await desk.Db.Users.Where(one => one.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(one => one.LastSignInAt, now));
    }

    /// <summary>Everybody by name.</summary>
    /// <returns>They; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<StaffRow>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ManageStaff))
        {
            return new NotAllowed(Capability.ManageStaff);
        }

        await using var desk = Open();
        var people = await desk.Db.Users.AsNoTracking().ToListAsync(cancellationToken);
        var roles = (await desk.Db.UserRoles.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(held => held.UserId, held => held.RoleId, StringComparer.Ordinal);
        var pauses = await desk.Tries.PausesAsync(people.Select(person => person.Email!), cancellationToken);
        return people
            .Select(person => new StaffRow(
                person.Id, person.Name, person.Email!, Highest(roles[person.Id]), StateOf(person), person.IsDemo, IsSelf(person, actor),
                person.LastSignInAt is { } at ? Instant.FromUnixTimeMilliseconds(at) : null,
                pauses.TryGetValue(person.Email!, out var until) ? until : null)
            {
                Phone = person.PhoneNumber,
            })
            .OrderBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase)
            .ThenBy(row => row.Email, StringComparer.OrdinalIgnoreCase)
            .ToList();
    }

    /// <summary>Everybody who may do something and can come in, to be written to.</summary>
    internal async Task<IReadOnlyList<StaffReader>> WhoMayAsync(Capability capability, CancellationToken cancellationToken)
    {
        await using var desk = Open();
        var people = await desk.Db.Users.AsNoTracking().ToListAsync(cancellationToken);
        var roles = (await desk.Db.UserRoles.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(held => held.UserId, held => held.RoleId, StringComparer.Ordinal);
        return
        [
            .. people
                .Where(person => StateOf(person) == StaffState.Active && roles[person.Id].Any(role => StaffRole.CapabilitiesOf(role).Contains(capability)))
                .OrderBy(person => person.Id, StringComparer.Ordinal)
                .Select(person => new StaffReader(person.Id, person.Name, person.Email!, person.Culture)),
        ];
    }

    /// <summary>Adds a person, who chooses a password by the link.</summary>
    /// <returns>
    /// The link; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNameMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="EmailNotValid"/>, <see cref="StaffRoleMissing"/>, <see cref="StaffEmailTaken"/>.
    /// </returns>
    public async Task<Result<StaffLink>> AddAsync(NewStaff order, Actor actor)
    {
        if (!actor.May(Capability.ManageStaff))
        {
            return new NotAllowed(Capability.ManageStaff);
        }

        var (name, email) = (order.Name.Trim(), order.Email.Trim());
        if (WrongWith(name) is { } wrong)
        {
            return wrong;
        }

        if (order.Phone?.Trim().Length > PhoneLength)
        {
            return new TextTooLong(PhoneLength);
        }

        if (email.Length is 0 or > EmailLength || email.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            return new EmailNotValid(email);
        }

        if (!StaffRole.All.Contains(order.Role, StringComparer.Ordinal))
        {
            return new StaffRoleMissing();
        }

        await using var desk = Open();
        await using var transaction = await desk.Db.BeginAloneAsync();
        if (await desk.People.FindByEmailAsync(email) is not null)
        {
            return new StaffEmailTaken(email);
        }

        var person = new StaffPerson { Name = name, Email = email, Culture = order.Culture, PhoneNumber = PhoneOf(order.Phone) };
        if (!(await AddAsync(desk, person, password: null, order.Role)).Succeeded)
        {
            return new EmailNotValid(email);
        }

        await desk.Db.Database.ExecuteSqlAsync(StaffTrail.Added(actor, clock.GetCurrentInstant(), Words(person, order.Role)));
        var link = await LinkAsync(desk, person);
        await transaction.CommitAsync();
        return link;
    }

    /// <summary>Gives a person another name, role or phone number; with another role or number they have to sign in again.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNameMissing"/>, <see cref="TextTooLong"/>,
    /// <see cref="StaffRoleMissing"/>, <see cref="StaffNotFound"/>, <see cref="OwnAccess"/>, <see cref="LastAdministrator"/>.
    /// </returns>
    public Task<Result<Done>> EditAsync(string id, string name, string role, string? phone, Actor actor)
    {
        var called = name.Trim();
        var number = PhoneOf(phone);
        var wrong = WrongWith(called)
            ?? (number?.Length > PhoneLength ? new TextTooLong(PhoneLength) : StaffRole.All.Contains(role, StringComparer.Ordinal) ? null : new StaffRoleMissing());
        return ChangeAsync<Done>(id, actor, wrong, async (desk, person) =>
        {
            var (before, held) = (person.Name, await RoleAsync(desk, person));
            var isOtherRole = !string.Equals(held, role, StringComparison.Ordinal);
            if (isOtherRole && await LossAsync(desk, person, held, actor) is { } loss)
            {
                return loss;
            }

            var isOtherNumber = !string.Equals(person.PhoneNumber, number, StringComparison.Ordinal);
            if (!isOtherRole && !isOtherNumber && string.Equals(before, called, StringComparison.Ordinal))
            {
                return default(Done);
            }

            var was = Words(person, held);
            (person.Name, person.PhoneNumber) = (called, number);
            StaffStart.Expect(await desk.People.UpdateAsync(person));
            if (isOtherRole)
            {
                StaffStart.Expect(await desk.People.RemoveFromRolesAsync(person, await desk.People.GetRolesAsync(person)));
                StaffStart.Expect(await desk.People.AddToRoleAsync(person, role));
            }

            // Both stand in what the person is signed in with.
            if (isOtherRole || isOtherNumber)
            {
                StaffStart.Expect(await desk.People.UpdateSecurityStampAsync(person));
            }

            await desk.Db.Database.ExecuteSqlAsync(StaffTrail.Edited(actor, clock.GetCurrentInstant(), was, Words(person, role)));
            return default(Done);
        });
    }

    /// <summary>Shuts a person out: at once for new requests, within a minute for open screens. Doing it twice changes nothing.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNotFound"/>, <see cref="OwnAccess"/>,
    /// <see cref="LastAdministrator"/>.
    /// </returns>
    public Task<Result<Done>> DisableAsync(string id, Actor actor) => ChangeAsync<Done>(id, actor, wrong: null, async (desk, person) =>
    {
        var role = await RoleAsync(desk, person);
        if (await LossAsync(desk, person, role, actor) is { } loss)
        {
            return loss;
        }

        if (!person.IsDisabled)
        {
            await ShutOutAsync(desk, person);
            await desk.Db.Database.ExecuteSqlAsync(StaffTrail.Disabled(actor, clock.GetCurrentInstant(), Words(person, role)));
        }

        return default(Done);
    });

    /// <summary>Lets a person in again, with the password that they had. Doing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNotFound"/>.</returns>
    public Task<Result<Done>> EnableAsync(string id, Actor actor) => ChangeAsync<Done>(id, actor, wrong: null, async (desk, person) =>
    {
        if (person.IsDisabled)
        {
            StaffStart.Expect(await desk.People.SetLockoutEndDateAsync(person, null));
            await desk.Db.Database.ExecuteSqlAsync(
                StaffTrail.Enabled(actor, clock.GetCurrentInstant(), Words(person, await RoleAsync(desk, person))));
        }

        return default(Done);
    });

    /// <summary>Ends the pause after too many wrong passwords.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNotFound"/>.</returns>
    public Task<Result<Done>> LiftPauseAsync(string id, Actor actor) => ChangeAsync<Done>(id, actor, wrong: null, async (desk, person) =>
    {
        if ((await desk.Tries.PausesAsync([person.Email!], CancellationToken.None)).Count > 0)
        {
            await desk.Tries.ForgetAsync(person.Email!);
            await desk.Db.Database.ExecuteSqlAsync(
                StaffTrail.PauseLifted(actor, clock.GetCurrentInstant(), Words(person, await RoleAsync(desk, person))));
        }

        return default(Done);
    });

    /// <summary>Ends every session of a person within a minute, one's own too; they can sign in again.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNotFound"/>.</returns>
    public Task<Result<Done>> SignOutEverywhereAsync(string id, Actor actor) => ChangeAsync<Done>(id, actor, wrong: null, async (desk, person) =>
    {
        StaffStart.Expect(await desk.People.UpdateSecurityStampAsync(person));
        await desk.Db.Database.ExecuteSqlAsync(
            StaffTrail.SignedOut(actor, clock.GetCurrentInstant(), Words(person, await RoleAsync(desk, person))));
        return default(Done);
    });

    /// <summary>Makes a new link to choose a password with; earlier ones are worth nothing then, and the person is signed out.</summary>
    /// <returns>
    /// The link; or, in this order, <see cref="NotAllowed"/>, <see cref="StaffNotFound"/>, <see cref="StaffDisabled"/>,
    /// <see cref="DemoPersonStaysOut"/>.
    /// </returns>
    public Task<Result<StaffLink>> NewLinkAsync(string id, Actor actor) => ChangeAsync<StaffLink>(id, actor, wrong: null, async (desk, person) =>
    {
        if (person.IsDisabled)
        {
            return new StaffDisabled();
        }

        if (StateOf(person) == StaffState.StaysOut)
        {
            return new DemoPersonStaysOut();
        }

        StaffStart.Expect(await desk.People.UpdateSecurityStampAsync(person));
        await desk.Db.Database.ExecuteSqlAsync(
            StaffTrail.LinkMade(actor, clock.GetCurrentInstant(), Words(person, await RoleAsync(desk, person))));
        return await LinkAsync(desk, person);
    });

    /// <summary>Whose link this is; null where it is worth nothing, or nothing any more.</summary>
    public async Task<StaffPerson?> InvitedAsync(string? id, string? token)
    {
        await using var desk = Open();
        return await InvitedAsync(desk, id, token);
    }

    /// <summary>Sets the password that the person with the link chose, which uses the link up.</summary>
    /// <returns>The person, null where the link is worth nothing; and whether the password was taken.</returns>
    public async Task<(StaffPerson? Person, bool IsTaken)> JoinAsync(string? id, string? token, string password)
    {
        await using var desk = Open();

        // The lock first: of two who use the link at the same instant the second finds it used.
        await using var transaction = await desk.Db.BeginAloneAsync();
        if (await InvitedAsync(desk, id, token) is not { } person)
        {
            return (null, false);
        }

        if (!(await desk.People.ResetPasswordAsync(person, Read(token!)!, password)).Succeeded)
        {
            return (person, false);
        }

        // Whoever mistyped the old password too often does not wait with the new one.
        await desk.Tries.ForgetAsync(person.Email!);
        var role = await RoleAsync(desk, person);
        await desk.Db.Database.ExecuteSqlAsync(StaffTrail.SetUp(Actor.Person(person.Name, role), clock.GetCurrentInstant(), Words(person, role)));
        await transaction.CommitAsync();
        return (person, true);
    }

    private static async Task<IdentityResult> AddAsync(Desk desk, StaffPerson person, string? password, string role)
    {
        person.UserName = person.Email;
        var added = password is null ? await desk.People.CreateAsync(person) : await desk.People.CreateAsync(person, password);
        return added.Succeeded ? await desk.People.AddToRoleAsync(person, role) : added;
    }

    private static async Task ShutOutAsync(Desk desk, StaffPerson person)
    {
        StaffStart.Expect(await desk.People.SetLockoutEndDateAsync(person, DateTimeOffset.MaxValue));
        StaffStart.Expect(await desk.People.UpdateSecurityStampAsync(person));
    }

    private static async Task<StaffLink> LinkAsync(Desk desk, StaffPerson person) =>
        new(person.Id, WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await desk.People.GeneratePasswordResetTokenAsync(person))));

    private static async Task<string> RoleAsync(Desk desk, StaffPerson person) => Highest(await desk.People.GetRolesAsync(person));

    private static string Highest(IEnumerable<string> roles) => StaffRole.All.LastOrDefault(roles.Contains) ?? "";

    private static bool IsSelf(StaffPerson person, Actor actor) => string.Equals(person.Id, actor.StaffId, StringComparison.Ordinal);

    private static Refusal? WrongWith(string name) => name.Length switch
    {
        0 => new StaffNameMissing(),
        > StaffPerson.NameLength => new TextTooLong(StaffPerson.NameLength),
        _ => null,
    };

    private static string? PhoneOf(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static string Words(StaffPerson person, string role) =>
        $"{person.Name} ({person.Email}{(person.PhoneNumber is { } phone ? $", {phone}" : "")}), {role}";

    // What is no token of ours is somebody's guess.
    private static string? Read(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private StaffState StateOf(StaffPerson person) => person switch
    {
        { IsDisabled: true } => StaffState.Disabled,
        { IsDemo: true } when environment.IsProduction() => StaffState.StaysOut,
        { PasswordHash: null } => StaffState.Invited,
        _ => StaffState.Active,
    };

    private async Task<StaffPerson?> InvitedAsync(Desk desk, string? id, string? token)
    {
        if (id is null || token is null || Read(token) is not { } proof || await desk.People.FindByIdAsync(id) is not { } person)
        {
            return null;
        }

        var isOpen = StateOf(person) is StaffState.Active or StaffState.Invited && await desk.People.VerifyUserTokenAsync(
            person, TokenOptions.DefaultProvider, UserManager<StaffPerson>.ResetPasswordTokenPurpose, proof);
        return isOpen ? person : null;
    }

    // What stands against taking from a person what they may.
    private async Task<Refusal?> LossAsync(Desk desk, StaffPerson person, string role, Actor actor)
    {
        if (IsSelf(person, actor))
        {
            return new OwnAccess();
        }

        if (!string.Equals(role, StaffRole.Administrator, StringComparison.Ordinal) || StateOf(person) != StaffState.Active)
        {
            return null;
        }

        var administrators = await desk.People.GetUsersInRoleAsync(StaffRole.Administrator);
        return administrators.Any(other => !string.Equals(other.Id, person.Id, StringComparison.Ordinal) && StateOf(other) == StaffState.Active) ? null : new LastAdministrator();
    }

    private async Task<Result<T>> ChangeAsync<T>(string id, Actor actor, Refusal? wrong, Func<Desk, StaffPerson, Task<Result<T>>> change)
        where T : notnull
    {
        if (!actor.May(Capability.ManageStaff))
        {
            return new NotAllowed(Capability.ManageStaff);
        }

        if (wrong is not null)
        {
            return wrong;
        }

        await using var desk = Open();

        // The lock first: of two administrators who disable one another at the same instant one stays.
        await using var transaction = await desk.Db.BeginAloneAsync();
        if (await desk.People.FindByIdAsync(id) is not { } person)
        {
            return new StaffNotFound();
        }

        var changed = await change(desk, person);
        if (changed.Succeeded(out _, out _))
        {
            await transaction.CommitAsync();
        }

        return changed;
    }

    private Desk Open() => new(scopes.CreateAsyncScope());

    private sealed class Desk(AsyncServiceScope scope) : IAsyncDisposable
    {
        public StaffDb Db { get; } = scope.ServiceProvider.GetRequiredService<StaffDb>();

        public UserManager<StaffPerson> People { get; } = scope.ServiceProvider.GetRequiredService<UserManager<StaffPerson>>();

        public SignInTries Tries { get; } = scope.ServiceProvider.GetRequiredService<SignInTries>();

        public ValueTask DisposeAsync() => scope.DisposeAsync();
    }
}
