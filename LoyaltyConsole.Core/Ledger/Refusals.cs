using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Core.Ledger;

// In the order in which the ledger checks.

/// <summary>The key was used before, for something else.</summary>
public sealed record CommandKeyReused : Refusal;

/// <summary>There is no such customer.</summary>
public sealed record CustomerNotFound(CustomerId Id) : Refusal;

/// <summary>A deactivated customer neither collects nor redeems (L-023).</summary>
public sealed record CustomerInactive : Refusal;

/// <summary>The customer has left the programme and collects nothing (S-009).</summary>
public sealed record CustomerLeft : Refusal;

/// <summary>A deleted customer's account is closed (L-100).</summary>
public sealed record CustomerDeleted : Refusal;

/// <summary>The account goes on as another one, which it was merged into (D4).</summary>
public sealed record CustomerMerged(CustomerId Into) : Refusal;

/// <summary>Somebody booked on the account since the operator looked at it.</summary>
/// <param name="Seen">The balance that the operator saw.</param>
/// <param name="Now">The balance now.</param>
public sealed record AccountChanged(Points Seen, Points Now) : Refusal;

/// <summary>No points were given.</summary>
public sealed record PointsMissing : Refusal;

/// <summary>The text is no number of points.</summary>
public sealed record PointsNotANumber(string Text) : Refusal;

/// <summary>Points are written without a comma (D2, E-046).</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Instead">How to write what can only have been meant.</param>
public sealed record PointsWithComma(string Text, string Instead) : Refusal;

/// <summary>A comma that could group thousands or mark decimals is not read at all (D2, E-046).</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Whole">How to write it if the comma groups thousands.</param>
/// <param name="WithPeriod">How to write it if the comma marks decimals.</param>
public sealed record PointsWithAmbiguousComma(string Text, string Whole, string WithPeriod) : Refusal;

/// <summary>More decimals than the programme books.</summary>
public sealed record TooManyDecimals(int Allowed) : Refusal;

/// <summary>Top Up and Draw Off take a positive number; the button says the direction (D1).</summary>
public sealed record PointsMustBePositive : Refusal;

/// <summary>An adjustment by nothing.</summary>
public sealed record NothingToAdjust : Refusal;

/// <summary>More than one entry may move.</summary>
public sealed record TooManyPoints(Points Most) : Refusal;

/// <summary>A text is longer than its column.</summary>
public sealed record TextTooLong(int Most) : Refusal;

/// <summary>"Redeemable After" and "Valid Up To" belong to credits (D12).</summary>
public sealed record DatesOnlyForCredits : Refusal;

/// <summary>"Valid Up To" lies in the past (D12).</summary>
public sealed record ValidityInThePast : Refusal;

/// <summary>Such points could never be redeemed (D11).</summary>
public sealed record LockedBeyondValidity : Refusal;

/// <summary>The points do not suffice.</summary>
/// <param name="Possible">How many could be taken.</param>
/// <param name="Requested">How many were asked for.</param>
public sealed record NotEnoughPoints(Points Possible, Points Requested) : Refusal;

/// <summary>Locked for redemption (L-021, D10).</summary>
public sealed record RedemptionLocked : Refusal;

/// <summary>Nothing is redeemed while there is debt (rule 5.3.5).</summary>
public sealed record CustomerInDebt(Points Debt) : Refusal;

/// <summary>There is no such entry.</summary>
public sealed record EntryNotFound(LedgerEntryId Id) : Refusal;

/// <summary>Only redemptions are discarded.</summary>
public sealed record NotARedemption(LedgerEntryId Id) : Refusal;

/// <summary>A guest redeems only with the PIN (E-051, rule 5.3.5).</summary>
public sealed record PinNotVerified : Refusal;

/// <summary>There is no such coupon code.</summary>
public sealed record CouponNotFound(string CouponCode) : Refusal;

/// <summary>The coupon code was used already.</summary>
public sealed record CouponUsed(string CouponCode) : Refusal;

/// <summary>The redemption was discarded.</summary>
public sealed record RedemptionDiscarded : Refusal;

/// <summary>The coupon code was not used in time (L-069).</summary>
/// <param name="Until">The instant from which it was void.</param>
public sealed record ReservationLapsed(Instant Until) : Refusal;

/// <summary>Points of the redemption were given back already, because its order was returned or it was reversed.</summary>
public sealed record AlreadyGivenBack(LedgerEntryId Id) : Refusal;

/// <summary>A reversal says why.</summary>
public sealed record ReasonMissing : Refusal;

/// <summary>Expiries, clawbacks and compensating entries are not reversed by hand.</summary>
public sealed record NotReversible(LedgerEntryId Id) : Refusal;

/// <summary>The entry was reversed before.</summary>
public sealed record AlreadyReversed(LedgerEntryId Id) : Refusal;

/// <summary>All of the entry's points were taken back, given back or expired already.</summary>
public sealed record NothingLeftToReverse : Refusal;

/// <summary>Only one's own act can be undone (X9).</summary>
public sealed record NotYourAct : Refusal;

/// <summary>The minutes for undoing are over; a manager can reverse the entry.</summary>
public sealed record TooLateToUndo(int Minutes) : Refusal;
