using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Api;

/// <summary>Registering, finding and editing customers.</summary>
public sealed class CustomerCallsTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_shop_registers_a_customer_and_reads_the_profile()
    {
        var shop = await ShopAsync();

        var registered = (await shop.PostAsync("/customers", new
        {
            refId = "K-1",
            firstName = "Jan",
            lastName = "Novák",
            email = "jan.novak@email.cz",
            phone = "+420 123 456 789",
            birthday = "1985-06-24",
            nameDay = "06-24",
            salutation = "Herr",
            company = "Novák s.r.o.",
            registered = true,
            group = "VIP",
        })).Expect(201);

        var id = (long)registered["id"]!;
        Assert.Equal(registered.ToJsonString(), (await shop.GetAsync($"/customers/{id}")).Expect(200).ToJsonString());
        string?[] texts = ["refId", "name", "firstName", "lastName", "email", "phone", "birthday", "nameDay", "salutation", "company", "group", "status", "tier"];
        Assert.Equal(
            ["K-1", "Jan Novák", "Jan", "Novák", "jan.novak@email.cz", "+420 123 456 789", "1985-06-24", "06-24", "Herr", "Novák s.r.o.", "VIP", "active", "Member"],
            texts.Select(field => (string?)registered[field!]));
        Assert.True((bool)registered["registered"]!);
        Assert.False((bool)registered["locked"]!);
        Assert.Null(registered["gender"]);
        Assert.Equal(new CustomerId(id), ReferralCode.Read((string)registered["referralCode"]!)!.Value.Customer);
    }

    [Fact]
    public async Task What_is_not_a_shops_to_say_is_not_taken_from_it()
    {
        var shop = await ShopAsync();

        var registered = (await shop.PostAsync("/customers", new
        {
            refId = "K-77",
            lastName = "Byron",
            id = 4_711,
            status = "deleted",
            locked = true,
            tier = "Gold",
            points = 5_000,
            balance = 5_000,
            referralCode = "AAAAAAA",
            enrolledAt = "2001-01-01T00:00:00Z",
            tierLock = "full",
        })).Expect(201);

        var id = (long)registered["id"]!;
        Assert.NotEqual(4_711, id);
        Assert.Equal(("active", "Member", false), ((string?)registered["status"], (string?)registered["tier"], (bool)registered["locked"]!));
        Assert.NotEqual("AAAAAAA", (string?)registered["referralCode"]);
        Assert.Equal(0m, (decimal)(await shop.GetAsync($"/customers/{id}/balance")).Expect(200)["total"]!);
    }

    [Fact]
    public async Task The_same_reference_again_changes_nothing_and_answers_200()
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("K-1", "first@example.org");

        var again = (await shop.PostAsync("/customers", new { refId = "K-1", firstName = "Somebody", email = "second@example.org" })).Expect(200);

        Assert.Equal((id, "first@example.org"), ((long)again["id"]!, (string?)again["email"]));
    }

    [Fact]
    public async Task The_same_reference_of_two_shops_is_two_customers()
    {
        var id = await (await ShopAsync()).CustomerAsync("K-1");

        Assert.NotEqual(id, await (await ShopAsync()).CustomerAsync("K-1"));
    }

    [Fact]
    public async Task T25_a_customer_is_found_by_each_of_their_marks()
    {
        var shop = await ShopAsync();
        var phone = $"+420 {Random.Shared.Next(100_000_000, 999_999_999)}";
        var email = $"{Unique("Jan.Novak")}@Email.cz";
        var id = (long)(await shop.PostAsync("/customers", new { refId = "K/1", email, phone })).Expect(201)["id"]!;

        string[] queries = ["refId=K%2F1", $"email={email.ToUpperInvariant()}", $"phone=00{phone[1..].Replace(" ", "", StringComparison.Ordinal)}"];
        foreach (var query in queries)
        {
            Assert.Equal(id, (long)(await shop.GetAsync($"/customers?{query}")).Expect(200)["id"]!);
        }
    }

    [Theory]
    [InlineData("", 400, "one_of_missing")]
    [InlineData("?refId=", 400, "one_of_missing")]
    [InlineData("?refId=1&email=a@example.org", 400, "one_of_only")]
    [InlineData("?refId=nobody", 404, "customer_not_found")]
    [InlineData("?email=nobody@example.org", 404, "customer_not_found")]
    [InlineData("?phone=0", 404, "customer_not_found")]
    [InlineData("?orderRef=none", 404, "customer_not_found")]
    public async Task Who_is_not_named_clearly_is_not_found(string query, int status, string code) =>
        (await (await ShopAsync()).GetAsync($"/customers{query}")).ExpectProblem(status, code);

    [Fact]
    public async Task Two_customers_of_one_address_are_not_taken_for_each_other()
    {
        var shop = await ShopAsync();
        var email = $"{Unique("shared")}@example.org";
        await shop.CustomerAsync("1", email);
        await shop.CustomerAsync("2", email);

        (await shop.GetAsync($"/customers?email={email}")).ExpectProblem(409, "customer_ambiguous");
    }

    [Fact]
    public async Task R_015_what_is_sent_of_a_profile_changes_and_the_rest_stays()
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1", "ada@example.org");

        var edited = (await shop.PatchAsync($"/customers/{id}", new { lastName = "Byron", phone = "+49 30 123456", email = (string?)null })).Expect(200);

        Assert.Equal(("Ada Byron", "+49 30 123456"), ((string?)edited["name"], (string?)edited["phone"]));
        Assert.Null(edited["email"]);
        Assert.Equal(edited.ToJsonString(), (await shop.PatchAsync($"/customers/{id}", new { })).Expect(200).ToJsonString());
        Assert.Equal(id, (long)(await shop.GetAsync("/customers?phone=030/123456")).Expect(200)["id"]!);
    }

    [Fact]
    public async Task The_parts_of_a_name_that_came_whole_can_be_edited_one_by_one()
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1");
        await Api.Get<LoyaltyConsole.Core.Persistence.LoyaltyStore>().WriteAsync<LoyaltyConsole.Core.Done>(writing =>
        {
            writing.Connection.Prepare("UPDATE Customers SET FirstName = NULL, LastName = NULL, Name = 'Anna Maria Huber' WHERE Id = @0").Run(id);
            return Task.FromResult<LoyaltyConsole.Core.Result<LoyaltyConsole.Core.Done>>(default(LoyaltyConsole.Core.Done));
        });

        Assert.Equal("Anna Maria Berg", (string?)(await shop.PatchAsync($"/customers/{id}", new { lastName = "Berg" })).Expect(200)["name"]);
    }

    [Theory]
    [InlineData("""{"refId":"new"}""", 400, "field_unknown")]
    [InlineData("""{"registered":null}""", 400, "field_not_valid")]
    [InlineData("""{"birthday":"2999-01-01"}""", 400, "birthday_not_possible")]
    [InlineData("""{"birthday":"1985-02-30"}""", 400, "field_not_valid")]
    [InlineData("""{"nameDay":"13-01"}""", 400, "field_not_valid")]
    [InlineData("""{"email":"nonsense"}""", 400, "email_not_valid")]
    [InlineData("""{"phone":"x"}""", 400, "phone_not_valid")]
    [InlineData("""{"firstName":"a\u0000b"}""", 400, "field_not_valid")]
    public async Task What_cannot_be_is_refused(string body, int status, string code)
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1");

        (await shop.SendAsync(HttpMethod.Patch, $"/customers/{id}", body)).ExpectProblem(status, code);
    }

    [Fact]
    public async Task A_customer_without_any_mark_is_refused()
    {
        var shop = await ShopAsync();
        (await shop.PostAsync("/customers", new { registered = true, refId = "  " })).ExpectProblem(400, "customer_unnamed");

        var id = (long)(await shop.PostAsync("/customers", new { email = "only@example.org" })).Expect(201)["id"]!;
        (await shop.PatchAsync($"/customers/{id}", new { email = "" })).ExpectProblem(400, "customer_unnamed");
    }

    [Fact]
    public async Task L_023_of_a_deactivated_customer_a_shop_learns_nothing_about_points()
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1");
        (await shop.GetAsync($"/customers/{id}/balance")).Expect(200);
        (await Api.Get<CustomerProfiles>().SetActiveAsync(new CustomerId(id), active: false, Api.Administrator)).OrThrow();

        (await shop.GetAsync($"/customers/{id}/balance")).ExpectProblem(409, "customer_inactive");
        (await shop.GetAsync($"/customers/{id}/ledger")).ExpectProblem(409, "customer_inactive");
        Assert.Equal("inactive", (string?)(await shop.GetAsync($"/customers/{id}")).Expect(200)["status"]);
    }

    [Fact]
    public async Task L_100_a_deleted_customer_is_gone()
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1");
        await Api.Get<LoyaltyConsole.Core.Persistence.LoyaltyStore>().WriteAsync<LoyaltyConsole.Core.Done>(writing =>
        {
            writing.Connection.Prepare("UPDATE Customers SET Status = 3 WHERE Id = @0").Run(id);
            return Task.FromResult<LoyaltyConsole.Core.Result<LoyaltyConsole.Core.Done>>(default(LoyaltyConsole.Core.Done));
        });

        (await shop.GetAsync($"/customers/{id}")).ExpectProblem(410, "customer_deleted");
        (await shop.GetAsync($"/customers/{id}/balance")).ExpectProblem(410, "customer_deleted");
        (await shop.PatchAsync($"/customers/{id}", new { firstName = "Ada" })).ExpectProblem(410, "customer_deleted");
    }

    [Theory]
    [InlineData("balance?at=yesterday", "field_not_valid")]
    [InlineData("balance?at=0001-01-01T00:00:00Z", "field_not_valid")]
    [InlineData("balance?at=9999-01-01T00:00:00Z", "field_not_valid")]
    [InlineData("ledger?limit=0", "field_out_of_range")]
    [InlineData("ledger?limit=501", "field_out_of_range")]
    [InlineData("ledger?limit=x", "field_not_valid")]
    [InlineData("ledger?after=-1", "field_not_valid")]
    public async Task A_question_that_makes_no_sense_is_refused(string question, string code)
    {
        var shop = await ShopAsync();
        var id = await shop.CustomerAsync("1");

        (await shop.GetAsync($"/customers/{id}/{question}")).ExpectProblem(400, code);
    }

    [Fact]
    public async Task Merge_requests_wait_for_a_person()
    {
        var shop = await ShopAsync();
        var (main, other) = ($"{Unique("main")}@example.org", $"{Unique("other")}@example.org");
        var (mainId, otherId) = (await shop.CustomerAsync("1", main), await shop.CustomerAsync("2", other));

        var request = (await shop.PostAsync("/merge-requests", new { requestBy = main, requestFor = other, confirmedBySecond = false })).Expect(201);
        var again = (await shop.PostAsync("/merge-requests", new { requestBy = main, requestFor = other, confirmedBySecond = true })).Expect(201);

        Assert.Equal(((long)request["id"]!, "pending"), ((long)again["id"]!, (string?)again["status"]));
        var stored = Api.Query(
            "SELECT MainId, IntegratedId, RequestBy, RequestFor, Status, ConfirmedAt IS NOT NULL, Remarks FROM MergeRequests WHERE Id = @0",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetBoolean(5), row.IsDBNull(6)),
            ("@0", (long)request["id"]!)).Single();
        Assert.Equal((mainId, otherId, main, other, 1, true, true), stored);
        (await shop.PostAsync("/merge-requests", new { requestBy = main, requestFor = main })).ExpectProblem(400, "merge_with_itself");
        (await shop.PostAsync("/merge-requests", new { requestBy = main, requestFor = "nobody@example.org" })).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync("/merge-requests", new { requestBy = main })).ExpectProblem(400, "field_missing");
    }

    [Fact]
    public async Task E_040_referrals_are_recorded_with_the_code_of_the_referrer()
    {
        var shop = await ShopAsync();
        var referrer = await shop.CustomerAsync("1");
        await shop.CustomerAsync("2");
        var code = (string)(await shop.GetAsync($"/customers/{referrer}")).Json["referralCode"]!;

        (await shop.PostAsync("/referrals/events", new { code, type = "visit", occurredAt = "2025-11-27T10:00:00Z" })).Expect(201);
        var conversion = (await shop.PostAsync(
            "/referrals/events", new { code = code.ToLowerInvariant(), type = "conversion", customerRefId = "2", occurredAt = "2025-11-27T10:00:00+01:00" })).Expect(201);

        Assert.Equal((referrer, "2025-11-27T09:00:00Z"), ((long)conversion["customerId"]!, (string?)conversion["occurredAt"]));
        Assert.Equal(2, Api.Query("SELECT COUNT(*) FROM ReferralEvents WHERE CustomerId = @0", row => row.GetInt32(0), ("@0", referrer))[0]);
        (await shop.PostAsync("/referrals/events", new { code, type = "conversion", customerRefId = "1", occurredAt = "2025-11-27T10:00:00Z" })).ExpectProblem(400, "referred_themselves");
        (await shop.PostAsync("/referrals/events", new { code, type = "conversion", customerRefId = "9", occurredAt = "2025-11-27T10:00:00Z" })).ExpectProblem(404, "customer_not_found");
        (await shop.PostAsync("/referrals/events", new { code = "JAN2024", type = "visit", occurredAt = "2025-11-27T10:00:00Z" })).ExpectProblem(404, "referral_code_unknown");
        (await shop.PostAsync("/referrals/events", new { code, type = "purchase", occurredAt = "2025-11-27T10:00:00Z" })).ExpectProblem(400, "field_not_valid");
        (await shop.PostAsync("/referrals/events", new { code, type = "visit", occurredAt = "2025-12-24T10:00:00Z" })).ExpectProblem(400, "occurred_in_the_future");
    }
}
