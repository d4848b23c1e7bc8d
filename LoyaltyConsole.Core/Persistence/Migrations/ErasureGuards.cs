namespace LoyaltyConsole.Core.Persistence.Migrations;

/// <summary>
/// The guards once more, with the one edit that they allow: a text of a customer who is deleted may go, everything beside it
/// stays as it is. And the search index forgets at once what it forgets.
/// </summary>
internal static class ErasureGuards
{
    public const string Triggers =
        """
        DROP TRIGGER LedgerEntries_are_never_edited;
        CREATE TRIGGER LedgerEntries_are_never_edited BEFORE UPDATE ON LedgerEntries
        WHEN NEW.Id <> OLD.Id OR NEW.OriginalCustomerId <> OLD.OriginalCustomerId OR NEW.Kind <> OLD.Kind OR NEW.Points <> OLD.Points
          OR NEW.IsDebt <> OLD.IsDebt OR NEW.TakesBack IS NOT OLD.TakesBack OR NEW.CampaignId IS NOT OLD.CampaignId
          OR NEW.IntegrationId IS NOT OLD.IntegrationId OR NEW.OrderId IS NOT OLD.OrderId OR NEW.LotId IS NOT OLD.LotId
          OR NEW.CouponCode IS NOT OLD.CouponCode OR NEW.EffectiveAt <> OLD.EffectiveAt OR NEW.CreatedAt <> OLD.CreatedAt
          OR NEW.Actor <> OLD.Actor OR NEW.Reason IS NOT OLD.Reason
          OR NEW.ImportId IS NOT OLD.ImportId OR NEW.CommandKey IS NOT OLD.CommandKey
          OR NEW.CorrectsId IS NOT OLD.CorrectsId OR NEW.IsUnallocated <> OLD.IsUnallocated
          OR ((NEW.InternalReason IS NOT OLD.InternalReason OR NEW.CustomerText IS NOT OLD.CustomerText)
            AND ((NEW.InternalReason IS NOT OLD.InternalReason AND NEW.InternalReason IS NOT NULL)
              OR (NEW.CustomerText IS NOT OLD.CustomerText AND NEW.CustomerText IS NOT NULL)
              OR (SELECT Status FROM Customers WHERE Id = OLD.CustomerId) IS NOT 3))
        BEGIN SELECT RAISE(ABORT, 'Ledger entries are never edited'); END;

        DROP TRIGGER TierChanges_are_never_edited;
        CREATE TRIGGER TierChanges_are_never_edited BEFORE UPDATE ON TierChanges
        WHEN NEW.Id <> OLD.Id OR NEW.At <> OLD.At OR NEW.FromId <> OLD.FromId OR NEW.ToId <> OLD.ToId OR NEW.Cause <> OLD.Cause
          OR NEW.Qualifying <> OLD.Qualifying OR NEW.Threshold <> OLD.Threshold OR NEW.Lock <> OLD.Lock OR NEW.Until IS NOT OLD.Until
          OR NEW.FromName <> OLD.FromName OR NEW.ToName <> OLD.ToName OR NEW.Actor IS NOT OLD.Actor OR NEW.RunId IS NOT OLD.RunId
          OR NEW.CommandKey IS NOT OLD.CommandKey OR NEW.Fingerprint IS NOT OLD.Fingerprint
          OR (NEW.Note IS NOT OLD.Note AND (NEW.Note IS NOT NULL OR (SELECT Status FROM Customers WHERE Id = OLD.CustomerId) IS NOT 3))
        BEGIN SELECT RAISE(ABORT, 'The history of levels is never edited'); END;

        DROP TRIGGER AuditEntries_are_never_edited;
        CREATE TRIGGER AuditEntries_are_never_edited BEFORE UPDATE ON AuditEntries
        WHEN NEW.Id <> OLD.Id OR NEW.At <> OLD.At OR NEW.Actor <> OLD.Actor OR NEW.Deed <> OLD.Deed OR NEW.CustomerId IS NOT OLD.CustomerId
          OR (NEW.Before IS NOT OLD.Before AND (OLD.Before IS NULL OR NEW.Before IS NOT '[erased]'))
          OR (NEW.After IS NOT OLD.After AND (OLD.After IS NULL OR NEW.After IS NOT '[erased]'))
          OR (OLD.CustomerId IS NOT NULL AND (SELECT Status FROM Customers WHERE Id = OLD.CustomerId) IS NOT 3)
        BEGIN SELECT RAISE(ABORT, 'Audit entries are never edited'); END;

        CREATE TRIGGER Customers_stay_deleted BEFORE UPDATE OF Status ON Customers WHEN OLD.Status = 3 AND NEW.Status <> 3
        BEGIN SELECT RAISE(ABORT, 'A deleted customer stays deleted'); END;

        CREATE TRIGGER Erasures_are_never_deleted BEFORE DELETE ON Erasures
        BEGIN SELECT RAISE(ABORT, 'Certificates are never deleted'); END;

        CREATE TRIGGER Erasures_are_never_edited BEFORE UPDATE ON Erasures
        BEGIN SELECT RAISE(ABORT, 'Certificates are never edited'); END;
        """;

    // Otherwise the letters of a name that is gone stay in the index until chance merges the part that they are in.
    public const string SearchIndex =
        """
        INSERT INTO CustomerSearch (CustomerSearch, rank) VALUES ('secure-delete', 1);
        INSERT INTO CustomerSearch (CustomerSearch) VALUES ('optimize');
        """;

    public static readonly string[] Names =
    [
        "LedgerEntries_are_never_edited", "TierChanges_are_never_edited", "AuditEntries_are_never_edited", "Customers_stay_deleted",
        "Erasures_are_never_deleted", "Erasures_are_never_edited",
    ];
}
