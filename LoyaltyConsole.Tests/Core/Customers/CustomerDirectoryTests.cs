using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Customers;

public sealed class CustomerDirectoryTests : IAsyncLifetime
{
    private Programme _programme = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<CustomerSort> Sorts => [.. Enum.GetValues<CustomerSort>()];

    public async ValueTask InitializeAsync() => _programme = await Programme.CreateAsync();

    public ValueTask DisposeAsync() => _programme.DisposeAsync();

    [Fact]
    public async Task Refuses_whoever_may_not_read_customers()
    {
        var result = await _programme.Customers.ListAsync(
            new(), CustomerSort.Id, descending: false, new Window(0, 10), Actor.Person("Nobody"), Cancel);

        Assert.False(result.Succeeded(out _, out var refusal));
        Assert.Equal(new NotAllowed(Capability.ReadCustomers), refusal);
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Sorts_by_every_column_both_ways(CustomerSort sort)
    {
        await ThreeCustomersAsync();

        Assert.Equal(["A", "B", "C"], Letters(await ListAsync(new(), sort)));
        Assert.Equal(["C", "B", "A"], Letters(await ListAsync(new(), sort, descending: true)));
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Sorts_by_every_column_under_every_filter_at_once(CustomerSort sort)
    {
        await ThreeCustomersAsync();
        var everybody = new CustomerFilter
        {
            Text = "example",
            Statuses = [CustomerStatus.Active, CustomerStatus.Inactive, CustomerStatus.Deleted],
            IsRegistered = true,
            Integrations = [new IntegrationId(1), new IntegrationId(2), new IntegrationId(3)],
            Tiers = [new TierId(1), new TierId(2), new TierId(3)],
            Segments = [new SegmentId(1), new SegmentId(2), new SegmentId(3)],
            EnrolledFrom = new LocalDate(2025, 1, 1),
            EnrolledTo = new LocalDate(2025, 1, 3),
            BalanceFrom = Points.Whole(1),
            BalanceTo = Points.Whole(3),
        };

        var page = await ListAsync(everybody, sort);

        Assert.Equal(["A", "B", "C"], Letters(page));
        Assert.Equal(3, page.Count);
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task A_page_is_what_stands_there_from_whichever_end_it_is_read(CustomerSort sort)
    {
        for (var number = 0; number < 11; number++)
        {
            await _programme.CustomerAsync(number % 3 == 0 ? "Same Name" : $"Name {number % 5}", integration: number % 2 == 0 ? "Shop" : "Another shop");
        }

        await AssertPagesAsync(everybody: 11);

        // Ids of which some are missing.
        await _programme.CustomerAsync("Name 2", change: customer => customer.Id = new CustomerId(40));
        await AssertPagesAsync(everybody: 12);

        async Task AssertPagesAsync(int everybody)
        {
            foreach (var filter in (CustomerFilter[])[new(), new() { Statuses = [CustomerStatus.Active] }])
            {
                foreach (var descending in (bool[])[false, true])
                {
                    var whole = (await ListAsync(filter, sort, descending, new Window(0, 100))).Rows.Select(row => row.Id).ToList();
                    Assert.Equal(everybody, whole.Count);
                    for (var skip = 0; skip <= everybody; skip++)
                    {
                        Assert.Equal(whole.Skip(skip).Take(3), (await ListAsync(filter, sort, descending, new Window(skip, 3))).Rows.Select(row => row.Id));
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Each_filter_keeps_only_those_who_meet_it()
    {
        await ThreeCustomersAsync();

        Assert.Equal(["B"], await FoundAsync(new() { Statuses = [CustomerStatus.Inactive] }));
        Assert.Equal(["B", "C"], await FoundAsync(new() { Statuses = [CustomerStatus.Inactive, CustomerStatus.Deleted] }));
        Assert.Equal(["A"], await FoundAsync(new() { IsLocked = false, BalanceTo = Points.Whole(1) }));
        Assert.Equal(["C"], await FoundAsync(new() { Tiers = [new TierId(3)] }));
        Assert.Equal(["A", "C"], await FoundAsync(new() { Segments = [new SegmentId(3), new SegmentId(1)] }));
        Assert.Equal(["B"], await FoundAsync(new() { Integrations = [new IntegrationId(2)] }));
        Assert.Equal(["B", "C"], await FoundAsync(new() { EnrolledFrom = new LocalDate(2025, 1, 2) }));
        Assert.Equal(["A", "B"], await FoundAsync(new() { EnrolledTo = new LocalDate(2025, 1, 2) }));
        Assert.Equal(["B", "C"], await FoundAsync(new() { BalanceFrom = Points.Whole(2) }));
        Assert.Empty(await FoundAsync(new() { IsRegistered = false }));
        Assert.Empty(await FoundAsync(new() { IsLocked = true, Statuses = [CustomerStatus.Active] }));
    }

    [Fact]
    public async Task Pages_without_gaps_or_repeats_where_many_are_alike()
    {
        for (var number = 0; number < 7; number++)
        {
            await _programme.CustomerAsync("Same Name");
        }

        var first = await ListAsync(new(), CustomerSort.Name, window: new Window(0, 4));
        var second = await ListAsync(new(), CustomerSort.Name, window: new Window(4, 4));

        Assert.Equal([1, 2, 3, 4], first.Rows.Select(row => row.Id.Value));
        Assert.Equal([5, 6, 7], second.Rows.Select(row => row.Id.Value));
        Assert.Equal((7, false), (first.Count, first.CountIsCapped));
    }

    [Fact]
    public async Task E_007_shows_and_sorts_by_the_segment_of_the_model_asked_for_or_else_of_the_chosen_one()
    {
        for (var number = 1; number <= 7; number++)
        {
            var id = await _programme.CustomerAsync($"{number}");
            if (number is not (2 or 5))
            {
                // Champions and Loyal of the chosen model; of the second one everybody the other way round.
                _programme.Execute($"INSERT INTO CustomerSegments VALUES (1, {id}, {1 + (number % 2)}, NULL, 0), (2, {id}, {8 + ((number + 1) % 2)}, NULL, 0)");
            }
        }

        Assert.Equal(["4", "6", "1", "3", "7", "2", "5"], await PagesAsync(new(), descending: false));
        Assert.Equal(["7", "3", "1", "6", "4", "5", "2"], await PagesAsync(new(), descending: true));
        Assert.Equal(["4", "6", "1", "3", "7", "2", "5"], await PagesAsync(new() { Statuses = [CustomerStatus.Active] }, descending: false));
        Assert.Equal(["1", "3", "7", "4", "6", "2", "5"], await PagesAsync(new() { SegmentModel = new SegmentModelId(2) }, descending: false));
        Assert.Equal(["4", "6"], await PagesAsync(new() { Segments = [new SegmentId(1)], BalanceTo = Points.Zero }, descending: false));

        // Whoever came after the run, where the run has seen everybody before.
        _programme.Execute("INSERT INTO CustomerSegments VALUES (1, 2, 1, NULL, 0), (1, 5, 2, NULL, 0)");
        var newcomer = await _programme.CustomerAsync("8");
        Assert.Equal(["2", "4", "6", "1", "3", "5", "7", "8"], await PagesAsync(new(), descending: false));
        Assert.Equal(["7", "5", "3", "1", "6", "4", "2", "8"], await PagesAsync(new(), descending: true));
        _programme.Execute("DELETE FROM CustomerSegments WHERE ModelId = 1 AND CustomerId IN (2, 5)");

        var chosen = (await ListAsync(new())).Rows.Where(row => row.Id != newcomer).Select(row => row.Segment);
        var second = (await ListAsync(new() { Segments = [new SegmentId(8)] })).Rows;
        Assert.Equal(["Loyal", null, "Loyal", "Champions", null, "Champions", "Loyal"], chosen);
        Assert.Equal([("1", "Champions"), ("3", "Champions"), ("7", "Champions")], second.Select(row => (row.Name!, row.Segment!)));

        async Task<IEnumerable<string>> PagesAsync(CustomerFilter filter, bool descending)
        {
            var names = new List<string>();
            for (var skip = 0; skip < 8; skip += 2)
            {
                names.AddRange(Letters(await ListAsync(filter, CustomerSort.Segment, descending, new Window(skip, 2))));
            }

            return names;
        }
    }

    [Fact]
    public async Task E_011_and_E_012_many_in_a_segment_are_counted_and_found_as_few_are()
    {
        _programme.Execute(
            $"""
            INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop');
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {CustomerDirectory.CountedExactly})
            INSERT INTO Customers (Id, IntegrationId, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 1, i % 2, 0, 1, 1, 0, 0, '', '', '', '' FROM n;
            INSERT INTO CustomerSegments SELECT 1, Id, 1, NULL, 0 FROM Customers;
            UPDATE CustomerSegments SET SegmentId = 2 WHERE CustomerId = 77;
            """);
        var (many, few) = (new CustomerFilter { Segments = [new SegmentId(1), new SegmentId(2)] }, new CustomerFilter { Segments = [new SegmentId(2)] });

        var all = await ListAsync(many);
        var one = await ListAsync(few);
        var half = await ListAsync(many with { IsRegistered = true });

        Assert.Equal((CustomerDirectory.CountedExactly, true), (all.Count, all.CountIsCapped));
        Assert.Equal((1, false), (one.Count, one.CountIsCapped));
        Assert.Equal((5_001, false), (half.Count, half.CountIsCapped));
    }

    [Fact]
    public async Task Counts_a_filtered_list_exactly_up_to_the_cap_only()
    {
        _programme.Execute(
            $"""
            INSERT INTO Integrations (Id, Name) VALUES (1, 'Shop');
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {CustomerDirectory.CountedExactly})
            INSERT INTO Customers (Id, IntegrationId, IsRegistered, IsLocked, Status, TierId, EnrolledAt, ModifiedAt, NameKey, LastNameKey, EmailKey, PhoneDigits)
            SELECT i, 1, 1, 0, 1, 1, 0, 0, '', '', '', '' FROM n;
            """);

        var capped = await ListAsync(new() { IsLocked = false });
        _programme.Execute("UPDATE Customers SET IsLocked = 1 WHERE Id = 1");
        var exact = await ListAsync(new() { IsLocked = false });
        var everybody = await ListAsync(new());

        Assert.Equal((CustomerDirectory.CountedExactly, true), (capped.Count, capped.CountIsCapped));
        Assert.Equal((CustomerDirectory.CountedExactly, false), (exact.Count, exact.CountIsCapped));
        Assert.Equal((CustomerDirectory.CountedExactly + 1, false), (everybody.Count, everybody.CountIsCapped));
    }

    [Fact]
    public async Task Shows_the_balance_as_of_now_whether_a_job_ran_or_not()
    {
        var ada = await _programme.CustomerAsync();
        await _programme.LotAsync(ada, 100, validUntil: Programme.Berlin(2025, 12, 1));

        _programme.Clock.Set(Programme.Berlin(2025, 12, 1));

        Assert.Equal(Points.Zero, Assert.Single((await ListAsync(new())).Rows).Balance);
    }

    // A, B and C in this order by every column.
    private async Task ThreeCustomersAsync()
    {
        foreach (var (letter, number) in "ABC".Select((letter, index) => (letter, index + 1)))
        {
            var id = await _programme.CustomerAsync(
                $"{letter}", $"{letter}@example.org", $"+49 30 {number}00", $"{letter}-1", integration: $"{letter} shop", change: customer =>
                {
                    customer.Birthday = new LocalDate(1990, 1, number);
                    customer.Gender = (Gender)number;
                    customer.IsLocked = number > 1;
                    customer.Status = (CustomerStatus)number;
                    customer.TierId = new TierId(number);
                    customer.EnrolledAt = Programme.Berlin(2025, 1, number, 23, 59);
                });
            await _programme.LotAsync(id, number);
            _programme.Execute($"INSERT INTO CustomerSegments VALUES (1, {id}, {number}, NULL, 0)");
            _programme.Clock.Advance(Duration.FromSeconds(1));
        }
    }

    private async Task<Page<CustomerRow>> ListAsync(
        CustomerFilter filter, CustomerSort sort = CustomerSort.Id, bool descending = false, Window? window = null) =>
        (await _programme.Customers.ListAsync(filter, sort, descending, window ?? new Window(0, 10), _programme.Agent, Cancel)).OrThrow();

    private async Task<IEnumerable<string>> FoundAsync(CustomerFilter filter) => Letters(await ListAsync(filter));

    private static IEnumerable<string> Letters(Page<CustomerRow> page) => page.Rows.Select(row => row.Name!);
}
