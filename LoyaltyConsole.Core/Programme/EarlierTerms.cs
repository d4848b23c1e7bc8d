using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Programme;

/// <summary>
/// The terms that a campaign had before they were changed: what was placed while they held earns by them, whenever it
/// is sent (rule 5.1.9).
/// </summary>
internal sealed class EarlierTerms
{
    public CampaignId CampaignId { get; init; }

    /// <summary>The instant from which they no longer held.</summary>
    public Instant Until { get; init; }

    /// <summary>The instant from which they held; null for always.</summary>
    public Instant? StartsAt { get; init; }

    public Points Rate { get; init; }

    public string? Category { get; init; }

    public string? Sku { get; init; }

    public string? Variant { get; init; }

    public int LockDays { get; init; }

    public int? ValidityMonths { get; init; }

    /// <summary>
    /// The campaigns that pay for orders, as they were and are: one for each time during which its terms were the same,
    /// all under the campaign's id.
    /// </summary>
    public static IReadOnlyList<Campaign> OverTime(Reads reads) => reads.Query(
        """
        SELECT c.Id, c.Name, c.Kind, t.Rate, t.Category, t.Sku, t.Variant, t.LockDays, t.ValidityMonths, t.StartsAt, t.Until AS EndsAt
        FROM CampaignTerms t JOIN Campaigns c ON c.Id = t.CampaignId WHERE c.Kind <= 4
        UNION ALL
        SELECT c.Id, c.Name, c.Kind, c.Rate, c.Category, c.Sku, c.Variant, c.LockDays, c.ValidityMonths,
            COALESCE((SELECT MAX(t.Until) FROM CampaignTerms t WHERE t.CampaignId = c.Id), c.StartsAt), c.EndsAt
        FROM Campaigns c WHERE c.Kind <= 4
        ORDER BY 1, 10
        """,
        CampaignOf);

    private static Campaign CampaignOf(StoredRow row) => new()
    {
        Id = new CampaignId(row.GetInt64(0)),
        Name = row.GetString(1),
        Kind = (CampaignKind)row.GetInt32(2),
        Rate = new Points(row.GetInt64(3)),
        Category = row.TextOrNull(4),
        Sku = row.TextOrNull(5),
        Variant = row.TextOrNull(6),
        LockDays = row.GetInt32(7),
        ValidityMonths = (int?)row.LongOrNull(8),
        StartsAt = row.LongOrNull(9).ToInstant(),
        EndsAt = row.LongOrNull(10).ToInstant(),
    };
}
