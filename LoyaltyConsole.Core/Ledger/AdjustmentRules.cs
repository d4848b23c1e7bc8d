using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>The rules of a manual adjustment, on an account in memory: for the preview and for the booking alike.</summary>
internal static class AdjustmentRules
{
    /// <summary>Applies the adjustment, or refuses it in the order that <see cref="PointsLedger.PreviewAsync"/> names.</summary>
    public static Result<Booked> Apply(
        PointsAccount account, Adjustment adjustment, ProgrammeSettings settings, string actor, Instant now)
    {
        var figures = account.FiguresAt(now);
        if (adjustment.SeenVersion is not Adjustment.Unseen && adjustment.SeenVersion != account.Version)
        {
            return new AccountChanged(adjustment.SeenBalance, figures.Balance);
        }

        if (adjustment.Door is AdjustmentDoor.TopUp or AdjustmentDoor.DrawOff && adjustment.Points <= Points.Zero)
        {
            return new PointsMustBePositive();
        }

        var difference = Difference(adjustment, figures);
        if (difference.IsZero)
        {
            return new NothingToAdjust();
        }

        if (!settings.Books(adjustment.Points))
        {
            return new TooManyDecimals(settings.Decimals);
        }

        if (difference > Points.MostInOneEntry || difference < -Points.MostInOneEntry)
        {
            return new TooManyPoints(Points.MostInOneEntry);
        }

        if (adjustment.InternalReason?.Length > LedgerEntry.TextLength || adjustment.CustomerText?.Length > LedgerEntry.TextLength)
        {
            return new TextTooLong(LedgerEntry.TextLength);
        }

        return difference > Points.Zero
            ? Credit(account, adjustment, settings, actor, now, difference)
            : Deduct(account, adjustment, settings, actor, now, difference);
    }

    /// <summary>What the newly appended deductions take from which lots.</summary>
    public static IReadOnlyList<LotUse> UsesOf(PointsAccount account, Instant now) =>
    [
        .. account.NewAllocations
            .Where(allocation => allocation.Debit.Kind is EntryKind.ManualDebit or EntryKind.Redemption && account.NewEntries.Contains(allocation.Debit))
            .Select(allocation => new LotUse(
                allocation.Lot.EntryId, allocation.Lot.Kind, allocation.Points, allocation.Lot.ValidUntil, allocation.Lot.IsLockedAt(now))),
    ];

    private static Points Difference(Adjustment adjustment, Figures figures) => adjustment.Door switch
    {
        AdjustmentDoor.TopUp or AdjustmentDoor.AddOrSubtract => adjustment.Points,
        AdjustmentDoor.DrawOff => -adjustment.Points,
        AdjustmentDoor.ActualBalance => adjustment.Points - figures.Balance,
        _ => throw new ArgumentOutOfRangeException(nameof(adjustment)),
    };

    private static Result<Booked> Credit(
        PointsAccount account, Adjustment adjustment, ProgrammeSettings settings, string actor, Instant now, Points difference)
    {
        Instant? lockedUntil = adjustment.RedeemableAfter is { } after ? settings.Time.LockedUntil(after, now) : adjustment.LockedUntil?.TruncatedToMilliseconds();
        Instant? validUntil = adjustment.ValidUpTo is { } upTo ? settings.Time.ValidUntil(upTo, now) : adjustment.ValidUntil?.TruncatedToMilliseconds();
        if (validUntil <= now)
        {
            return new ValidityInThePast();
        }

        // A lock that has passed locks nothing.
        lockedUntil = lockedUntil <= now ? null : lockedUntil;
        if (lockedUntil >= validUntil)
        {
            return new LockedBeyondValidity();
        }

        var entry = Entry(account, adjustment, actor, now, EntryKind.ManualCredit, difference, isDebt: false, adjustment.Key);
        account.Credit(entry, lockedUntil, validUntil);
        return new Booked(entry, difference, lockedUntil, validUntil);
    }

    private static Result<Booked> Deduct(
        PointsAccount account, Adjustment adjustment, ProgrammeSettings settings, string actor, Instant now, Points difference)
    {
        if (adjustment is not { RedeemableAfter: null, ValidUpTo: null, LockedUntil: null, ValidUntil: null })
        {
            return new DatesOnlyForCredits();
        }

        var possible = account.DeductibleAt(now);
        if (-difference > possible && !settings.AllowsNegativeBalance)
        {
            return new NotEnoughPoints(possible, -difference);
        }

        LedgerEntry? first = null;
        LedgerEntry Part(Points part, bool isDebt)
        {
            // The key names the deed once; a second part, the debt, goes without.
            var unallocated = settings.ManualDebitsUnallocated && !isDebt;
            var entry = Entry(account, adjustment, actor, now, EntryKind.ManualDebit, -part, isDebt, first is null ? adjustment.Key : null, unallocated);
            first ??= entry;
            return entry;
        }

        if (settings.ManualDebitsUnallocated)
        {
            account.DeductUnallocated(-difference, now, Part);
        }
        else
        {
            account.Deduct(-difference, now, Part);
        }

        return new Booked(first!, difference, null, null);
    }

    private static LedgerEntry Entry(
        PointsAccount account, Adjustment adjustment, string actor, Instant now, EntryKind kind, Points points, bool isDebt, Guid? key,
        bool unallocated = false) => new()
        {
            CustomerId = account.CustomerId,
            OriginalCustomerId = account.CustomerId,
            Kind = kind,
            Points = points,
            IsDebt = isDebt,
            IsUnallocated = unallocated,
            IntegrationId = adjustment.Integration,
            ImportId = adjustment.Import,
            EffectiveAt = now,
            CreatedAt = now,
            Actor = actor,
            Reason = adjustment.Reason,
            InternalReason = NullIfBlank(adjustment.InternalReason),
            CustomerText = NullIfBlank(adjustment.CustomerText),
            CommandKey = key,
        };

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>What an adjustment booked.</summary>
internal sealed record Booked(LedgerEntry Entry, Points Difference, Instant? LockedUntil, Instant? ValidUntil);
