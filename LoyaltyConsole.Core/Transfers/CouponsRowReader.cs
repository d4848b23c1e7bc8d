using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>A row of a file of coupons as it was read.</summary>
internal sealed record CouponsRow(long Line, CustomerNames Names, CampaignId? Campaign, string? Identifier, string Cells)
    : StagedRow(Line, Names, Cells)
{
    public int HeldBefore { get; set; }

    /// <summary>The key of the command that gives the coupon: the same for the same identifier, whatever the file.</summary>
    public static Guid? KeyOf(string? identifier) =>
        identifier is null ? null : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"coupon {identifier}")).AsSpan(0, 16));
}

/// <summary>Turns rows of a file into <see cref="CouponsRow"/>s.</summary>
/// <param name="mapping">Which column is what.</param>
/// <param name="campaigns">The campaigns that give coupons at present.</param>
internal sealed class CouponsRowReader(ColumnMapping mapping, IReadOnlyList<Campaign> campaigns) : ImportRowReader(mapping)
{
    private const int LongestIdentifier = 320;

    private readonly int?[] _names = [.. PointsFields.OfCustomer.Select(field => mapping[field])];
    private readonly int _campaign = mapping[CouponFields.Campaign]!.Value;
    private readonly int? _identifier = mapping[CouponFields.Identifier];

    /// <summary>That there is no such campaign, with those that there are.</summary>
    public static ImportProblem Unknown(string shown, IReadOnlyList<Campaign> campaigns) =>
        new(ImportReason.UnknownCampaign, shown, string.Join(", ", campaigns.Select(campaign => $"{campaign.Name} ({campaign.Id})")));

    public CouponsRow Read(CsvRecord row)
    {
        if (IsFlawed(row, out var flaw))
        {
            return new CouponsRow(row.Line, new CustomerNames(null, null, null, null, null), null, null, Cells(row)) { Problem = flaw };
        }

        var names = new CustomerNames(
            Id(row, _names[0], 20), Id(row, _names[1], Customer.ShortLength), Text(row, _names[2], Customer.ShortLength),
            Id(row, _names[3], Customer.PartLength), Text(row, _names[4], Customer.ShortLength));
        var read = new CouponsRow(row.Line, names, Campaign(row), Text(row, _identifier, LongestIdentifier), Cells(row));
        read.Problem = Problem ?? (names.Shown is null ? new ImportProblem(ImportReason.NoCustomer, null, null) : null);
        return read;
    }

    // By name where only one is called so, or by number.
    private CampaignId? Campaign(CsvRecord row)
    {
        var named = SearchKeys.Fold(row[_campaign].ToString());
        if (named.Length == 0)
        {
            Problem ??= new ImportProblem(ImportReason.CellEmpty, Column(_campaign), null);
            return null;
        }

        var called = campaigns.Where(campaign => string.Equals(SearchKeys.Fold(campaign.Name), named, StringComparison.Ordinal)).ToList();
        var found = called is [var one] ? one
            : campaigns.FirstOrDefault(campaign => string.Equals(campaign.Id.ToString(), named, StringComparison.OrdinalIgnoreCase));
        Problem ??= found is null ? Unknown(Shown(row, _campaign).Trim(), campaigns) : null;
        return found?.Id;
    }
}
