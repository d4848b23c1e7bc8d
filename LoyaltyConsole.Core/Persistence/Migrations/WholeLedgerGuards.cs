namespace LoyaltyConsole.Core.Persistence.Migrations;

/// <summary>The guards that go with redemptions and compensating entries; the ledger's table was made anew, so all of its guards are.</summary>
internal static class WholeLedgerGuards
{
    public const string Triggers =
        """
        CREATE TRIGGER LedgerEntries_are_never_deleted BEFORE DELETE ON LedgerEntries
        BEGIN SELECT RAISE(ABORT, 'Ledger entries are never deleted'); END;

        CREATE TRIGGER LedgerEntries_are_never_edited BEFORE UPDATE ON LedgerEntries
        WHEN NEW.Id <> OLD.Id OR NEW.OriginalCustomerId <> OLD.OriginalCustomerId OR NEW.Kind <> OLD.Kind OR NEW.Points <> OLD.Points
          OR NEW.IsDebt <> OLD.IsDebt OR NEW.TakesBack IS NOT OLD.TakesBack OR NEW.CampaignId IS NOT OLD.CampaignId
          OR NEW.IntegrationId IS NOT OLD.IntegrationId OR NEW.OrderId IS NOT OLD.OrderId OR NEW.LotId IS NOT OLD.LotId
          OR NEW.CouponCode IS NOT OLD.CouponCode OR NEW.EffectiveAt <> OLD.EffectiveAt OR NEW.CreatedAt <> OLD.CreatedAt
          OR NEW.Actor <> OLD.Actor OR NEW.Reason IS NOT OLD.Reason OR NEW.InternalReason IS NOT OLD.InternalReason
          OR NEW.CustomerText IS NOT OLD.CustomerText OR NEW.ImportId IS NOT OLD.ImportId OR NEW.CommandKey IS NOT OLD.CommandKey
          OR NEW.CorrectsId IS NOT OLD.CorrectsId OR NEW.IsUnallocated <> OLD.IsUnallocated
        BEGIN SELECT RAISE(ABORT, 'Ledger entries are never edited'); END;

        CREATE TRIGGER LedgerEntries_are_discarded_once BEFORE UPDATE OF Status ON LedgerEntries
        WHEN OLD.Status = 2 AND NEW.Status <> 2
        BEGIN SELECT RAISE(ABORT, 'A discarded ledger entry stays discarded'); END;

        CREATE TRIGGER Redemptions_are_never_deleted BEFORE DELETE ON Redemptions
        BEGIN SELECT RAISE(ABORT, 'Redemptions are never deleted'); END;

        CREATE TRIGGER Redemptions_are_settled_once BEFORE UPDATE ON Redemptions
        WHEN NEW.EntryId <> OLD.EntryId OR NEW.CouponCode IS NOT OLD.CouponCode OR NEW.ReservedUntil IS NOT OLD.ReservedUntil
          OR (NEW.State <> OLD.State AND OLD.State <> 1 AND NOT (OLD.State = 2 AND NEW.State = 4))
        BEGIN SELECT RAISE(ABORT, 'A settled redemption stays settled'); END;
        """;

    public static readonly string[] Names =
    [
        "LedgerEntries_are_never_deleted", "LedgerEntries_are_never_edited", "LedgerEntries_are_discarded_once",
        "Redemptions_are_never_deleted", "Redemptions_are_settled_once",
    ];

    /// <summary>What was redeemed before there were coupons that wait.</summary>
    public const string EarlierRedemptions =
        """
        INSERT INTO Redemptions (EntryId, CustomerId, CouponCode, IntegrationId, State, SettledAt, OrderId)
        SELECT e.Id, e.CustomerId,
            CASE WHEN (SELECT COUNT(*) FROM LedgerEntries o WHERE o.CouponCode = e.CouponCode AND o.Kind = 7) = 1 THEN e.CouponCode END,
            e.IntegrationId, CASE e.Status WHEN 2 THEN 4 ELSE 2 END, e.CreatedAt, e.OrderId
        FROM LedgerEntries e WHERE e.Kind = 7;
        """;
}
