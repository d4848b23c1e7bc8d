using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>The overview: its pages, orders, filters and search.</summary>
internal static class ListWork
{
    private const int PageSize = 50;

    private static readonly (string Name, string Typed)[] Needles =
    [
        ("one letter", "m"), ("two letters", "mü"), ("three letters", "mül"), ("six letters", "müller"), ("two words", "anna schm"), ("twelve letters", "anna schmidt"),
        ("a domain that many have", "example.com"), ("nobody", "xqzv"), ("a phone number as typed", "030 23125 1"), ("a reference", "SW-1234"),
    ];

    public static IEnumerable<Work> All(Subject subject) =>
        Pages(subject).Concat(Filters(subject)).Concat(Searches(subject));

    private static IEnumerable<Work> Pages(Subject subject)
    {
        // Whoever jumps goes to page 10,000, or to the middle where there are not as many.
        var (last, jump) = ((int)Math.Max(0, subject.Customers - PageSize), (int)Math.Min(PageSize * 9_999L, subject.Customers / 2));
        foreach (var (page, skip) in ((string, int)[])[("first", 0), ("next", PageSize), ("last", last), ("jump", jump)])
        {
            foreach (var descending in (bool[])[false, true])
            {
                var name = $"{(descending ? ", descending" : "")}, {page} page";
                foreach (var sort in Enum.GetValues<CustomerSort>())
                {
                    yield return List(subject, $"list by {sort}{name}", new CustomerFilter(), sort, descending, skip) with { Budget = skip == jump ? 60 : 30, TimesRaw = 1.5 };
                }
            }
        }
    }

    private static IEnumerable<Work> Filters(Subject subject)
    {
        var tiers = subject.Get<ProgrammeBook>().TiersAsync(CancellationToken.None).GetAwaiter().GetResult();
        var shops = subject.Get<ProgrammeBook>().IntegrationsAsync(CancellationToken.None).GetAwaiter().GetResult();
        var (gold, shop) = (tiers.Single(tier => tier.Rank == 2).Id, shops[0].Id);
        (string Name, CustomerFilter Filter)[] filters =
        [
            ("inactive", new() { Statuses = [CustomerStatus.Inactive] }),
            ("active and inactive", new() { Statuses = [CustomerStatus.Active, CustomerStatus.Inactive] }),
            ("locked", new() { IsLocked = true }),
            ("guests", new() { IsRegistered = false }),
            ("one level", new() { Tiers = [gold] }),
            ("one integration", new() { Integrations = [shop] }),
            ("one integration, one level, active", new() { Integrations = [shop], Tiers = [gold], Statuses = [CustomerStatus.Active] }),
            ("enrolled within a month", new() { EnrolledFrom = new LocalDate(2025, 6, 1), EnrolledTo = new LocalDate(2025, 6, 30) }),
            ("balance of 1,000 and more", new() { BalanceFrom = Points.Whole(1_000) }),
            ("locked, one level", new() { IsLocked = true, Tiers = [gold] }),
            ("one integration, balance of 1,000 and more", new() { Integrations = [shop], BalanceFrom = Points.Whole(1_000) }),
        ];
        foreach (var (name, filter) in filters)
        {
            foreach (var (sort, descending) in ((CustomerSort, bool)[])[(CustomerSort.Id, true), (CustomerSort.Name, false), (CustomerSort.Points, true)])
            {
                yield return List(subject, $"filter: {name}, by {sort}", filter, sort, descending, 0) with { TimesRaw = 1.5 };
            }
        }
    }

    private static IEnumerable<Work> Searches(Subject subject)
    {
        foreach (var (name, typed) in Needles)
        {
            foreach (var sort in (CustomerSort[])[CustomerSort.Id, CustomerSort.Name])
            {
                yield return List(subject, $"search {name}: \"{typed}\", by {sort}", new CustomerFilter { Text = typed }, sort, descending: false, 0);
            }
        }
    }

    private static Work List(Subject subject, string name, CustomerFilter filter, CustomerSort sort, bool descending, int skip) => subject.Reading(
        name,
        async services => (await services.GetRequiredService<CustomerDirectory>().ListAsync(
            filter, sort, descending, new Window(skip, PageSize), subject.Actor, CancellationToken.None)).OrThrow());
}
