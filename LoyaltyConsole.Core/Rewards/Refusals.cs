namespace LoyaltyConsole.Core.Rewards;

// In the order in which the services check.

/// <summary>A reward needs a name.</summary>
public sealed record RewardNameMissing : Refusal;

/// <summary>A reward costs something, and not more than one entry may move.</summary>
public sealed record RewardCostOutOfRange(Points Most) : Refusal;

/// <summary>A reward ends after it starts.</summary>
public sealed record RewardEndsBeforeItStarts : Refusal;

/// <summary>Somebody changed the reward since the form was opened.</summary>
public sealed record RewardChanged(string Name) : Refusal;

/// <summary>There is no such reward in the catalogue.</summary>
public sealed record RewardNotFound(RewardId Id) : Refusal;

/// <summary>The reward cannot be had now.</summary>
public sealed record RewardNotAvailable(string Name) : Refusal;

/// <summary>The customer has no such reward.</summary>
public sealed record CustomerRewardNotFound(CustomerRewardId Id) : Refusal;

/// <summary>The reward was used; taking it back leaves the discount granted, so it is done on purpose (rule 5.3.4).</summary>
public sealed record RewardUsed : Refusal;

/// <summary>The reward was removed.</summary>
public sealed record RewardRemoved : Refusal;

/// <summary>There is no such campaign, or it gives no coupons.</summary>
public sealed record CouponCampaignNotFound : Refusal;

/// <summary>The campaign has not begun or has ended.</summary>
public sealed record CampaignNotInForce(string Name) : Refusal;

/// <summary>The coupon was withdrawn.</summary>
public sealed record CouponWithdrawn(string Code) : Refusal;

/// <summary>The coupon is no longer valid.</summary>
public sealed record CouponExpired(string Code) : Refusal;

/// <summary>The programme asks for no one-time code.</summary>
public sealed record OneTimeCodeNotNeeded : Refusal;

/// <summary>There is no e-mail address to which a code could be sent.</summary>
public sealed record OneTimeCodeWithoutAddress : Refusal;

/// <summary>There is no such one-time code.</summary>
public sealed record OneTimeCodeNotFound(OneTimeCodeId Id) : Refusal;

/// <summary>Points are spent with the code that the customer was sent, and none was typed.</summary>
public sealed record OneTimeCodeMissing : Refusal;

/// <summary>The customer has no code that could be used: none was sent, or its time is over.</summary>
public sealed record OneTimeCodeNotOpen : Refusal;

/// <summary>That was one wrong code too many; it is void.</summary>
public sealed record OneTimeCodeVoid : Refusal;

/// <summary>That is not the code.</summary>
/// <param name="Left">How many more may be tried.</param>
public sealed record OneTimeCodeWrong(int Left) : Refusal;
