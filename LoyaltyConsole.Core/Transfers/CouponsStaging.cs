using System.Data.Common;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// The first two steps of an import of coupons: the file's rows into the database, each with whom it means and what they hold
/// already. A customer gets one coupon of a campaign by one file.
/// </summary>
internal sealed class CouponsStaging(LoyaltyStore store, ProgrammeSettings settings, IClock clock, Import import, Actor actor, Action<ImportProgress> report)
{
    private const string InsertRow =
        """
        INSERT INTO ImportedCoupons (ImportId, Line, State, Reason, ReasonDetail, Named, CustomerId, CampaignId, Identifier, HeldBefore, Cells)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
        """;

    private readonly HashSet<(CustomerId Customer, CampaignId Campaign)> _given = [];

    public async Task RunAsync(string path, ImportOptions options, FileReading reading, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant().TruncatedToMilliseconds();
        var reader = new CouponsRowReader(reading.Mapping, await InForceAsync(store, now, cancellationToken));
        var integration = options.Integration is null ? (IntegrationId?)null : import.IntegrationId;
        OwnAccounts? own = null;
        await new StagedFile<CouponsRow>(store, import, report).RunAsync(
            path,
            options,
            reader.Read,
            (connection, rows) =>
            {
                using var finder = new CustomerFinder(connection, settings, integration, own ??= OwnAccounts.Of(connection, settings, actor));
                finder.FindAll(rows);

                Look(connection, rows, now);
            },
            Insert,
            cancellationToken);
        var counts = await store.ReadAsync(connection => ImportTally.OfCoupons(connection, import.Id, new ImportCounts()), cancellationToken);
        await ImportLife.MoveAsync(store, import.Id, ImportStatus.Staging, ImportStatus.Rehearsed, counts);
    }

    /// <summary>The campaigns that give coupons at an instant.</summary>
    public static async Task<IReadOnlyList<Campaign>> InForceAsync(LoyaltyStore store, Instant at, CancellationToken cancellationToken) =>
        [.. (await store.ReadAsync(db => db.Campaigns.Where(campaign => campaign.Kind == CampaignKind.Coupon).OrderBy(campaign => campaign.Name).ToListAsync(cancellationToken), cancellationToken))
            .Where(campaign => campaign.IsInForceAt(at))];

    private void Look(DbConnection connection, List<CouponsRow> rows, Instant now)
    {
        using var held = new CouponsHeld(connection);
        foreach (var row in rows.Where(row => row.Problem is null))
        {
            var (customer, campaign) = (row.Customer!.Value, row.Campaign!.Value);
            row.Problem = held.GivenBy(row.Identifier) is { } code ? new ImportProblem(ImportReason.CouponGivenBefore, null, code)
                : !_given.Add((customer, campaign)) ? new ImportProblem(ImportReason.SaidBefore, null, customer.ToString())
                : null;
            row.HeldBefore = held.Of(customer, campaign, now);
        }
    }

    private void Insert(Writing step, List<CouponsRow> rows)
    {
        var insert = step.Connection.Prepare(InsertRow);
        foreach (var row in rows)
        {
            insert.Run(
                import.Id.Value, row.Line, (int)(row.Problem?.State ?? ImportState.Accepted), (int?)row.Problem?.Reason, row.Problem?.Detail, row.Names.Shown, row.Customer?.Value,
                row.Campaign?.Value, row.Identifier, row.HeldBefore, row.Cells);
        }
    }
}

/// <summary>Which coupons there are already.</summary>
internal sealed class CouponsHeld(DbConnection connection) : IDisposable
{
    private readonly Prepared _given = connection.Prepare("SELECT Code FROM Coupons WHERE CommandKey = @0");

    private readonly Prepared _held = connection.Prepare(
        "SELECT COUNT(*) FROM Coupons WHERE CustomerId = @0 AND CampaignId = @1 AND State = 1 AND (ValidUntil IS NULL OR ValidUntil > @2)");

    /// <summary>The code of the coupon that a row of this identifier gave; null where none did.</summary>
    public string? GivenBy(string? identifier) => CouponsRow.KeyOf(identifier) is { } key ? _given.Run(key.ToString().ToUpperInvariant()) as string : null;

    /// <summary>How many of a campaign's coupons a customer can use.</summary>
    public int Of(CustomerId customer, CampaignId campaign, Instant now) => (int)(long)_held.Run(customer.Value, campaign.Value, now.ToUnixTimeMilliseconds())!;

    public void Dispose()
    {
        _given.Dispose();
        _held.Dispose();
    }
}
