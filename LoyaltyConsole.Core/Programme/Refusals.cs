namespace LoyaltyConsole.Core.Programme;

// In the order in which the campaign book checks.

/// <summary>A campaign needs a name.</summary>
public sealed record CampaignNameMissing : Refusal;

/// <summary>A campaign pays something, and not more than one entry may move; only a coupon may pay nothing.</summary>
public sealed record CampaignRateOutOfRange(Points Most) : Refusal;

/// <summary>A category campaign names its category.</summary>
public sealed record CampaignCategoryMissing : Refusal;

/// <summary>An item campaign names its article.</summary>
public sealed record CampaignSkuMissing : Refusal;

/// <summary>A coupon says what it is good for.</summary>
public sealed record CampaignCouponTextMissing : Refusal;

/// <summary>A lock is no number of days, or too long.</summary>
public sealed record CampaignLockOutOfRange(int MostDays) : Refusal;

/// <summary>A validity is no number of months, or too long.</summary>
public sealed record CampaignValidityOutOfRange(int MostMonths) : Refusal;

/// <summary>The lock is as long as the validity can be, or longer: such points could never be redeemed (rule 5.2.3).</summary>
public sealed record CampaignLockedBeyondValidity(int MostDays) : Refusal;

/// <summary>A campaign does not begin in the past: nothing is paid after the fact (rule 5.1.9).</summary>
public sealed record CampaignStartsInThePast : Refusal;

/// <summary>A campaign does not end in the past.</summary>
public sealed record CampaignEndsInThePast : Refusal;

/// <summary>A campaign ends after it begins.</summary>
public sealed record CampaignEndsBeforeItStarts : Refusal;

/// <summary>There is no such campaign.</summary>
public sealed record CampaignNotFound(CampaignId Id) : Refusal;

/// <summary>Somebody changed the campaign since the form was opened.</summary>
public sealed record CampaignChanged(string Name) : Refusal;

/// <summary>The campaign has begun; its beginning stays as it was.</summary>
public sealed record CampaignHasBegun : Refusal;

/// <summary>The campaign has ended; only its name can be changed.</summary>
public sealed record CampaignHasEnded : Refusal;

/// <summary>The campaign pays for something else than being granted by hand.</summary>
public sealed record CampaignIsNotGranted(string Name) : Refusal;
