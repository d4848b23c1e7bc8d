using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Bench.Lists;

/// <summary>A filter of the overview, and what it is called.</summary>
internal sealed record OfferedFilter(string Name, CustomerFilter Filter);

/// <summary>
/// Every filter that the overview offers: each field with what many, what few and what nobody has, and each field beside
/// each other. A field that is added is to be added here, which a test sees to.
/// </summary>
/// <param name="Tiers">The levels, from the lowest.</param>
/// <param name="Integrations">The shops.</param>
/// <param name="Segments">Segments of one model.</param>
/// <param name="Today">The day on which days are counted back and on.</param>
internal sealed record OfferedFilters(IReadOnlyList<TierId> Tiers, IReadOnlyList<IntegrationId> Integrations, IReadOnlyList<SegmentId> Segments, LocalDate Today)
{
    /// <summary>One field each.</summary>
    public IReadOnlyList<OfferedFilter> Single =>
    [
        .. ((string[])["example", "müller", "ma", "xqzv", "100", "SW-1000001"]).Select(text => Named($"text \"{text}\"", new() { Text = text })),
        .. Enum.GetValues<CustomerStatus>().Select(status => Named($"{status}", new() { Statuses = [status] })),
        Named("active and inactive", new() { Statuses = [CustomerStatus.Active, CustomerStatus.Inactive] }),
        Named("inactive and deleted", new() { Statuses = [CustomerStatus.Inactive, CustomerStatus.Deleted] }),
        Named("locked", new() { IsLocked = true }),
        Named("not locked", new() { IsLocked = false }),
        Named("registered", new() { IsRegistered = true }),
        Named("anonymous", new() { IsRegistered = false }),
        .. Integrations.Select((shop, index) => Named($"integration {index + 1}", new() { Integrations = [shop] })),
        Named("two integrations", new() { Integrations = [.. Integrations.Take(2)] }),
        .. Tiers.Select((tier, index) => Named($"level {index + 1}", new() { Tiers = [tier] })),
        Named("two levels", new() { Tiers = [.. Tiers.Take(2)] }),
        .. Segments.Select((segment, index) => Named($"segment {index + 1}", new() { Segments = [segment] })),
        Named("two segments", new() { Segments = [.. Segments.Take(2)] }),
        Named("another model", new() { SegmentModel = new SegmentModelId(2) }),
        Named("enrolled since last week", new() { EnrolledFrom = Today.PlusDays(-7) }),
        Named("enrolled in the last two years", new() { EnrolledFrom = Today.PlusDays(-730) }),
        Named("enrolled until two years ago", new() { EnrolledTo = Today.PlusDays(-730) }),
        Named("enrolled until last week", new() { EnrolledTo = Today.PlusDays(-7) }),
        Named("enrolled in a month", new() { EnrolledFrom = Today.PlusDays(-200), EnrolledTo = Today.PlusDays(-170) }),
        Named("enrolled within 3 days", new() { EnrolledWithinDays = 3 }),
        Named("enrolled within 90 days", new() { EnrolledWithinDays = 90 }),
        Named("modified within 1 day", new() { ModifiedWithinDays = 1 }),
        Named("modified within 90 days", new() { ModifiedWithinDays = 90 }),
        Named("expiring within 1 day", new() { ExpiringWithinDays = 1 }),
        Named("expiring within 30 days", new() { ExpiringWithinDays = 30 }),
        Named("expiring within a year", new() { ExpiringWithinDays = 365 }),
        Named("balance of 1 and more", new() { BalanceFrom = Points.Whole(1) }),
        Named("balance of 1,000 and more", new() { BalanceFrom = Points.Whole(1_000) }),
        Named("balance of 1,000,000 and more", new() { BalanceFrom = Points.Whole(1_000_000) }),
        Named("in debt", new() { BalanceTo = new Points(-1) }),
        Named("balance of 50 at most", new() { BalanceTo = Points.Whole(50) }),
    ];

    /// <summary>Two fields each.</summary>
    public IReadOnlyList<OfferedFilter> Double
    {
        get
        {
            (string Name, Func<CustomerFilter, CustomerFilter> With)[] fields =
            [
                ("text", filter => filter with { Text = "example" }),
                ("inactive", filter => filter with { Statuses = [CustomerStatus.Inactive] }),
                ("locked", filter => filter with { IsLocked = true }),
                ("anonymous", filter => filter with { IsRegistered = false }),
                ("integration", filter => filter with { Integrations = [Integrations[^1]] }),
                ("level", filter => filter with { Tiers = [Tiers[^2]] }),
                ("segment", filter => filter with { Segments = [Segments[^1]] }),
                ("enrolled from", filter => filter with { EnrolledFrom = Today.PlusDays(-60) }),
                ("enrolled to", filter => filter with { EnrolledTo = Today.PlusDays(-730) }),
                ("enrolled within", filter => filter with { EnrolledWithinDays = 90 }),
                ("modified within", filter => filter with { ModifiedWithinDays = 30 }),
                ("expiring within", filter => filter with { ExpiringWithinDays = 30 }),
                ("balance from", filter => filter with { BalanceFrom = Points.Whole(1_000) }),
                ("balance to", filter => filter with { BalanceTo = Points.Whole(50) }),
                ("active", filter => filter with { Statuses = [CustomerStatus.Active] }),
                ("not locked", filter => filter with { IsLocked = false }),
            ];
            return
            [
                .. from one in fields.Index()
                   from other in fields.Index()
                   where one.Index < other.Index
                   select Named($"{one.Item.Name}, {other.Item.Name}", one.Item.With(other.Item.With(new CustomerFilter()))),
            ];
        }
    }

    private static OfferedFilter Named(string name, CustomerFilter filter) => new(name, filter);
}
