using System.Globalization;
using System.Text;
using LoyaltyConsole.Core.Ledger;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Tests.Model;

/// <summary>One thing that happens in a history.</summary>
/// <param name="At">When; never before the deed that stands before it.</param>
internal abstract record Deed(Instant At)
{
    /// <summary>Later instants at which the figures are compared as they are foreseen after this deed.</summary>
    public IReadOnlyList<Instant> Foreseen { get; init; } = [];

    /// <summary>Does it in the model, whose time has come to <see cref="At"/>.</summary>
    public virtual ModelAnswer ActOn(LoyaltyModel model) => default;

    // With the milliseconds, which decide at a boundary.
    protected virtual bool PrintMembers(StringBuilder text)
    {
        text.AppendJoin(' ', ((IEnumerable<Instant>)[At, .. Foreseen]).Select(InstantPattern.ExtendedIso.Format));
        return true;
    }
}

/// <summary>A deed of, or on, one customer.</summary>
internal abstract record CustomerDeed(Instant At, int Customer) : Deed(At);

/// <summary>An order.</summary>
internal sealed record BuyDeed(Instant At, int Customer, string Ref, Instant PlacedAt, decimal Shipping, params IReadOnlyList<ModelPosition> Positions)
    : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Buy(Customer, Ref, PlacedAt, Positions);

    protected override bool PrintMembers(StringBuilder text)
    {
        base.PrintMembers(text);
        text.Append(CultureInfo.InvariantCulture, $", {Ref}, placed {InstantPattern.ExtendedIso.Format(PlacedAt)}, shipping {Shipping}: ").AppendJoin(", ", Positions);
        return true;
    }
}

/// <summary>A credit note over an amount; without an order when the shop does not say which.</summary>
internal sealed record ReturnDeed(Instant At, int Customer, string Ref, string? Order, decimal Amount) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) =>
        Order is null ? model.ReturnUnnamed(Customer, Amount) : model.Return(Customer, Order, Amount);
}

/// <summary>A credit note over pieces of an order.</summary>
internal sealed record ReturnPiecesDeed(Instant At, int Customer, string Ref, string Order, params IReadOnlyList<(string Sku, decimal Quantity)> Pieces)
    : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Return(Customer, Order, Pieces);

    protected override bool PrintMembers(StringBuilder text)
    {
        base.PrintMembers(text);
        text.Append(CultureInfo.InvariantCulture, $", {Ref} for {Order}: ").AppendJoin(", ", Pieces);
        return true;
    }
}

/// <summary>A manual adjustment.</summary>
internal sealed record AdjustDeed(
    Instant At, int Customer, AdjustmentDoor Door, decimal Points, LocalDate? RedeemableAfter, LocalDate? ValidUpTo, ReasonKind Reason)
    : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Adjust(Customer, Door, Points, RedeemableAfter, ValidUpTo, Reason);
}

/// <summary>An adjustment as a shop sends it.</summary>
internal sealed record ShopAdjustDeed(Instant At, int Customer, decimal Points, Instant? LockedUntil, Instant? ValidUntil) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Adjust(Customer, Points, Points, LockedUntil, ValidUntil, ReasonKind.Goodwill);
}

/// <summary>Points spent at once.</summary>
internal sealed record RedeemDeed(Instant At, int Customer, decimal Points) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Redeem(Customer, Points);
}

/// <summary>A coupon code is made.</summary>
internal sealed record ReserveDeed(Instant At, int Customer, decimal Points, bool IsHolderVerified) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Reserve(Customer, Points, IsHolderVerified);
}

/// <summary>A coupon code is used; redemptions count in the order in which they were accepted.</summary>
internal sealed record ConfirmDeed(Instant At, int Customer, int Redemption, string? Order) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Confirm(Customer, Redemption, Order);
}

/// <summary>A coupon code is given up.</summary>
internal sealed record CancelDeed(Instant At, int Customer, int Redemption) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Cancel(Customer, Redemption);
}

/// <summary>A redemption is taken back.</summary>
internal sealed record DiscardDeed(Instant At, int Customer, int Redemption) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.Discard(Customer, Redemption);
}

/// <summary>What a reversal is about.</summary>
internal enum Reversed
{
    Credit,
    Deduction,
    Redemption,
}

/// <summary>An entry is reversed; which one, in the order in which they were booked.</summary>
internal sealed record ReverseDeed(Instant At, int Customer, Reversed What, int Number) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => What switch
    {
        Reversed.Credit => model.ReverseCredit(Customer, Number),
        Reversed.Deduction => model.ReverseDeduction(Customer, Number),
        Reversed.Redemption => model.ReverseRedemption(Customer, Number),
        _ => throw new InvalidOperationException($"{What}"),
    };

    public int CountIn(LoyaltyModel model) => What switch
    {
        Reversed.Credit => model[Customer].Account.Lots.Count,
        Reversed.Deduction => model[Customer].Deductions.Count,
        Reversed.Redemption => model[Customer].Redemptions.Count,
        _ => throw new InvalidOperationException($"{What}"),
    };
}

/// <summary>A person changes the level or its lock.</summary>
internal sealed record ChangeTierDeed(Instant At, int Customer, int To, ModelLock Lock, LocalDate? Last) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model) => model.ChangeTier(Customer, To, Lock, Last);
}

/// <summary>A customer is deactivated or activated.</summary>
internal sealed record SetActiveDeed(Instant At, int Customer, bool IsActive) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model)
    {
        model[Customer].IsActive = IsActive;
        return default;
    }
}

/// <summary>Redemption is locked or unlocked.</summary>
internal sealed record SetLockedDeed(Instant At, int Customer, bool IsLocked) : CustomerDeed(At, Customer)
{
    public override ModelAnswer ActOn(LoyaltyModel model)
    {
        model[Customer].IsLocked = IsLocked;
        return default;
    }
}

/// <summary>An earlier deed of the same customer is sent once more, with the same key: nothing happens.</summary>
internal sealed record AgainDeed(Instant At, CustomerDeed Earlier) : CustomerDeed(At, Earlier.Customer);

/// <summary>Nothing but time passes.</summary>
internal sealed record WaitDeed(Instant At) : Deed(At);

/// <summary>The jobs run, once or twice: no figure changes.</summary>
internal sealed record RunJobsDeed(Instant At, int Times) : Deed(At);

/// <summary>Somebody changes the settings, which acts on nothing that is booked (rule 5.1.9).</summary>
internal sealed record ChangeRulesDeed(Instant At, ModelRules Rules) : Deed(At)
{
    public override ModelAnswer ActOn(LoyaltyModel model)
    {
        model.Rules = Rules;
        return default;
    }
}

/// <summary>What happens to some customers of one programme, some of them guests, made from a seed.</summary>
internal sealed record History(int Seed, ModelRules Rules, IReadOnlyList<bool> Registered, Instant Start, IReadOnlyList<Deed> Deeds)
{
    public int Customers => Registered.Count;

    /// <summary>Whether the jobs run before each deed where a level has moved, so that levels are compared as well.</summary>
    public bool ComparesLevels => Seed % 2 == 0;

    /// <summary>Whether they run only then, not at each instant at which a level moves: it moves when it is due all the same.</summary>
    public bool JobsAreLate => Seed % 4 == 0;
}
