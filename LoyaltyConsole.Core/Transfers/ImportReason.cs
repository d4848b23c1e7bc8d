namespace LoyaltyConsole.Core.Transfers;

/// <summary>Why a row or an order of a file stays out. The numbers are stored.</summary>
public enum ImportReason
{
    /// <summary>The row names no customer: skipped, never invented (contracts).</summary>
    NoCustomer = 1,

    /// <summary>The same order is recorded already: skipped (contracts).</summary>
    AlreadyRecorded = 2,

    /// <summary>See <see cref="RowFlaw.StrayQuote"/>.</summary>
    StrayQuote = 10,

    /// <summary>See <see cref="RowFlaw.TextAfterQuote"/>.</summary>
    TextAfterQuote = 11,

    /// <summary>See <see cref="RowFlaw.TooFewCells"/>.</summary>
    TooFewCells = 12,

    /// <summary>See <see cref="RowFlaw.TooManyCells"/>.</summary>
    TooManyCells = 13,

    /// <summary>See <see cref="RowFlaw.CellTooLong"/>.</summary>
    CellTooLong = 14,

    /// <summary>A cell that must not be empty is.</summary>
    CellEmpty = 20,

    /// <summary>See <see cref="CellFault.CommaInNumber"/>.</summary>
    CommaInNumber = 21,

    /// <summary>See <see cref="CellFault.NotANumber"/>.</summary>
    NotANumber = 22,

    /// <summary>See <see cref="CellFault.TooManyDecimals"/>.</summary>
    TooManyDecimals = 23,

    /// <summary>See <see cref="CellFault.OutOfRange"/>.</summary>
    OutOfRange = 24,

    /// <summary>See <see cref="CellFault.IdLostDigits"/>.</summary>
    IdLostDigits = 25,

    /// <summary>See <see cref="CellFault.TooLong"/>.</summary>
    ValueTooLong = 26,

    /// <summary>See <see cref="CellFault.NotADate"/>.</summary>
    NotADate = 27,

    /// <summary>See <see cref="CellFault.NoSuchDate"/>.</summary>
    NoSuchDate = 28,

    /// <summary>The type is neither order nor credit note.</summary>
    UnknownType = 29,

    /// <summary>A currency is three letters.</summary>
    NoCurrency = 30,

    /// <summary>The order has no date in any of its rows.</summary>
    NoDate = 40,

    /// <summary>Another row of the same order cannot be used, so its total would be wrong.</summary>
    AnotherRowRejected = 41,

    /// <summary>The rows of one order name different customers.</summary>
    TwoCustomers = 42,

    /// <summary>The rows of one order state different totals.</summary>
    TwoTotals = 43,

    /// <summary>The rows of one order have different currencies.</summary>
    TwoCurrencies = 44,

    /// <summary>Several customers have this e-mail address or phone number.</summary>
    AmbiguousCustomer = 50,

    /// <summary>The customer is deleted.</summary>
    CustomerDeleted = 51,

    /// <summary>Another order of this reference is recorded, with other content.</summary>
    OrderDiffers = 52,

    /// <summary>The order that a credit note takes back is not recorded for this customer.</summary>
    OriginalOrderNotFound = 53,

    /// <summary>The order would earn more points than one entry may move.</summary>
    TooManyPoints = 54,

    /// <summary>Nobody is known by what the row names its customer by.</summary>
    NoSuchCustomer = 60,

    /// <summary>One of the row's names belongs to another customer than the others.</summary>
    NamesDisagree = 61,

    /// <summary>The customer is inactive, and neither collects nor redeems (L-023).</summary>
    CustomerInactive = 62,

    /// <summary>The customer has left the programme (S-009).</summary>
    CustomerLeft = 63,

    /// <summary>The account looks like that of the person who imports (X6).</summary>
    OwnAccount = 64,

    /// <summary>The mode is neither add nor reset.</summary>
    UnknownMode = 65,

    /// <summary>No points, or the balance that the customer has already: skipped.</summary>
    NothingToBook = 66,

    /// <summary>A row with this identifier was booked with other content.</summary>
    IdentifierDiffers = 67,

    /// <summary>The validity is over (D12).</summary>
    ValidityOver = 68,

    /// <summary>The lock would end after the validity (D11).</summary>
    LockedBeyondValidity = 69,

    /// <summary>A deduction has neither lock nor validity (D12).</summary>
    DatesOnlyForCredits = 70,

    /// <summary>The balance does not cover the deduction (T12).</summary>
    NotEnoughPoints = 71,

    /// <summary>Kept by an undo: the points were spent.</summary>
    PointsSpent = 80,

    /// <summary>Kept by an undo: the points have run out.</summary>
    PointsExpired = 81,

    /// <summary>Kept by an undo: somebody reversed the entry before.</summary>
    ReversedBefore = 82,

    /// <summary>Kept by an undo: the customer was merged or deleted since.</summary>
    CustomerGone = 83,

    /// <summary>Kept by an undo: a credit note took back, or gave back, points of an order that is not of this import.</summary>
    CreditNoteStays = 84,

    /// <summary>An undo could not deal with it: the account breaks a rule of the ledger, which the ledger check names.</summary>
    UndoFailed = 85,

    /// <summary>Kept by an undo of customers: somebody has changed a field since.</summary>
    ChangedSince = 86,

    /// <summary>Kept by an undo of customers: the new customer has orders or points by now.</summary>
    CustomerInUse = 87,

    /// <summary>Another row of the file is about the same customer.</summary>
    RowRepeated = 90,

    /// <summary>Neither yes nor no.</summary>
    NotYesOrNo = 91,

    /// <summary>No e-mail address.</summary>
    NoEmail = 92,

    /// <summary>No phone number.</summary>
    NoPhone = 93,

    /// <summary>There is no level of that name.</summary>
    UnknownTier = 100,

    /// <summary>The lock would have ended before today.</summary>
    TierLockOver = 101,

    /// <summary>A lock that is taken away has no end.</summary>
    LockEndWithoutLock = 102,

    /// <summary>Neither level nor lock is named.</summary>
    NoTierNamed = 103,

    /// <summary>Neither level nor lock would change: skipped.</summary>
    TierUnchanged = 104,

    /// <summary>An earlier row of the file says the same of the same customer: skipped.</summary>
    SaidBefore = 105,

    /// <summary>An earlier row of the file says something else of the same customer.</summary>
    SaidOtherwise = 106,

    /// <summary>Kept by an undo of levels: somebody has changed the level or its lock since.</summary>
    TierChangedSince = 107,

    /// <summary>Kept by an undo of levels: the programme has moved the level since.</summary>
    TierMovedSince = 108,

    /// <summary>Kept by an undo of levels: the level before is no longer there.</summary>
    TierGone = 109,

    /// <summary>No campaign that gives coupons at present is called so.</summary>
    UnknownCampaign = 110,

    /// <summary>A row with this identifier gave its coupon before: skipped.</summary>
    CouponGivenBefore = 111,

    /// <summary>Kept by an undo of coupons: it was used.</summary>
    CouponUsed = 112,

    /// <summary>Kept by an undo of coupons: somebody has withdrawn it before.</summary>
    CouponWithdrawnBefore = 113,
}

/// <summary>Why a row stays out, and of what the reason speaks.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Column">The column, where it is one cell's fault.</param>
/// <param name="Value">The cell, or what else the reason speaks of.</param>
public sealed record ImportProblem(ImportReason Reason, string? Column, string? Value)
{
    private const char Between = '\u001F';

    /// <summary>Whether nothing is wrong: the row stays out because there is nothing to do for it.</summary>
    private bool LeavesItAtThat =>
        Reason is ImportReason.NoCustomer or ImportReason.AlreadyRecorded or ImportReason.NothingToBook or ImportReason.TierUnchanged
            or ImportReason.SaidBefore or ImportReason.NoTierNamed or ImportReason.CouponGivenBefore;

    /// <summary>What becomes of the row.</summary>
    internal ImportState State => LeavesItAtThat ? ImportState.Skipped : ImportState.Rejected;

    internal string Detail => $"{Column}{Between}{Value}";

    internal static ImportProblem Of(ImportReason reason, string? detail)
    {
        var parts = (detail ?? "").Split(Between, 2);
        return new ImportProblem(reason, NullIfEmpty(parts[0]), parts.Length < 2 ? null : NullIfEmpty(parts[1]));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
