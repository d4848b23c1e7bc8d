namespace LoyaltyConsole.Core.Persistence.Migrations;

/// <summary>What the database itself refuses of the history of levels.</summary>
internal static class TierGuards
{
    public const string Triggers =
        """
        CREATE TRIGGER TierChanges_are_never_deleted BEFORE DELETE ON TierChanges
        BEGIN SELECT RAISE(ABORT, 'The history of levels is never deleted'); END;

        CREATE TRIGGER TierChanges_are_never_edited BEFORE UPDATE ON TierChanges
        WHEN NEW.Id <> OLD.Id OR NEW.At <> OLD.At OR NEW.FromId <> OLD.FromId OR NEW.ToId <> OLD.ToId OR NEW.Cause <> OLD.Cause
          OR NEW.Qualifying <> OLD.Qualifying OR NEW.Threshold <> OLD.Threshold OR NEW.Lock <> OLD.Lock OR NEW.Until IS NOT OLD.Until
        BEGIN SELECT RAISE(ABORT, 'The history of levels is never edited'); END;
        """;
}
