using System.Diagnostics;
using LoyaltyConsole.Api;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Core.Persistence;

/// <summary>What a broken, full or write-protected disk does to the programme: nothing by halves, and a sentence that says why (target R10).</summary>
[Trait("Engine", "SQLite")]
public sealed class DiskFaultTests
{
    [Fact]
    public async Task R10_on_a_full_disk_a_deed_is_refused_leaves_nothing_and_works_again_when_there_is_room()
    {
        using var disk = SmallDisk.Mount();
        File.Copy(await Programme.PreparedFile, disk.Database);
        await using var services = ProgrammeServices.Over($"Data Source={disk.Database}");
        var (store, profiles) = (services.GetRequiredService<LoyaltyStore>(), services.GetRequiredService<CustomerProfiles>());
        var ada = await store.AddCustomerAsync("Ada Lovelace");
        await CreditAsync(services, ada, 100);
        var before = Account(disk.Database, ada);

        disk.Fill();
        var refusals = new List<Refusal>();
        for (var more = 0; more < 50; more++)
        {
            if (!(await AdjustAsync(services, ada, 1)).Succeeded(out _, out var refused))
            {
                refusals.Add(refused);
            }
        }

        // Reading goes on, and no booking has been done by halves.
        Assert.NotEmpty(refusals);
        Assert.All(refusals, refused => Assert.Equal(new StorageFull(), refused));
        Assert.Equal(before + (50 - refusals.Count), Account(disk.Database, ada));
        disk.Free();
        (await AdjustAsync(services, ada, 1)).OrThrow();
        Assert.Equal(before + 51 - refusals.Count, Account(disk.Database, ada));
        (await profiles.SetLockedAsync(ada, locked: true, Manager)).OrThrow();
        Assert.Empty((await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
    }

    [Fact]
    public async Task R10_whoever_shared_a_commit_that_the_disk_took_back_hears_why_too()
    {
        await using var programme = await Programme.CreateAsync();
        var customers = new List<CustomerId>();
        for (var number = 0; number < 8; number++)
        {
            customers.Add(await programme.CustomerAsync($"Customer {number}"));
        }

        // The queue is held up until all of them wait in it; the file may then not grow any more.
        var held = new TaskCompletionSource();
        var holding = programme.Store.WriteAsync<Done>(async writing =>
        {
            await held.Task;
            return default(Done);
        });
        var limited = programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Connection.Execute("PRAGMA max_page_count = 1");
            return Task.FromResult<Result<Done>>(default(Done));
        });
        var deeds = customers.ConvertAll(customer => programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Connection.Prepare("INSERT INTO AuditEntries (At, Actor, Deed, CustomerId, After) VALUES (0, 'test', 'test', @0, @1)")
                .Run(customer.Value, new string('x', 100_000));
            return Task.FromResult<Result<Done>>(default(Done));
        }));
        held.SetResult();
        await Task.WhenAll(holding, limited);
        var results = await Task.WhenAll(deeds);

        // Nobody is told that it is done who finds nothing of it, and the next deed goes on a connection that is not limited.
        var done = results.Count(result => result.Succeeded(out _, out _));
        Assert.All(results, result => Assert.True(result.Succeeded(out _, out var refused) || refused is StorageFull));
        Assert.Equal(done, programme.Query("SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'test'", row => row.GetInt32(0)).Single());
        Assert.NotEqual(8, done);
        (await programme.Profiles.SetLockedAsync(customers[0], locked: true, programme.Manager)).OrThrow();
    }

    [Fact]
    public async Task R10_a_file_that_may_only_be_read_is_shown_and_says_so_to_whoever_books()
    {
        await using var programme = await Programme.CreateAsync();
        var ada = await programme.CustomerAsync();
        await programme.LotAsync(ada, 100);

        // As a file is for whoever is not its owner; the tests may run as somebody who is everything.
        var readOnly = new SqliteConnectionStringBuilder(programme.ConnectionString) { Mode = SqliteOpenMode.ReadOnly };
        await using var services = ProgrammeServices.Over(readOnly.ToString(), programme.Clock);

        Assert.Equal(new StorageReadOnly(), Refusal(await services.GetRequiredService<CustomerProfiles>().SetLockedAsync(ada, locked: true, Manager)));
        Assert.Equal(Points.Whole(100), (await services.GetRequiredService<PointsLedger>().AccountAsync(ada, null, Manager, CancellationToken.None)).OrThrow().Figures.Redeemable);
        (await programme.Profiles.SetLockedAsync(ada, locked: true, Manager)).OrThrow();
    }

    [Fact]
    public async Task R10_a_flipped_byte_in_a_page_is_named_and_the_rest_of_the_programme_goes_on()
    {
        await using var programme = await Programme.CreateAsync();
        var ada = await programme.CustomerAsync();
        await programme.LotAsync(ada, 100);
        var page = programme.Query("SELECT rootpage FROM sqlite_schema WHERE name = 'CustomerNotes'", row => row.GetInt64(0)).Single();
        await programme.Store.ScrubAsync();
        SqliteConnection.ClearAllPools();
        await using (var file = File.OpenWrite(new SqliteConnectionStringBuilder(programme.ConnectionString).DataSource))
        {
            // The kind of the page, its first byte.
            file.Position = (page - 1) * 4096;
            file.WriteByte(0x7F);
        }

        await using var services = ProgrammeServices.Over(programme.ConnectionString, programme.Clock);
        var notes = services.GetRequiredService<CustomerNotes>();

        Assert.Equal(new StorageDamaged(), Refusal(await notes.AddAsync(new NewNote(Guid.CreateVersion7(), ada, NoteKind.Query, "Asked for a bill."), Manager)));
        (await services.GetRequiredService<CustomerProfiles>().SetLockedAsync(ada, locked: true, Manager)).OrThrow();
        Assert.Empty((await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
    }

    [Fact]
    public void R10_a_shop_may_come_again_with_what_the_disk_did_not_take() => Assert.All(
        new Refusal[] { new StorageFull(), new StorageReadOnly(), new StorageDamaged() }, refused => Assert.Equal(503, ApiProblems.StatusOf(refused)));

    private static Actor Manager { get; } = Actor.Person("Petra Lang", StaffRole.Manager);

    private static Refusal? Refusal<T>(Result<T> result)
        where T : notnull => result.Succeeded(out _, out var refusal) ? null : refusal;

    private static async Task CreditAsync(IServiceProvider services, CustomerId customer, int points) => (await AdjustAsync(services, customer, points)).OrThrow();

    private static async Task<Result<LedgerEntry>> AdjustAsync(IServiceProvider services, CustomerId customer, int points)
    {
        var ledger = services.GetRequiredService<PointsLedger>();
        var account = (await ledger.AccountAsync(customer, null, Manager, CancellationToken.None)).OrThrow();
        return await ledger.AdjustAsync(
            new Adjustment(Guid.CreateVersion7(), customer, account.Version, account.Figures.Balance, AdjustmentDoor.TopUp, Points.Whole(points)), Manager);
    }

    // In whole points.
    private static long Account(string file, CustomerId customer)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection.Number("SELECT Balance / 100 FROM Accounts WHERE CustomerId = @0", ("@0", customer.Value));
    }

    /// <summary>A file system of a few megabytes, which only somebody who may mount one can have.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private const int Megabytes = 16;
        private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-disk-").FullName;

        public string Database => Path.Combine(_folder, "loyalty.db");

        private string Ballast => Path.Combine(_folder, "ballast");

        public static SmallDisk Mount()
        {
            var disk = new SmallDisk();
            if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "loyalty-test", disk._folder) != 0)
            {
                Directory.Delete(disk._folder);
                Assert.Skip("Nobody here may mount a file system.");
            }

            return disk;
        }

        /// <summary>Takes what is left of it.</summary>
        public void Fill()
        {
            using var ballast = File.Create(Ballast);
            var bytes = new byte[4096];
            try
            {
                while (true)
                {
                    ballast.Write(bytes);
                    ballast.Flush();
                }
            }
            catch (IOException)
            {
                // That is what it is for.
            }
        }

        public void Free() => File.Delete(Ballast);

        public void Dispose()
        {
            SqliteConnection.ClearAllPools();
            Run("umount", "-l", _folder);
            Directory.Delete(_folder, recursive: true);
        }

        private static int Run(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false });
            process!.WaitForExit();
            return process.ExitCode;
        }
    }
}
