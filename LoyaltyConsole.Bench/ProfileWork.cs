using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Orders;

namespace LoyaltyConsole.Bench;

/// <summary>One customer on the screen: the head, the history, the orders.</summary>
internal static class ProfileWork
{
    private static readonly Window FirstPage = new(0, 50);

    public static IEnumerable<Work> All(Subject subject)
    {
        foreach (var (name, customer, budget) in ((string, CustomerId, double)[])
            [("a typical customer", subject.Typical, 10), ($"the heaviest customer ({subject.HeaviestEntries} entries)", subject.Heaviest, 30)])
        {
            yield return new Work(
                $"profile of {name}",
                async () => (await subject.Get<CustomerProfiles>().OpenAsync(customer, subject.Actor, CancellationToken.None)).OrThrow(),
                () => subject.Raw.Read(
                    """
                    SELECT c.*, a.*, i.Name, t.Name, (SELECT SUM(GoodsTotal + Shipping) FROM Orders o WHERE o.CustomerId = c.Id)
                    FROM Customers c JOIN Accounts a ON a.CustomerId = c.Id JOIN Integrations i ON i.Id = c.IntegrationId JOIN Tiers t ON t.Id = c.TierId
                    WHERE c.Id = @0
                    """,
                    customer.Value))
            {
                Budget = budget,
            };
            yield return History(subject, $"points history of {name}", customer, new HistoryQuery(), "e.Id DESC") with { Budget = budget };
            yield return History(
                subject, $"points history of {name}, by validity", customer, new HistoryQuery(Sort: HistorySort.ValidUntil), "l.ValidUntil DESC, e.Id DESC");
            yield return new Work(
                $"orders of {name}",
                async () => (await subject.Get<OrderHistory>().ListAsync(
                    customer, null, OrderSort.PlacedAt, descending: true, FirstPage, subject.Actor, CancellationToken.None)).OrThrow(),
                () => subject.Raw.Read(
                    """
                    SELECT o.*, (SELECT SUM(e.Points) FROM LedgerEntries e WHERE e.OrderId = o.Id) FROM Orders o
                    WHERE o.CustomerId = @0 ORDER BY o.PlacedAt DESC LIMIT 50
                    """,
                    customer.Value));
            foreach (var (when, at) in ((string, NodaTime.Instant?)[])[("now", null), ("a year ago", NodaTime.Instant.FromUtc(2024, 11, 28, 12, 0))])
            {
                yield return new Work(
                    $"why the redeemable points of {name} are that many, {when}",
                    async () => (await subject.Get<PointsExplanation>().ExplainAsync(
                        customer, new ExplanationQuery(Figure.Redeemable, at, FirstPage, FirstPage), subject.Actor, CancellationToken.None)).OrThrow(),
                    () => subject.Raw.Read(
                        """
                        SELECT l.*, a.DebitId, a.Points, a.EffectiveAt, d.Kind FROM Lots l LEFT JOIN Allocations a ON a.LotId = l.EntryId
                        LEFT JOIN LedgerEntries d ON d.Id = a.DebitId WHERE l.CustomerId = @0
                        """,
                        customer.Value))
                {
                    Budget = 100,
                };
            }

            yield return new Work(
                $"development of {name}, a year by days",
                async () => (await subject.Get<PointsDevelopment>().DevelopmentAsync(
                    customer, new DevelopmentQuery(new NodaTime.LocalDate(2024, 11, 29), null, DevelopmentStep.Day), subject.Actor, CancellationToken.None)).OrThrow(),
                () => subject.Raw.Read(
                    "SELECT EffectiveAt / 86400000, SUM(Points) FROM LedgerEntries WHERE CustomerId = @0 AND Status = 1 GROUP BY 1", customer.Value));
            yield return new Work(
                $"transactions of {name}",
                async () => (await subject.Get<CustomerTransactions>().ListAsync(
                    customer, new TransactionQuery(), FirstPage, subject.Actor, CancellationToken.None)).OrThrow(),
                () => subject.Raw.Read(
                    """
                    SELECT o.*, (SELECT SUM(e.Points) FROM LedgerEntries e WHERE e.OrderId = o.Id) FROM Orders o
                    WHERE o.CustomerId = @0 ORDER BY o.PlacedAt DESC LIMIT 50
                    """,
                    customer.Value));
            yield return new Work(
                $"figures of {name} a year ago",
                async () => await subject.Get<PointsLedger>().AccountAsync(customer, NodaTime.Instant.FromUtc(2024, 11, 28, 12, 0), subject.Actor, CancellationToken.None),
                () => subject.Raw.Read(
                    "SELECT Kind, SUM(Points) FROM LedgerEntries WHERE CustomerId = @0 AND EffectiveAt <= 1732795200000 AND Status = 1 GROUP BY Kind",
                    customer.Value));
        }
    }

    private static Work History(Subject subject, string name, CustomerId customer, HistoryQuery query, string order) => new(
        name,
        async () => (await subject.Get<PointsHistory>().ListAsync(customer, query, FirstPage, subject.Actor, CancellationToken.None)).OrThrow(),
        () => subject.Raw.Read(
            $"""
            SELECT e.*, l.Remaining, l.LockedUntil, l.ValidUntil FROM LedgerEntries e
            LEFT JOIN Lots l ON l.CustomerId = e.CustomerId AND l.EntryId = e.Id
            WHERE e.CustomerId = @0 ORDER BY {order} LIMIT 50
            """,
            customer.Value));
}
