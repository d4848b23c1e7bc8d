using LoyaltyConsole.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Identity;

/// <summary>Who works here: who there is, who comes, who goes.</summary>
public sealed class StaffDirectory(StaffDb db, UserManager<StaffPerson> people, IWebHostEnvironment environment)
{
    public Task EnsureMigratedAsync() => db.Database.MigrateAsync();

    public Task<bool> HasAnybodyAsync() => people.Users.AnyAsync();

    /// <summary>Whether there is anybody who is not made up.</summary>
    public Task<bool> HasStaffAsync() => people.Users.AnyAsync(person => !person.IsDemo);

    public async Task<IdentityResult> AddAsync(StaffPerson person, string password, string role)
    {
        person.UserName = person.Email;

        // Both or neither: a person without a role could sign in and see nothing.
        await using var transaction = await db.Database.BeginTransactionAsync();
        var added = await people.CreateAsync(person, password);
        if (!added.Succeeded)
        {
            return added;
        }

        added = await people.AddToRoleAsync(person, role);
        if (added.Succeeded)
        {
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

        foreach (var (name, email, role, culture) in DemoPeople.All)
        {
            if (await people.FindByEmailAsync(email) is not null)
            {
                continue;
            }

            var person = new StaffPerson { Name = name, Email = email, Culture = culture, IsDemo = true };
            StaffStart.Expect(await AddAsync(person, DemoPeople.Password, role));
        }
    }

    /// <summary>Shuts a person out: at once for new requests, within a minute for open screens.</summary>
    /// <returns>Whether there is such a person.</returns>
    public async Task<bool> RevokeAsync(string email)
    {
        if (await people.FindByEmailAsync(email) is not { } person)
        {
            return false;
        }

        StaffStart.Expect(await people.SetLockoutEndDateAsync(person, DateTimeOffset.MaxValue));
        StaffStart.Expect(await people.UpdateSecurityStampAsync(person));
        return true;
    }
}
