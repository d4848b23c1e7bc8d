using System.Text;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Connections;

/// <summary>Each mailing service is spoken to exactly as its own documentation asks.</summary>
public sealed class MailingServicesTests : ConnectionTest
{
    // By: printf ada.lovelace@example.org | md5sum
    private const string AdaAtMailchimp = "a0897f0967cd4affeb515028a3447d04";

    [Theory]
    [InlineData(false, "transactional")]
    [InlineData(true, "subscribed")]
    public async Task E_058_Mailchimp_is_put_a_member_by_the_md5_of_the_address(bool subscribes, string status)
    {
        var ada = await ReadyAsync(ConnectionKind.Mailchimp, subscribes);

        await RunAsync();

        var call = Assert.Single(Side.Calls);
        Assert.Equal($"PUT /3.0/lists/a1b2c3d4e5/members/{AdaAtMailchimp}?skip_merge_validation=true", call.Line);
        Assert.Equal($"Basic {Convert.ToBase64String("loyalty:key-us21"u8)}", call.Headers["Authorization"]);
        AssertJson(
            $$"""
            {"email_address":"Ada.Lovelace@Example.org","status_if_new":"{{status}}","merge_fields":{"POINTS":70,"TIER":"Member","CUSTGROUP":"Retail",
             "LOYALTYID":{{ada}},"FNAME":"Ada","LNAME":"Lovelace","PHONE":"\u002B4930123456","BIRTHDAY":"12/10"},"language":"de"}
            """,
            call.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E_058_Brevo_is_posted_a_contact_that_is_updated_where_it_is_there(bool subscribes)
    {
        var ada = await ReadyAsync(ConnectionKind.Brevo, subscribes);

        await RunAsync();

        var call = Assert.Single(Side.Calls);
        Assert.Equal(("POST /v3/contacts", "xkeysib-1"), (call.Line, call.Headers["api-key"]));
        AssertJson(
            $$"""
            {"email":"Ada.Lovelace@Example.org","attributes":{"POINTS":70,"TIER":"Member","CUSTGROUP":"Retail","LOYALTYID":{{ada}},"FIRSTNAME":"Ada",
             "LASTNAME":"Lovelace"},"updateEnabled":true{{(subscribes ? ",\"listIds\":[7]" : "")}}}
            """,
            call.Text);
    }

    [Theory]
    [InlineData(false, "false")]
    [InlineData(true, "true")]
    public async Task E_058_Ecomail_is_posted_a_subscriber_of_the_list(bool subscribes, string skips)
    {
        var ada = await ReadyAsync(ConnectionKind.Ecomail, subscribes);

        await RunAsync();

        var call = Assert.Single(Side.Calls);
        Assert.Equal(("POST /lists/12/subscribe", "ecokey"), (call.Line, call.Headers["key"]));
        AssertJson(
            $$"""
            {"subscriber_data":{"email":"Ada.Lovelace@Example.org","name":"Ada","surname":"Lovelace","company":"","phone":"\u002B4930123456",
             "custom_fields":{"POINTS":70,"TIER":"Member","CUSTGROUP":"Retail","LOYALTYID":{{ada}}},"birthday":"1990-12-10","gender":"female"},
             "update_existing":true,"resubscribe":false,"skip_confirmation":{{skips}},"trigger_autoresponders":false}
            """,
            call.Text);
    }

    [Theory]
    [InlineData(ConnectionKind.Mailchimp, "GET /3.0/lists/a1b2c3d4e5?fields=id")]
    [InlineData(ConnectionKind.Brevo, "GET /v3/contacts/lists/7")]
    [InlineData(ConnectionKind.Ecomail, "GET /lists/12")]
    public async Task A_test_asks_for_the_list_and_sends_nobody(ConnectionKind kind, string line)
    {
        var id = await ConnectAsync(kind);

        Assert.Equal(Carried.Done, (await Book.TryAsync(id, Admin, Cancel)).OrThrow());
        Assert.Equal((line, 0), (Assert.Single(Side.Calls).Line, Side.Calls[0].Body.Length));

        Side.Say(404, "no such list");
        Assert.Equal(ConnectionFault.NotFound, (await Book.TryAsync(id, Admin, Cancel)).OrThrow().Fault);
    }

    [Theory]
    [InlineData(ConnectionKind.Mailchimp, "POST /3.0/lists/a1b2c3d4e5/members/a0897f0967cd4affeb515028a3447d04/actions/delete-permanent")]
    [InlineData(ConnectionKind.Brevo, "DELETE /v3/contacts/Ada.Lovelace%40Example.org?identifierType=email_id")]
    [InlineData(ConnectionKind.Ecomail, "DELETE /subscribers/Ada.Lovelace%40Example.org/delete")]
    public async Task Whoever_is_deleted_is_deleted_at_the_service_and_nothing_of_them_stays_with_us(ConnectionKind kind, string line)
    {
        var ada = await ReadyAsync(kind);
        await RunAsync();
        Side.Say(404);
        Side.Forget();

        await EraseAsync(ada);
        await RunAsync();
        await RunAsync();

        // Not there any more is as good as deleted.
        Assert.Equal(line, Assert.Single(Side.Calls).Line);
        Assert.Empty(Programme.Query("SELECT CustomerId FROM ConnectionContacts", row => row.GetInt64(0)));
    }

    [Theory]
    [InlineData(ConnectionKind.Mailchimp, "DELETE /3.0/lists/a1b2c3d4e5/members/a0897f0967cd4affeb515028a3447d04", "")]
    [InlineData(ConnectionKind.Brevo, "POST /v3/contacts/lists/7/contacts/remove", """{"emails":["Ada.Lovelace@Example.org"]}""")]
    [InlineData(ConnectionKind.Ecomail, "DELETE /lists/12/unsubscribe", """{"email":"Ada.Lovelace@Example.org"}""")]
    public async Task Whoever_leaves_or_loses_the_address_is_taken_off_the_list_and_may_come_back(ConnectionKind kind, string line, string body)
    {
        var ada = await ReadyAsync(kind);
        await RunAsync();
        Side.Forget();

        (await Programme.Get<Participation>().LeaveAsync(ada, "Moved away", Programme.Manager)).OrThrow();
        await RunAsync();
        await CreditAsync(ada, 5);
        await RunAsync();
        Assert.Equal((line, body), (Assert.Single(Side.Calls).Line, Side.Calls[0].Text));

        (await Programme.Get<Participation>().RejoinAsync(ada, Programme.Manager)).OrThrow();
        await RunAsync();
        Assert.Equal(2, Side.Calls.Count);

        await EditAsync(ada, new ProfileEdit { Email = null });
        await RunAsync();
        await RunAsync();
        Assert.Equal((3, line), (Side.Calls.Count, Side.Calls[2].Line));
    }

    [Fact]
    public async Task A_new_address_takes_the_old_one_off_first()
    {
        var ada = await ReadyAsync(ConnectionKind.Mailchimp);
        await RunAsync();
        Side.Forget();

        await EditAsync(ada, new ProfileEdit { Email = "countess@example.org" });
        await RunAsync();

        // By: printf countess@example.org | md5sum
        const string countess = "9c28b8b0310476f54516fee37ad132b8";
        Assert.Equal(
            [$"DELETE /3.0/lists/a1b2c3d4e5/members/{AdaAtMailchimp}", $"PUT /3.0/lists/a1b2c3d4e5/members/{countess}?skip_merge_validation=true"],
            Side.Calls.Select(call => call.Line));
        Side.Forget();

        // Only written otherwise: the same contact.
        await EditAsync(ada, new ProfileEdit { Email = "Countess@Example.org" });
        await RunAsync();
        Assert.StartsWith("PUT", Assert.Single(Side.Calls).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_another_account_has_stays_at_the_service()
    {
        var ada = await ReadyAsync(ConnectionKind.Brevo);
        var twin = await Programme.CustomerAsync("Ada L.", "ada.lovelace@example.org");
        await RunAsync();
        Side.Forget();

        await EraseAsync(ada);
        await RunAsync();

        Assert.Empty(Side.Calls);
        Assert.DoesNotContain(ada.Value, Programme.Query("SELECT CustomerId FROM ConnectionContacts", row => row.GetInt64(0)));

        await RegroupAsync(twin, "VIP");
        await RunAsync();
        Side.Forget();
        await EraseAsync(twin);
        await RunAsync();
        Assert.StartsWith("DELETE /v3/contacts/ada.lovelace", Assert.Single(Side.Calls).Line, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task S12_after_an_erasure_the_address_lies_nowhere_in_the_clear_while_the_service_is_away()
    {
        var ada = await ReadyAsync(ConnectionKind.Brevo);
        await RunAsync();
        Side.Say(500);
        await EraseAsync(ada);
        await RunAsync();
        await Programme.Store.RenewedAsync();

        var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(Programme.ConnectionString).DataSource;
        foreach (var name in (string[])[file, $"{file}-wal"])
        {
            await using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Cancel);
            Assert.DoesNotContain("lovelace@", Encoding.Latin1.GetString(bytes), StringComparison.OrdinalIgnoreCase);
        }

        // The service comes back, and is told.
        Side.Answer = (_, _) => Task.CompletedTask;
        Side.Forget();
        Programme.Clock.Advance(Duration.FromHours(1));
        await RunAsync();
        Assert.StartsWith("DELETE", Assert.Single(Side.Calls).Line, StringComparison.Ordinal);
    }

    private async Task<CustomerId> ReadyAsync(ConnectionKind kind, bool subscribes = false)
    {
        var ada = await Programme.CustomerAsync(
            "Ada Lovelace", "Ada.Lovelace@Example.org", "+49 30 123456", change: customer =>
            {
                (customer.Group, customer.Language, customer.Birthday, customer.Gender) = ("Retail", "de", new LocalDate(1990, 12, 10), Gender.Female);
            });
        await ConnectAsync(kind, subscribes);
        await CreditAsync(ada, 70);
        return ada;
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement), actual);
}
