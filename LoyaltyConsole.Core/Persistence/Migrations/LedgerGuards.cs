namespace LoyaltyConsole.Core.Persistence.Migrations;

/// <summary>What the database itself refuses, whatever a program asks of it; and the search index that it keeps.</summary>
internal static class LedgerGuards
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
        BEGIN SELECT RAISE(ABORT, 'Ledger entries are never edited'); END;

        CREATE TRIGGER LedgerEntries_are_discarded_once BEFORE UPDATE OF Status ON LedgerEntries
        WHEN OLD.Status = 2 AND NEW.Status <> 2
        BEGIN SELECT RAISE(ABORT, 'A discarded ledger entry stays discarded'); END;

        CREATE TRIGGER Lots_are_never_deleted BEFORE DELETE ON Lots
        BEGIN SELECT RAISE(ABORT, 'Lots are never deleted'); END;

        CREATE TRIGGER Lots_only_change_what_is_left BEFORE UPDATE ON Lots
        WHEN NEW.EntryId <> OLD.EntryId OR NEW.Amount <> OLD.Amount OR NEW.LockedUntil IS NOT OLD.LockedUntil
          OR NEW.ValidUntil IS NOT OLD.ValidUntil OR NEW.EarnedAt <> OLD.EarnedAt OR NEW.OrderId IS NOT OLD.OrderId OR NEW.Kind <> OLD.Kind
        BEGIN SELECT RAISE(ABORT, 'Only what is left of a lot changes'); END;

        CREATE TRIGGER Allocations_are_never_deleted BEFORE DELETE ON Allocations
        BEGIN SELECT RAISE(ABORT, 'Allocations are never deleted'); END;

        CREATE TRIGGER Allocations_are_never_edited BEFORE UPDATE ON Allocations
        WHEN NEW.Id <> OLD.Id OR NEW.DebitId <> OLD.DebitId OR NEW.LotId <> OLD.LotId OR NEW.Points <> OLD.Points
          OR NEW.EffectiveAt <> OLD.EffectiveAt
        BEGIN SELECT RAISE(ABORT, 'Allocations are never edited'); END;

        CREATE TRIGGER AuditEntries_are_never_deleted BEFORE DELETE ON AuditEntries
        BEGIN SELECT RAISE(ABORT, 'Audit entries are never deleted'); END;

        CREATE TRIGGER AuditEntries_are_never_edited BEFORE UPDATE ON AuditEntries
        BEGIN SELECT RAISE(ABORT, 'Audit entries are never edited'); END;

        CREATE TRIGGER Orders_are_never_deleted BEFORE DELETE ON Orders
        BEGIN SELECT RAISE(ABORT, 'Orders are never deleted'); END;

        CREATE TRIGGER Accounts_are_never_deleted BEFORE DELETE ON Accounts
        BEGIN SELECT RAISE(ABORT, 'Accounts are never deleted'); END;
        """;

    // Any three letters of a name, e-mail, phone number or reference; kept by triggers, so that no writer forgets it.
    public const string SearchIndex =
        """
        CREATE VIRTUAL TABLE CustomerSearch USING fts5(
            NameKey, EmailKey, PhoneDigits, RefId, content='Customers', content_rowid='Id', tokenize='trigram', detail='full');

        CREATE TRIGGER CustomerSearch_learns AFTER INSERT ON Customers
        BEGIN
            INSERT INTO CustomerSearch (rowid, NameKey, EmailKey, PhoneDigits, RefId)
            VALUES (NEW.Id, NEW.NameKey, NEW.EmailKey, NEW.PhoneDigits, NEW.RefId);
        END;

        CREATE TRIGGER CustomerSearch_relearns AFTER UPDATE OF NameKey, EmailKey, PhoneDigits, RefId ON Customers
        BEGIN
            INSERT INTO CustomerSearch (CustomerSearch, rowid, NameKey, EmailKey, PhoneDigits, RefId)
            VALUES ('delete', OLD.Id, OLD.NameKey, OLD.EmailKey, OLD.PhoneDigits, OLD.RefId);
            INSERT INTO CustomerSearch (rowid, NameKey, EmailKey, PhoneDigits, RefId)
            VALUES (NEW.Id, NEW.NameKey, NEW.EmailKey, NEW.PhoneDigits, NEW.RefId);
        END;
        """;
}
