using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Model;

/// <summary>Sets a real programme to the rules of the model.</summary>
internal static class ProgrammeRules
{
    private const int Slots = 7;

    public static Task SetAsync(Programme programme, ModelRules rules) => programme.Store.WriteAsync<Done>(writing =>
    {
        writing.Connection.Execute(
            $"UPDATE Programme SET ZoneId = '{rules.Zone}', Decimals = {rules.Decimals}, AllowsNegativeBalance = {rules.AllowsNegativeBalance}, "
                + $"ManualDebitsUnallocated = {rules.DeductsUnallocated}, ReservationMinutes = {rules.ReservationMinutes}, "
                + $"ReturnsPolicy = {(int)rules.Returns + 1}, TierMonths = {rules.Tiers.Months}, TierGraceDays = {rules.Tiers.GraceDays}, "
                + $"TierDescent = {(rules.Tiers.FallsAsFarAsDeserved ? 2 : 1)}, GoodwillQualifies = {rules.Tiers.GoodwillQualifies}, "
                + $"LockedPointsQualify = {rules.Tiers.LockedPointsQualify}");
        foreach (var (name, threshold) in ModelTierRules.Levels)
        {
            writing.Connection.Prepare("UPDATE Tiers SET Threshold = @1 WHERE Name = @0").Run(name, (long)(threshold * 100));
        }

        // Entries name their campaign, so a campaign is not removed; the ones that are left over pay for nothing.
        for (var slot = 0; slot < Slots; slot++)
        {
            var campaign = slot < rules.Campaigns.Count ? rules.Campaigns[slot] : null;
            writing.Connection.Prepare(
                """
                INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays, ValidityMonths, StartsAt, EndsAt, Category, Sku)
                VALUES (@0, 'Campaign ' || @0, @1, @2, @3, @4, @5, @6, @7, @8)
                ON CONFLICT (Id) DO UPDATE SET Kind = excluded.Kind, Category = excluded.Category, Sku = excluded.Sku, Rate = excluded.Rate, LockDays = excluded.LockDays,
                    ValidityMonths = excluded.ValidityMonths, StartsAt = excluded.StartsAt, EndsAt = excluded.EndsAt
                """).Run(
                slot + 1,
                (int)(campaign?.Source ?? ModelKind.Revenue) + 1,
                (long)((campaign?.Rate ?? 1) * 100),
                campaign?.LockDays ?? 0,
                campaign?.ValidityMonths,
                campaign?.StartsAt?.ToUnixTimeMilliseconds(),
                campaign is null ? 0 : campaign.EndsAt?.ToUnixTimeMilliseconds(),
                campaign?.Source == ModelKind.Category ? campaign.Only : null,
                campaign?.Source == ModelKind.Item ? campaign.Only : null);
        }

        return Task.FromResult<Result<Done>>(default(Done));
    });
}
