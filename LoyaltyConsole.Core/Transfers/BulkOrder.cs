using System.Globalization;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>What an order for everybody in a list is checked against.</summary>
internal sealed record BulkFacts(ProgrammeSettings Settings, IReadOnlyList<Tier> Levels, IReadOnlyList<Campaign> Campaigns, Instant Now);

/// <summary>The same for everybody whom a list finds.</summary>
/// <param name="Filter">Who, as the list's address says it; empty for all.</param>
public abstract record BulkOrder(string Filter)
{
    /// <summary>What it takes, in the order in which it is asked for: to import, and the right to the single deed.</summary>
    public IReadOnlyList<Capability> Rights => RightsOf(GetType());

    /// <summary>The file's columns; the first names the customer.</summary>
    internal abstract IReadOnlyList<string> Columns { get; }

    /// <summary>How the file is staged.</summary>
    internal abstract ImportOptions Options { get; }

    /// <summary>What the file is called by.</summary>
    internal abstract string Words(IReadOnlyList<Tier> levels);

    /// <summary>What is wrong with the order; null for nothing.</summary>
    internal abstract Refusal? Flaw(BulkFacts facts);

    /// <summary>Writes a customer's cells behind their number.</summary>
    internal abstract void Write(CsvText csv, long customer, IReadOnlyList<Tier> levels);

    internal static IReadOnlyList<Capability> RightsOf<TOrder>()
        where TOrder : BulkOrder => RightsOf(typeof(TOrder));

    // Points as their import: marketing's work is made of them.
    private static IReadOnlyList<Capability> RightsOf(Type order) =>
        order == typeof(BulkTierOrder) ? ImportRights.Of(ImportKind.Tiers)
        : order == typeof(BulkCouponOrder) ? ImportRights.Of(ImportKind.Coupons)
        : order == typeof(BulkGroupOrder) ? [Capability.Import, Capability.EditCustomers]
        : ImportRights.Of(ImportKind.Points);
}

/// <summary>Points for everybody whom a list finds.</summary>
/// <param name="Key">The key of the command; whoever got them once does not get them again.</param>
/// <param name="Filter">Who.</param>
/// <param name="Mode">Whether the points are added or are the balance to be.</param>
/// <param name="Points">How many; negative to deduct.</param>
/// <param name="Reason">Why, for staff.</param>
public sealed record BulkPointsOrder(Guid Key, string Filter, PointsMode Mode, Points Points, string Reason) : BulkOrder(Filter)
{
    /// <summary>The kind of reason; it decides whether the points qualify for levels.</summary>
    public ReasonKind Kind { get; init; } = ReasonKind.Goodwill;

    /// <summary>What the customers read; null for the default.</summary>
    public string? CustomerText { get; init; }

    /// <summary>The last local day on which a credit is valid; null for the programme's validity.</summary>
    public LocalDate? ValidUpTo { get; init; }

    internal override IReadOnlyList<string> Columns =>
        [PointsFields.CustomerId, PointsFields.Points, PointsFields.ValidUntil, PointsFields.InternalReason, PointsFields.CustomerText, PointsFields.Identifier];

    internal override ImportOptions Options => new() { Kind = ImportKind.Points, Mode = Mode, Reason = Kind };

    internal override string Words(IReadOnlyList<Tier> levels) => $"{(Mode is PointsMode.Reset ? "set" : "add")}_{Points}";

    internal override Refusal? Flaw(BulkFacts facts) =>
        string.IsNullOrWhiteSpace(Reason) ? new ReasonMissing()
        : Reason.Length > LedgerEntry.TextLength || CustomerText?.Length > LedgerEntry.TextLength ? new TextTooLong(LedgerEntry.TextLength)
        : Mode is PointsMode.Add && Points.IsZero ? new NothingToAdjust()
        : Points > Points.MostInOneEntry || Points < -Points.MostInOneEntry ? new TooManyPoints(Points.MostInOneEntry)
        : Points.Rounded(Points.Value, facts.Settings.Decimals) != Points ? new TooManyDecimals(facts.Settings.Decimals)
        : ValidUpTo is { } day && facts.Settings.Time.EndOf(day) <= facts.Now ? new ValidityInThePast()
        : null;

    internal override void Write(CsvText csv, long customer, IReadOnlyList<Tier> levels)
    {
        csv.Amount(Points);
        csv.Text(ValidUpTo is { } day ? LocalDatePattern.Iso.Format(day) : null);
        csv.Text(Reason.Trim());
        csv.Text(CustomerText);

        // Whoever got it once does not get it again, however often the file is staged.
        csv.Text(string.Create(CultureInfo.InvariantCulture, $"{Key:N}-{customer}"));
    }
}

/// <summary>A level, a lock or both for everybody whom a list finds (S-028, E-050).</summary>
/// <param name="Filter">Who.</param>
public sealed record BulkTierOrder(string Filter) : BulkOrder(Filter)
{
    /// <summary>The level; null for each to keep theirs.</summary>
    public TierId? To { get; init; }

    /// <summary>Whether it is locked against automatic change; null for each to keep what locks theirs.</summary>
    public bool? Locks { get; init; }

    /// <summary>The last day of that lock; null for no end.</summary>
    public LocalDate? LockUntil { get; init; }

    /// <summary>"Internal notes".</summary>
    public string? Note { get; init; }

    internal override IReadOnlyList<string> Columns =>
        [PointsFields.CustomerId, TierFields.Tier, TierFields.Lock, TierFields.LockedUntil, TierFields.InternalReason];

    internal override ImportOptions Options => new() { Kind = ImportKind.Tiers };

    internal override string Words(IReadOnlyList<Tier> levels) =>
        string.Join('_', new[] { NameOf(levels) is { } name ? $"tier_{name}" : null, Locks switch { true => "lock", false => "unlock", null => null } }.OfType<string>());

    internal override Refusal? Flaw(BulkFacts facts) =>
        To is null && Locks is null ? new TierUnchanged()
        : To is not null && NameOf(facts.Levels) is null ? new TierNotFound()
        : Note?.Length > TierChange.NoteLength ? new TextTooLong(TierChange.NoteLength)
        : Locks is true && LockUntil is { } day && facts.Settings.Time.EndOf(day) <= facts.Now ? new TierLockInThePast()
        : null;

    internal override void Write(CsvText csv, long customer, IReadOnlyList<Tier> levels)
    {
        csv.Text(NameOf(levels));
        csv.Text(Locks switch { true => "yes", false => "no", null => null });
        csv.Text(Locks is true && LockUntil is { } day ? LocalDatePattern.Iso.Format(day) : null);
        csv.Text(string.IsNullOrWhiteSpace(Note) ? null : Note.Trim());
    }

    private string? NameOf(IReadOnlyList<Tier> levels) => levels.FirstOrDefault(level => level.Id == To)?.Name;
}

/// <summary>A group has a name.</summary>
public sealed record GroupMissing : Refusal;

/// <summary>A group for everybody whom a list finds (E-048).</summary>
/// <param name="Filter">Who.</param>
/// <param name="Group">The group.</param>
public sealed record BulkGroupOrder(string Filter, string Group) : BulkOrder(Filter)
{
    internal override IReadOnlyList<string> Columns => [CustomerFields.CustomerId, CustomerFields.Group];

    // The console's own numbers are said to be so: in most files a customer's number is the shop's.
    internal override ImportOptions Options => new()
    {
        Kind = ImportKind.Customers,
        Map = string.Join(',', Columns.Select(column => $"{column}={column}")),
    };

    internal override string Words(IReadOnlyList<Tier> levels) => $"group_{Group.Trim()}";

    internal override Refusal? Flaw(BulkFacts facts) =>
        string.IsNullOrWhiteSpace(Group) ? new GroupMissing()
        : Group.Trim().Length > Customer.PartLength ? new TextTooLong(Customer.PartLength)
        : null;

    internal override void Write(CsvText csv, long customer, IReadOnlyList<Tier> levels) => csv.Text(Group.Trim());
}

/// <summary>A coupon for everybody whom a list finds (R-025).</summary>
/// <param name="Key">The key of the command; whoever got the coupon once does not get another by it.</param>
/// <param name="Filter">Who.</param>
/// <param name="Campaign">Of which campaign.</param>
public sealed record BulkCouponOrder(Guid Key, string Filter, CampaignId Campaign) : BulkOrder(Filter)
{
    internal override IReadOnlyList<string> Columns => [PointsFields.CustomerId, CouponFields.Campaign, CouponFields.Identifier];

    internal override ImportOptions Options => new() { Kind = ImportKind.Coupons };

    internal override string Words(IReadOnlyList<Tier> levels) => $"coupon_{Campaign}";

    internal override Refusal? Flaw(BulkFacts facts) =>
        facts.Campaigns.FirstOrDefault(campaign => campaign.Id == Campaign) is not { Kind: CampaignKind.Coupon } found ? new CouponCampaignNotFound()
        : !found.IsInForceAt(facts.Now) ? new CampaignNotInForce(found.Name)
        : null;

    internal override void Write(CsvText csv, long customer, IReadOnlyList<Tier> levels)
    {
        csv.Text(Campaign.ToString());
        csv.Text(string.Create(CultureInfo.InvariantCulture, $"{Key:N}-{customer}"));
    }
}
