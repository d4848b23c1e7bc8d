using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Connections;

/// <summary>Changes are written back to the shop by signed messages.</summary>
public sealed class WebhookTests : ConnectionTest
{
    [Fact]
    public async Task E_049_a_change_of_the_customer_group_is_written_back_to_the_shop()
    {
        var ada = await AdaAsync();
        await CreditAsync(ada, 120);
        await ConnectAsync();
        await RegroupAsync(ada, "Wholesale");
        await RunAsync();
        Side.Forget();

        await RegroupAsync(ada, "VIP");
        await RunAsync();

        var call = Assert.Single(Side.Calls);
        Assert.Equal("POST /hook", call.Line);
        Assert.Equal("application/json; charset=utf-8", call.Headers["Content-Type"]);
        Assert.Equal("1-1-2", call.Headers["X-Loyalty-Delivery"]);
        Assert.Equal(["customer.changed", "customer.group_changed"], call.Json.GetProperty("events").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal((1, 2), (call.Json.GetProperty("customerId").GetInt64(), call.Json.GetProperty("version").GetInt64()));
        var customer = call.Json.GetProperty("customer");
        Assert.Equal(
            ("S-1", "Shop", "Ada Lovelace", "Ada.Lovelace@Example.org", "VIP", "Member", "active"),
            (Text("refId"), Text("integration"), Text("name"), Text("email"), Text("group"), Text("tier"), Text("status")));
        Assert.Equal(120, customer.GetProperty("points").GetProperty("redeemable").GetDecimal());

        string? Text(string name) => customer.GetProperty(name).GetString();
    }

    [Fact]
    public async Task E_049_a_change_of_the_level_and_of_the_points_has_an_event_of_its_own()
    {
        var ada = await AdaAsync();
        await ConnectAsync();
        await RegroupAsync(ada, "VIP");
        await RunAsync();
        Assert.Equal(
            ["customer.changed", "customer.group_changed", "customer.tier_changed", "customer.points_changed"],
            Side.Calls[0].Json.GetProperty("events").EnumerateArray().Select(name => name.GetString()));
        Side.Forget();

        await Programme.OrderAsync(ada, 600);
        await RunAsync();

        var call = Assert.Single(Side.Calls);
        Assert.Equal(
            ["customer.changed", "customer.tier_changed", "customer.points_changed"],
            call.Json.GetProperty("events").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("Silver", call.Json.GetProperty("customer").GetProperty("tier").GetString());
    }

    [Fact]
    public async Task The_signature_is_the_one_that_anybody_computes_from_time_and_body()
    {
        var ada = await AdaAsync();
        await ConnectAsync();
        await RegroupAsync(ada, "VIP");

        await RunAsync();

        var call = Assert.Single(Side.Calls);
        var parts = call.Headers["X-Loyalty-Signature"].Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{call.Text}")));
        Assert.Equal(expected, parts["v1"]);

        // Not older than the receiver's window allows, whatever the programme's clock says.
        var age = SystemClock.Instance.GetCurrentInstant() - Instant.FromUnixTimeSeconds(long.Parse(parts["t"], CultureInfo.InvariantCulture));
        Assert.InRange(age, Duration.FromMinutes(-1), Duration.FromMinutes(5));
    }

    // By: printf '1764337020.{"events":["test"]}' | openssl dgst -sha256 -hmac 'a-secret-that-nobody-guesses-42'
    [Fact]
    public void The_example_of_the_documentation_is_signed_as_openssl_signs_it() => Assert.Equal(
        "t=1764337020,v1=e15db7a625ceb3d9cd2d1c0c4fef594f1e2969202d2fa5f7462d56c1258aef6c",
        Webhook.Sign(Secret, 1764337020, """{"events":["test"]}"""u8));

    [Fact]
    public async Task A_test_tells_of_nobody_and_says_what_is_wrong()
    {
        var id = await ConnectAsync();

        Assert.Equal(Carried.Done, (await Book.TryAsync(id, Admin, Cancel)).OrThrow());
        Assert.Equal("test", Side.Calls[0].Json.GetProperty("events")[0].GetString());

        Side.Say(401, """{"error":"wrong signature"}""");
        Assert.Equal(new Carried(ConnectionFault.KeyRefused, """401 {"error":"wrong signature"}"""), (await Book.TryAsync(id, Admin, Cancel)).OrThrow());
        AssertRefused(new NotAllowed(Capability.ManageIntegrations), await Book.TryAsync(id, Programme.Manager, Cancel));
    }

    [Fact]
    public async Task A_merge_tells_that_one_account_is_gone_into_the_other_and_how_that_stands_now()
    {
        var (main, other) = (await Programme.CustomerAsync("Anna Keller", "anna@example.org"), await Programme.CustomerAsync("Anna Keller", "a.keller@example.org"));
        await ConnectAsync();
        await CreditAsync(main, 10);
        await CreditAsync(other, 30);
        await RunAsync();
        Side.Forget();

        var request = (await Programme.Get<MergeRequests>().SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), "anna@example.org", "a.keller@example.org", IsConfirmed: false), Programme.Agent)).OrThrow().Id;
        var rehearsal = (await Programme.Get<AccountMerges>().RehearseAsync(request, choices: null, Programme.Manager)).OrThrow();
        (await Programme.Get<AccountMerges>().ApproveAsync(
            new MergeApproval(Guid.CreateVersion7(), request, rehearsal.Versions, rehearsal.Proposal, Remarks: null), Programme.Manager)).OrThrow();
        await RunAsync();

        var told = Side.Calls.ToDictionary(call => call.Json.GetProperty("customerId").GetInt64(), call => call.Json);
        Assert.Equal(40, told[main.Value].GetProperty("customer").GetProperty("points").GetProperty("balance").GetDecimal());
        Assert.Equal(
            ("customer.erased", main.Value),
            (told[other.Value].GetProperty("events")[0].GetString(), told[other.Value].GetProperty("mergedInto").GetInt64()));
    }

    [Fact]
    public async Task Whoever_left_or_was_deleted_is_reported_once_and_without_anything_personal()
    {
        var (ada, bo, nobody) = (await AdaAsync(), await Programme.CustomerAsync("Bo"), await Programme.CustomerAsync("Cy"));
        await ConnectAsync();
        await RegroupAsync(ada, "VIP");
        await RegroupAsync(bo, "VIP");
        await RunAsync();
        Side.Forget();

        (await Programme.Get<Participation>().LeaveAsync(bo, "Moved away", Programme.Manager)).OrThrow();
        await EraseAsync(ada);
        await EraseAsync(nobody);
        await RunAsync();
        await RunAsync();

        var told = Side.Calls.OrderBy(call => call.Json.GetProperty("customerId").GetInt64()).ToList();
        Assert.Equal(
            [(1L, "customer.erased"), (2L, "customer.left")],
            told.Select(call => (call.Json.GetProperty("customerId").GetInt64(), call.Json.GetProperty("events")[0].GetString()!)));
        Assert.All(told, call => Assert.Equal(System.Text.Json.JsonValueKind.Null, call.Json.GetProperty("customer").ValueKind));
        Assert.Equal([(2L, 0L)], Programme.Query("SELECT CustomerId, State FROM ConnectionContacts", row => (row.GetInt64(0), row.GetInt64(1))));
    }
}
