using System.Text.Json;
using System.Text.Json.Nodes;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;
using NodaTime;

namespace LoyaltyConsole.Tests.Api;

/// <summary>Orders and credit notes as a shop sends them.</summary>
public sealed class OrderCallsTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string PlacedAt = "2025-11-28T10:00:00Z";

    [Fact]
    public async Task An_order_earns_by_source_and_shows_in_balance_and_history()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");

        var earned = (await shop.PostAsync("/orders", new
        {
            refId = "O-1",
            customerRefId = "K-1",
            placedAt = PlacedAt,
            currency = "EUR",
            salutation = "Frau",
            billingAddress = new { name = "Ada Lovelace", street = "Seestraße 1", postalCode = "10115", city = "Berlin", country = "DE" },
            positions = new[] { new { sku = "A", variant = "red", name = "Thing", category = "Things", quantity = 2, unitPrice = 49.95m } },
            shipping = 4.90,
        })).Expect(201);

        var points = earned["points"]!;
        Assert.Equal((0m, 100m, 0m, 0m, 100m), ((decimal)points["order"]!, (decimal)points["revenue"]!, (decimal)points["category"]!, (decimal)points["item"]!, (decimal)points["total"]!));
        var balance = (await shop.GetAsync($"/customers/{ada}/balance")).Expect(200);
        Assert.Equal((100m, 100m, 0m, "2025-11-28T13:37:00Z"), ((decimal)balance["collected"]!, (decimal)balance["redeemable"]!, (decimal)balance["debt"]!, (string?)balance["at"]));
        Assert.Equal(0m, (decimal)(await shop.GetAsync($"/customers/{ada}/balance?at=2025-11-28T09:59:59Z")).Expect(200)["total"]!);
        var entry = Assert.Single((await shop.GetAsync($"/customers/{ada}/ledger")).Expect(200).AsArray())!;
        Assert.Equal(
            ("revenue", 1L, (long)earned["id"]!, 100m, 100m, "active", PlacedAt, "2027-11-28T23:00:00Z"),
            ((string?)entry["kind"], (long)entry["campaignId"]!, (long)entry["orderId"]!, (decimal)entry["points"]!, (decimal)entry["available"]!,
                (string?)entry["status"], (string?)entry["effectiveAt"], (string?)entry["validUntil"]));
        Assert.Equal("female", (string?)(await shop.GetAsync("/customers?orderRef=O-1")).Expect(200)["gender"]);
    }

    [Fact]
    public async Task What_matches_nobody_waits_for_a_person_and_leaves_the_list_when_it_comes_again()
    {
        var shop = await ShopAsync();
        var (customer, order, note) = (Unique("K"), Unique("O"), Unique("G"));
        async Task<IEnumerable<string>> WaitingAsync() => (await Api.Get<UnmatchedOrders>().ListAsync(
            settled: false, new Window(0, 100), Actor.Console("test"), CancellationToken.None)).OrThrow().Rows.Select(row => row.RefId);

        (await shop.PostAsync("/orders", Order(order, new { customerRefId = customer }))).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync($"/orders/{order}/credit-notes", new { refId = note, placedAt = PlacedAt, amount = 1 })).ExpectProblem(404, "original_order_not_found");
        Assert.Superset(new HashSet<string> { order, note }, (await WaitingAsync()).ToHashSet());

        await shop.CustomerAsync(customer);
        (await shop.PostAsync("/orders", Order(order, new { customerRefId = customer }))).Expect(201);
        (await shop.PostAsync($"/orders/{order}/credit-notes", new { refId = note, placedAt = PlacedAt, amount = 1 })).Expect(201);
        Assert.Empty((await WaitingAsync()).Intersect([order, note]));
    }

    [Fact]
    public async Task An_order_names_its_customer_by_id_reference_or_address()
    {
        var shop = await ShopAsync();
        var email = $"{Unique("ada")}@example.org";
        var ada = await shop.CustomerAsync("K-1", email);

        (await shop.PostAsync("/orders", Order("1", new { customerId = ada }))).Expect(201);
        (await shop.PostAsync("/orders", Order("2", new { customerRefId = "K-1" }))).Expect(201);
        (await shop.PostAsync("/orders", Order("3", new { email = email.ToUpperInvariant() }))).Expect(201);

        Assert.Equal(30m, (decimal)(await shop.GetAsync($"/customers/{ada}/balance")).Json["total"]!);
        (await shop.PostAsync("/orders", Order("4", new { customerId = 999_999 }))).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync("/orders", Order("4", new { customerRefId = "K-9" }))).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync("/orders", Order("4", new { email = "nobody@example.org" }))).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync("/orders", Order("4", new { }))).ExpectProblem(400, "one_of_missing");
    }

    [Fact]
    public async Task L_102_what_matches_nobody_waits_for_a_person_and_leaves_the_list_when_it_matches()
    {
        var shop = await ShopAsync();
        (await shop.PostAsync("/orders", Order("1", new { customerRefId = "K-1" }))).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync("/orders/2/credit-notes", new { refId = "G-2", placedAt = PlacedAt, amount = 5 })).ExpectProblem(404, "original_order_not_found");
        (await shop.PostAsync("/orders", Order("1", new { customerRefId = "K-1" }))).ExpectProblem(404, "customer_not_found");
        Assert.Equal([(1, "1", "K-1", 1), (2, "G-2", "2", 1)], Unmatched());

        await shop.CustomerAsync("K-1");
        (await shop.PostAsync("/orders", Order("1", new { customerRefId = "K-1" }))).Expect(201);

        Assert.Equal([(1, "1", "K-1", 2), (2, "G-2", "2", 1)], Unmatched());
        IReadOnlyList<(int, string, string, int)> Unmatched() => Api.Query(
            "SELECT d.Type, d.RefId, d.Sought, d.State FROM UnmatchedDocuments d JOIN IntegrationKeys k ON k.IntegrationId = d.IntegrationId WHERE k.Id = @0 ORDER BY d.Id",
            row => (row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt32(3)), ("@0", shop.Key.Value));
    }

    [Fact]
    public async Task The_same_order_under_another_key_answers_the_first_result_and_another_order_of_its_name_is_refused()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        var first = (await shop.PostAsync("/orders", Order("1", new { customerId = ada }))).Expect(201);

        var again = (await shop.PostAsync("/orders", Order("1", new { customerId = ada }))).Expect(201);

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        (await shop.PostAsync("/orders", Order("1", new { customerId = ada }, price: 11))).ExpectProblem(409, "order_differs");
        Assert.Equal(10m, (decimal)(await shop.GetAsync($"/customers/{ada}/balance")).Json["total"]!);
    }

    [Fact]
    public async Task T5_a_return_of_what_is_spent_becomes_debt_and_the_next_order_pays_it_first()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        (await shop.PostAsync("/orders", Order("A", new { customerId = ada }, price: 50))).Expect(201);
        await SpendAsync(shop, ada, 50, "B");

        var note = (await shop.PostAsync("/orders/A/credit-notes", new { refId = "G-1", placedAt = PlacedAt, amount = 50 })).Expect(201);
        (await shop.PostAsync("/orders", Order("C", new { customerId = ada }, price: 70))).Expect(201);

        Assert.Equal((50m, 50m, 0m), ((decimal)note["pointsTakenBack"]!, (decimal)note["debt"]!, (decimal)note["redeemedPointsReturned"]!));
        var balance = (await shop.GetAsync($"/customers/{ada}/balance")).Json;
        Assert.Equal((0m, 20m), ((decimal)balance["debt"]!, (decimal)balance["redeemable"]!));
    }

    [Fact]
    public async Task T7_partial_returns_by_position_add_up_to_the_whole()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        (await shop.PostAsync("/orders", Order("1", new { customerId = ada }, price: 33.30m, quantity: 3))).Expect(201);

        var taken = new List<decimal>();
        foreach (var note in new[] { "G-1", "G-2", "G-3" })
        {
            var answer = await shop.PostAsync("/orders/1/credit-notes", new { refId = note, placedAt = PlacedAt, positions = new[] { new { sku = "A", quantity = 1 } } });
            taken.Add((decimal)answer.Expect(201)["pointsTakenBack"]!);
        }

        Assert.Equal([33m, 34m, 33m], taken);
        (await shop.PostAsync("/orders/1/credit-notes", new { refId = "G-4", placedAt = PlacedAt, positions = new[] { new { sku = "A", quantity = 1 } } }))
            .ExpectProblem(409, "returned_too_many");
        (await shop.PostAsync("/orders/1/credit-notes", new { refId = "G-4", placedAt = PlacedAt, positions = new[] { new { sku = "Z", quantity = 1 } } }))
            .ExpectProblem(400, "position_not_in_order");
    }

    [Fact]
    public async Task Points_spent_on_a_returned_order_come_back()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        (await shop.PostAsync("/orders", Order("A", new { customerId = ada }, price: 100))).Expect(201);
        await SpendAsync(shop, ada, 40, "B");
        (await shop.PostAsync("/orders", Order("B", new { customerId = ada }, price: 60))).Expect(201);

        var note = (await shop.PostAsync("/orders/B/credit-notes", new { refId = "G-1", placedAt = PlacedAt, amount = 60 })).Expect(201);

        Assert.Equal((60m, 0m, 40m), ((decimal)note["pointsTakenBack"]!, (decimal)note["debt"]!, (decimal)note["redeemedPointsReturned"]!));
        Assert.Equal(100m, (decimal)(await shop.GetAsync($"/customers/{ada}/balance")).Json["redeemable"]!);
    }

    [Theory]
    [InlineData("""{"refId":"G","placedAt":"2025-11-28T10:00:00Z","amount":1}""", "nothing", 404, "original_order_not_found")]
    [InlineData("""{"refId":"G","placedAt":"2025-11-28T10:00:00Z"}""", "1", 400, "one_of_missing")]
    [InlineData("""{"refId":"G","placedAt":"2025-11-28T10:00:00Z","amount":1,"positions":[{"sku":"A","quantity":1}]}""", "1", 400, "one_of_only")]
    [InlineData("""{"refId":"G","placedAt":"2025-11-28T10:00:00Z","amount":-1}""", "1", 400, "field_out_of_range")]
    [InlineData("""{"refId":"G","placedAt":"2025-11-28T10:00:00Z","positions":[{"sku":"A","quantity":-1}]}""", "1", 400, "field_out_of_range")]
    [InlineData("""{"refId":"G","placedAt":"2025-11-28T10:00:00Z","positions":[null]}""", "1", 400, "field_not_valid")]
    [InlineData("""{"refId":"G","amount":1}""", "1", 400, "field_missing")]
    [InlineData("""{"placedAt":"2025-11-28T10:00:00Z","amount":1}""", "1", 400, "field_missing")]
    [InlineData("""{"refId":"G","placedAt":"2025-12-28T10:00:00Z","amount":1}""", "1", 400, "placed_in_the_future")]
    public async Task A_credit_note_that_cannot_be_is_refused(string body, string order, int status, string code)
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        (await shop.PostAsync("/orders", Order("1", new { customerId = ada }))).Expect(201);

        (await shop.SendAsync(HttpMethod.Post, $"/orders/{order}/credit-notes", body, "note")).ExpectProblem(status, code);
        Assert.Equal(10m, (decimal)(await shop.GetAsync($"/customers/{ada}/balance")).Json["total"]!);
    }

    [Theory]
    [InlineData("refId", null, "field_missing", "refId")]
    [InlineData("refId", "\"  \"", "field_missing", "refId")]
    [InlineData("placedAt", null, "field_missing", "placedAt")]
    [InlineData("placedAt", "\"2025-11-28\"", "field_not_valid", "placedAt")]
    [InlineData("placedAt", "\"28.11.2025 10:00\"", "field_not_valid", "placedAt")]
    [InlineData("placedAt", "\"0001-01-01T00:00:00Z\"", "field_not_valid", "placedAt")]
    [InlineData("placedAt", "\"9999-12-31T23:59:59Z\"", "field_not_valid", "placedAt")]
    [InlineData("placedAt", "\"2025-12-24T00:00:00Z\"", "placed_in_the_future", null)]
    [InlineData("currency", "\"euro\"", "field_not_valid", "currency")]
    [InlineData("shipping", "-1", "field_out_of_range", "shipping")]
    [InlineData("positions", null, "field_missing", "positions")]
    [InlineData("positions", "[]", "field_missing", "positions")]
    [InlineData("positions", "{}", "field_not_valid", "positions")]
    [InlineData("positions", "[null]", "field_not_valid", "positions[0]")]
    [InlineData("positions", "[{\"sku\":\"A\",\"unitPrice\":1}]", "field_missing", "positions[0].quantity")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":1}]", "field_missing", "positions[0].unitPrice")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":-1,\"unitPrice\":1}]", "field_out_of_range", "positions[0].quantity")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":0,\"unitPrice\":1}]", "field_out_of_range", "positions[0].quantity")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":\"1\",\"unitPrice\":1}]", "field_not_valid", "positions[0].quantity")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":1e300,\"unitPrice\":1}]", "field_not_valid", "positions[0].quantity")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":1,\"unitPrice\":79228162514264337593543950335}]", "field_out_of_range", "positions[0].unitPrice")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":1,\"unitPrice\":-5}]", "field_out_of_range", "positions")]
    [InlineData("positions", "[{\"sku\":\"A\",\"quantity\":1000000,\"unitPrice\":10000000}]", "field_out_of_range", "positions")]
    [InlineData("billingAddress", "\"Berlin\"", "field_not_valid", "billingAddress")]
    public async Task An_order_that_cannot_be_is_refused_and_the_field_named(string field, string? value, string code, string? named)
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        var body = JsonSerializer.SerializeToNode(Order("1", new { customerId = ada }))!.AsObject();
        body[field] = value is null ? null : JsonNode.Parse(value);

        var problem = (await shop.SendAsync(HttpMethod.Post, "/orders", body.ToJsonString(), "order")).ExpectProblem(400, code);

        Assert.Equal(named, (string?)problem["field"]);
        Assert.Equal(0, Api.Query("SELECT COUNT(*) FROM Orders WHERE CustomerId = @0", row => row.GetInt32(0), ("@0", ada))[0]);
    }

    [Fact]
    public async Task A_thousand_positions_fit_and_one_more_does_not()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        object Of(int positions) => new
        {
            refId = "1",
            customerId = ada,
            placedAt = PlacedAt,
            positions = Enumerable.Range(0, positions).Select(line => new { sku = $"{line}", quantity = 1, unitPrice = 1 }),
        };

        (await shop.PostAsync("/orders", Of(1_001))).ExpectProblem(400, "too_many_items");
        Assert.Equal(1_000m, (decimal)(await shop.PostAsync("/orders", Of(1_000))).Expect(201)["points"]!["total"]!);
    }

    [Fact]
    public async Task An_order_of_a_shop_whose_clock_is_ahead_counts_from_now()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        (await shop.PostAsync("/adjustments", new { customerId = ada, points = 5, validUntil = "2025-11-28T14:00:00Z" })).Expect(201);
        var body = Order("1", new { customerId = ada }, placedAt: "2025-11-28T15:00:00Z");

        (await shop.PostAsync("/orders", body)).Expect(201);

        var balance = (await shop.GetAsync($"/customers/{ada}/balance")).Json;
        Assert.Equal((15m, 0m), ((decimal)balance["redeemable"]!, (decimal)balance["expired"]!));
        var entry = (await shop.GetAsync($"/customers/{ada}/ledger?limit=1")).Json[0]!;
        Assert.Equal("2025-11-28T13:37:00Z", (string?)entry["effectiveAt"]);
    }

    [Fact]
    public async Task L_023_the_order_of_a_deactivated_customer_earns_nothing()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        (await Api.Get<CustomerProfiles>().SetActiveAsync(new CustomerId(ada), active: false, Api.Administrator)).OrThrow();

        Assert.Equal(0m, (decimal)(await shop.PostAsync("/orders", Order("1", new { customerId = ada }))).Expect(201)["points"]!["total"]!);
    }

    [Fact]
    public async Task The_history_is_read_page_by_page_from_the_newest()
    {
        var shop = await ShopAsync();
        var ada = await shop.CustomerAsync("K-1");
        for (var number = 1; number <= 5; number++)
        {
            (await shop.PostAsync("/orders", Order($"{number}", new { customerId = ada }, price: number))).Expect(201);
        }

        var points = new List<decimal>();
        var path = $"/customers/{ada}/ledger?limit=2";
        while (path is not null)
        {
            var page = await shop.GetAsync(path);
            points.AddRange(page.Expect(200).AsArray().Select(entry => (decimal)entry!["points"]!));
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1]["/api/v1".Length..] : null;
        }

        Assert.Equal([5m, 4m, 3m, 2m, 1m], points);
    }

    private static async Task SpendAsync(Shop shop, long customer, int points, string order)
    {
        var reserved = (await shop.PostAsync("/redemptions", new { customerId = customer, points })).Expect(201);
        (await shop.PostAsync($"/redemptions/{(string?)reserved["couponCode"]}/confirm", new { orderRefId = order })).Expect(200);
    }

    private static Dictionary<string, object> Order(string refId, object customer, decimal price = 10, int quantity = 1, string placedAt = PlacedAt)
    {
        var order = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["refId"] = refId,
            ["placedAt"] = placedAt,
            ["positions"] = new[] { new { sku = "A", quantity, unitPrice = price } },
        };
        foreach (var property in customer.GetType().GetProperties())
        {
            order[property.Name] = property.GetValue(customer)!;
        }

        return order;
    }
}
