using System.Security.Cryptography;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>The database itself: made, brought up to date, and given its first programme.</summary>
public sealed class LoyaltyDatabase
{
    private readonly LoyaltyStore _store;

    internal LoyaltyDatabase(LoyaltyStore store) => _store = store;

    /// <summary>
    /// Has EF learn the tables, which takes as long as everything else that a start does, while the caller goes on with that (P10).
    /// Whoever asks EF before waits for the same.
    /// </summary>
    public static Task WarmUpAsync() => Task.Run(() =>
    {
        using var db = new LoyaltyDb(SqliteEngine.Options("Data Source=:memory:"));
        _ = db.Model;
    });

    /// <summary>What it is called, without anything secret: a file's path, or a name at a host.</summary>
    public string Name => _store.Name;

    /// <summary>Whether there is one of that name.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken) => _store.ExistsAsync(cancellationToken);

    /// <summary>
    /// Creates the database where there is none, applies the migrations that it lacks, and creates the programme of
    /// the contracts where there is none yet.
    /// </summary>
    /// <param name="cancellationToken">Ends it; what is done by then stays, and the rest is done the next time.</param>
    /// <param name="tell">Hears when each migration of a database that is there already begins and ends, since a large one takes its time.</param>
    public async Task PrepareAsync(CancellationToken cancellationToken, Action<MigrationStep>? tell = null)
    {
        await _store.UpgradeAsync(tell, cancellationToken);
        await _store.BuildLaterIndexesAsync(cancellationToken);
        await _store.WriteAsync<Done>(async writing =>
        {
            if (((Reads)writing.Connection).Number("SELECT COUNT(*) FROM Programme") == 0)
            {
                CreateProgramme(writing.Db);
                await writing.Db.SaveChangesAsync(cancellationToken);
            }

            SegmentBook.AddUsual(writing.Connection);
            writing.Connection.Prepare("UPDATE Programme SET PinSecret = @0 WHERE PinSecret IS NULL").Run(RandomNumberGenerator.GetBytes(32));
            return default(Done);
        });

        // What a process that was killed could not overwrite.
        await _store.ScrubAsync();
    }

    /// <summary>Whether no customer has ever been recorded.</summary>
    public Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(async db => !await db.Customers.AnyAsync(cancellationToken), cancellationToken);

    /// <summary>Copies the whole database, in one consistent state, while others go on reading and writing.</summary>
    /// <param name="file">The file to write, which must not be there yet.</param>
    /// <param name="cancellationToken">Ends it before it has begun.</param>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    /// <exception cref="NotSupportedException">The engine has its own way.</exception>
    public Task BackUpAsync(string file, CancellationToken cancellationToken) => _store.BackUpAsync(file, cancellationToken);

    // "Programme as it is first created" of the contracts.
    private static void CreateProgramme(LoyaltyDb db)
    {
        db.Settings.Add(new ProgrammeSettings
        {
            Name = "Loyalty programme",
            ZoneId = "Europe/Berlin",
            Currency = "EUR",
            CallingCode = "49",
        });
        db.Campaigns.Add(new Campaign
        {
            Id = new CampaignId(1),
            Name = "Points for revenue",
            Kind = CampaignKind.Revenue,
            Rate = Points.Whole(1),
            ValidityMonths = 24,
        });
        db.Tiers.AddRange(
            new Tier { Id = Tier.Base, Name = "Member", Rank = 0 },
            new Tier { Id = new TierId(2), Name = "Silver", Rank = 1, Threshold = Points.Whole(500) },
            new Tier { Id = new TierId(3), Name = "Gold", Rank = 2, Threshold = Points.Whole(2_000) },
            new Tier { Id = new TierId(4), Name = "Platinum", Rank = 3, Threshold = Points.Whole(10_000) });
    }
}
