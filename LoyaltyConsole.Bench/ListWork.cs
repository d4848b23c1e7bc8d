using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Tiers;
using NodaTime;

namespace LoyaltyConsole.Bench;

/// <summary>The overview: its pages, orders, filters and search.</summary>
internal static class ListWork
{
    private const int PageSize = 50;

    private const string Columns =
        "c.Id, c.RefId, c.Name, c.Email, c.Phone, c.EnrolledAt, c.Birthday, c.Gender, c.IsLocked, c.Status, c.ModifiedAt, a.Balance";

    private static readonly (CustomerSort Sort, string Order)[] Sorts =
    [
        (CustomerSort.Id, "Id"), (CustomerSort.RefId, "RefId, Id"), (CustomerSort.Name, "NameKey, Id"), (CustomerSort.Email, "EmailKey, Id"),
        (CustomerSort.Phone, "PhoneDigits, Id"), (CustomerSort.Enrolled, "EnrolledAt, Id"), (CustomerSort.Birthday, "Birthday, Id"),
        (CustomerSort.Gender, "Gender, Id"), (CustomerSort.Locked, "IsLocked, Id"), (CustomerSort.Status, "Status, Id"),
        (CustomerSort.Modified, "ModifiedAt, Id"), (CustomerSort.Integration, "IntegrationId, NameKey, Id"), (CustomerSort.Tier, "TierId, Id"),
    ];

    private static readonly (string Name, string Typed, string Match)[] Needles =
    [
        ("two letters: \"mü\"", "mü", "nameKey:^mu"), ("\"mül\"", "mül", "\"mul\""), ("\"müller\"", "müller", "\"muller\""),
        ("\"anna schm\"", "anna schm", "\"anna\" AND \"schm\""), ("a domain that many have", "example.com", "\"example.com\""),
        ("nobody", "xqzv", "\"xqzv\""), ("a phone number as typed", "030 23125 1", "PhoneDigits : \"30231251\""),
        ("a reference", "SW-1234", "\"sw-1234\""),
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
                foreach (var (sort, order) in Sorts)
                {
                    var direction = descending ? order.Replace(", ", " DESC, ", StringComparison.Ordinal) + " DESC" : order;
                    yield return Paged(List(subject, $"list by {sort}{name}", new CustomerFilter(), sort, descending, skip, direction), skip == jump);
                }

                yield return Paged(
                    new Work(
                        $"list by Points{name}",
                        () => ListAsync(subject, new CustomerFilter(), CustomerSort.Points, descending, skip),
                        () => subject.Raw.Read(
                            $"""
                            SELECT {Columns} FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id WHERE c.Id IN (
                                SELECT CustomerId FROM Accounts ORDER BY {(descending ? "Balance DESC, CustomerId DESC" : "Balance, CustomerId")} LIMIT {PageSize} OFFSET @0)
                            """,
                            skip)),
                    skip == jump);
            }
        }
    }

    private static Work Paged(Work work, bool isJump) => work with { Budget = isJump ? 60 : 30, TimesRaw = 1.5 };

    private static IEnumerable<Work> Filters(Subject subject)
    {
        var tiers = subject.Get<ProgrammeBook>().TiersAsync(CancellationToken.None).GetAwaiter().GetResult();
        var shops = subject.Get<ProgrammeBook>().IntegrationsAsync(CancellationToken.None).GetAwaiter().GetResult();
        var (gold, shop) = (tiers.Single(tier => tier.Rank == 2).Id, shops[0].Id);
        (string Name, CustomerFilter Filter, string Where)[] filters =
        [
            ("inactive", new() { Statuses = [CustomerStatus.Inactive] }, "Status = 2"),
            ("active and inactive", new() { Statuses = [CustomerStatus.Active, CustomerStatus.Inactive] }, "Status IN (1, 2)"),
            ("locked", new() { IsLocked = true }, "IsLocked = 1"),
            ("guests", new() { IsRegistered = false }, "IsRegistered = 0"),
            ("one level", new() { Tiers = [gold] }, $"TierId = {gold.Value}"),
            ("one integration", new() { Integrations = [shop] }, $"IntegrationId = {shop.Value}"),
            ("one integration, one level, active", new() { Integrations = [shop], Tiers = [gold], Statuses = [CustomerStatus.Active] },
                $"IntegrationId = {shop.Value} AND TierId = {gold.Value} AND Status = 1"),
            ("enrolled within a month", new() { EnrolledFrom = new LocalDate(2025, 6, 1), EnrolledTo = new LocalDate(2025, 6, 30) },
                $"EnrolledAt >= {Instant.FromUtc(2025, 5, 31, 22, 0).ToUnixTimeMilliseconds()} AND EnrolledAt < {Instant.FromUtc(2025, 6, 30, 22, 0).ToUnixTimeMilliseconds()}"),
        ];
        foreach (var (name, filter, where) in filters)
        {
            yield return List(subject, $"filter: {name}, by Id", filter, CustomerSort.Id, true, 0, "Id DESC", where) with { TimesRaw = 1.5 };
            yield return List(subject, $"filter: {name}, by Name", filter, CustomerSort.Name, false, 0, "NameKey, Id", where) with { TimesRaw = 1.5 };
        }

        foreach (var (name, sort) in ((string, CustomerSort)[])[("by Points", CustomerSort.Points), ("by Name", CustomerSort.Name)])
        {
            yield return new Work(
                $"filter: balance of 1,000 and more, {name}",
                () => ListAsync(subject, new CustomerFilter { BalanceFrom = Points.Whole(1_000) }, sort, true, 0),
                () => subject.Raw.Read(
                    $"SELECT {Columns} FROM Accounts a JOIN Customers c ON c.Id = a.CustomerId WHERE a.Balance >= 100000 ORDER BY a.Balance DESC LIMIT {PageSize}"));
        }
    }

    private static IEnumerable<Work> Searches(Subject subject)
    {
        foreach (var (name, typed, match) in Needles)
        {
            foreach (var (order, sort) in ((string, CustomerSort)[])[("by Id", CustomerSort.Id), ("by Name", CustomerSort.Name)])
            {
                var filter = new CustomerFilter { Text = typed };
                yield return new Work(
                    $"search {name}, {order}",
                    () => ListAsync(subject, filter, sort, descending: false, 0),
                    match.StartsWith("nameKey:", StringComparison.Ordinal)
                        ? () => subject.Raw.Read(
                            $"SELECT {Columns} FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id WHERE c.NameKey >= 'mu' AND c.NameKey < 'mv' LIMIT {PageSize}")
                        : () => subject.Raw.Read(
                            $"""
                            SELECT {Columns} FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id
                            WHERE c.Id IN (SELECT rowid FROM CustomerSearch WHERE CustomerSearch MATCH @0 LIMIT {PageSize})
                            """,
                            match));
            }
        }
    }

    private static Work List(
        Subject subject, string name, CustomerFilter filter, CustomerSort sort, bool descending, int skip, string order, string where = "1") => new(
        name,
        () => ListAsync(subject, filter, sort, descending, skip),
        () => subject.Raw.Read(
            $"""
            SELECT {Columns} FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id
            WHERE c.Id IN (SELECT Id FROM Customers WHERE {where} ORDER BY {order} LIMIT {PageSize} OFFSET @0)
            """,
            skip));

    private static async Task ListAsync(Subject subject, CustomerFilter filter, CustomerSort sort, bool descending, int skip) =>
        (await subject.Get<CustomerDirectory>().ListAsync(
            filter, sort, descending, new Window(skip, PageSize), subject.Actor, CancellationToken.None)).OrThrow();
}
