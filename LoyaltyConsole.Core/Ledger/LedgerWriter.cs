using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Appends what was done to a <see cref="PointsAccount"/>, and rewrites the account row beside it.</summary>
internal sealed class LedgerWriter(WriteConnection connection, Action<PointsAccount> booked)
{
    private readonly Prepared _entry = connection.Prepare(
        """
        INSERT INTO LedgerEntries (CustomerId, OriginalCustomerId, Kind, Points, Status, IsDebt, CampaignId, IntegrationId,
            OrderId, LotId, CouponCode, EffectiveAt, CreatedAt, Actor, Reason, InternalReason, CustomerText, ImportId, CommandKey, TakesBack,
            CorrectsId, IsUnallocated)
        VALUES (@0, @1, @2, @3, 1, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20)
        RETURNING Id
        """);

    private readonly Prepared _lot = connection.Prepare(
        """
        INSERT INTO Lots (CustomerId, EntryId, Amount, Remaining, TakenBack, Expired, LockedUntil, ValidUntil, EarnedAt, OrderId, Kind)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
        ON CONFLICT (CustomerId, EntryId) DO UPDATE SET Remaining = excluded.Remaining, TakenBack = excluded.TakenBack, Expired = excluded.Expired
        """);

    private readonly Prepared _allocation = connection.Prepare(
        "INSERT INTO Allocations (CustomerId, DebitId, LotId, Points, EffectiveAt) VALUES (@0, @1, @2, @3, @4)");

    private readonly Prepared _redemption = connection.Prepare(
        """
        INSERT INTO Redemptions (EntryId, CustomerId, CouponCode, IntegrationId, State, ReservedUntil, SettledAt, OrderRefId, OrderId)
        VALUES (@0, @1, @2, @3, @4, @5, @6, @7, @8)
        """);

    private readonly Prepared _settle = connection.Prepare("UPDATE Redemptions SET State = @1, SettledAt = @2 WHERE EntryId = @0");

    private readonly Prepared _discard = connection.Prepare("UPDATE LedgerEntries SET Status = 2 WHERE Id = @0");

    private readonly Prepared _line = connection.Prepare("INSERT INTO PositionEarnings (EntryId, Line) VALUES (@0, @1)");

    private readonly Prepared _account = connection.Prepare(
        """
        UPDATE Accounts SET Version = Version + 1, Collected = @1, Expired = @2, Locked = @3, Redeemable = @4, Debt = @5,
            Balance = @6, NextChangeAt = @7
        WHERE CustomerId = @0 AND Version = @8
        RETURNING Version
        """);

    /// <summary>Opens the accounts of new customers, from the first to the last of them, with nothing in them.</summary>
    public void Open(CustomerId first, CustomerId last) => connection
        .Prepare(
            """
            INSERT INTO Accounts (CustomerId, Version, Collected, Expired, Locked, Redeemable, Debt, Balance)
            SELECT Id, 0, 0, 0, 0, 0, 0, 0 FROM Customers WHERE Id BETWEEN @0 AND @1
            """)
        .Run(first.Value, last.Value);

    /// <summary>Appends what is new on the account and rewrites its row as of the instant.</summary>
    public void Append(PointsAccount account, Instant now)
    {
        foreach (var entry in account.NewEntries)
        {
            Append(entry);
        }

        foreach (var lot in account.ChangedLots)
        {
            lot.EntryId = lot.NewEntry?.Id ?? lot.EntryId;
            _lot.Run(
                account.CustomerId.Value, lot.EntryId.Value, lot.Amount.Hundredths, lot.Remaining.Hundredths,
                lot.TakenBack.Hundredths, lot.Expired.Hundredths, lot.LockedUntil?.ToUnixTimeMilliseconds(),
                lot.ValidUntil?.ToUnixTimeMilliseconds(), lot.EarnedAt.ToUnixTimeMilliseconds(), lot.OrderId?.Value, (int)lot.Kind);
        }

        foreach (var allocation in account.NewAllocations)
        {
            _allocation.Run(
                account.CustomerId.Value, allocation.Debit.Id.Value, allocation.Lot.EntryId.Value,
                allocation.Points.Hundredths, allocation.EffectiveAt.ToUnixTimeMilliseconds());
        }

        foreach (var redemption in account.Settlements)
        {
            _settle.Run(redemption.Entry.Id.Value, (int)redemption.State, redemption.At.ToUnixTimeMilliseconds());
            if (redemption.State != RedemptionState.Confirmed)
            {
                _discard.Run(redemption.Entry.Id.Value);
            }
        }

        var figures = account.FiguresAt(now);
        var version = _account.Run(
            account.CustomerId.Value, figures.Collected.Hundredths, figures.Expired.Hundredths, figures.Locked.Hundredths,
            figures.Redeemable.Hundredths, figures.Debt.Hundredths, figures.Balance.Hundredths,
            account.NextChangeAfter(now)?.ToUnixTimeMilliseconds(), account.Version);
        if (version is null)
        {
            throw new InvalidOperationException($"Account {account.CustomerId} was written by another since it was read.");
        }

        account.Settled(account.Version + 1);
        booked(account);
    }

    private void Append(LedgerEntry entry)
    {
        var lot = entry.ExpiredLot;
        if (lot is not null)
        {
            entry.LotId = lot.NewEntry?.Id ?? lot.EntryId;
        }

        entry.CorrectsId = entry.Cause?.Id ?? entry.CorrectsId;

        entry.Id = new LedgerEntryId((long)_entry.Run(
            entry.CustomerId.Value, entry.OriginalCustomerId.Value, (int)entry.Kind, entry.Points.Hundredths, entry.IsDebt ? 1 : 0,
            entry.CampaignId?.Value, entry.IntegrationId?.Value, entry.OrderId?.Value, entry.LotId?.Value, entry.CouponCode,
            entry.EffectiveAt.ToUnixTimeMilliseconds(), entry.CreatedAt.ToUnixTimeMilliseconds(), entry.Actor,
            (int?)entry.Reason, entry.InternalReason, entry.CustomerText, entry.ImportId?.Value,
            entry.CommandKey?.ToString().ToUpperInvariant(), (int?)entry.TakesBack, entry.CorrectsId?.Value, entry.IsUnallocated ? 1 : 0)!);
        foreach (var line in entry.Lines)
        {
            _line.Run(entry.Id.Value, line);
        }

        if (entry.Kind == EntryKind.Redemption)
        {
            var waits = entry.ReservedUntil is not null;
            _redemption.Run(
                entry.Id.Value, entry.CustomerId.Value, entry.CouponCode, entry.IntegrationId?.Value,
                (int)(waits ? RedemptionState.Reserved : RedemptionState.Confirmed), entry.ReservedUntil?.ToUnixTimeMilliseconds(),
                waits ? null : entry.EffectiveAt.ToUnixTimeMilliseconds(), entry.OrderRefId, entry.OrderId?.Value);
        }
    }
}
