using System.Globalization;
using System.Net;
using System.Text;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Connections;

/// <summary>Every change goes to every connection, at least once, the latest last (E-058).</summary>
public sealed class ChangesTests : ConnectionTest
{
    [Fact]
    public async Task E_058_several_changes_before_sending_are_one_message_of_the_latest_state()
    {
        var ada = await AdaAsync();
        await ConnectAsync();

        await RegroupAsync(ada, "A");
        await CreditAsync(ada, 10);
        await RegroupAsync(ada, "B");
        await CreditAsync(ada, 5);
        var report = await RunAsync();

        Assert.Equal((1, 1, 0), (report.Processed, report.Changed, report.Errors));
        var customer = Assert.Single(Side.Calls).Json.GetProperty("customer");
        Assert.Equal(("B", 15m), (customer.GetProperty("group").GetString(), customer.GetProperty("points").GetProperty("balance").GetDecimal()));
    }

    [Fact]
    public async Task E_058_whatever_changes_a_customer_is_sent_and_what_changes_nothing_is_not()
    {
        var ada = await AdaAsync();
        await Programme.LotAsync(ada, 50, validUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(10), lockedUntil: Programme.Clock.GetCurrentInstant() + Duration.FromDays(5));
        await ConnectAsync();
        await TouchAsync(1, () => RegroupAsync(ada, "VIP"));

        await TouchAsync(1, () => CreditAsync(ada, 30));
        await TouchAsync(1, () => Programme.OrderAsync(ada, 20));
        await TouchAsync(1, () => Programme.CreditNoteAsync(ada, 5));
        await TouchAsync(1, () => Programme.ReserveAsync(ada, 5));
        await TouchAsync(1, () => EditAsync(ada, new ProfileEdit { Email = "ada@example.net" }));
        await TouchAsync(1, async () => (await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(ada, "Gold"), Programme.Manager)).OrThrow());
        await TouchAsync(1, async () => (await Programme.Profiles.SetLockedAsync(ada, locked: true, Programme.Manager)).OrThrow());
        await TouchAsync(1, async () => (await Programme.Profiles.SetActiveAsync(ada, active: false, Programme.Manager)).OrThrow());
        await TouchAsync(0, async () => (await Programme.Get<CustomerNotes>().AddAsync(
            new NewNote(Guid.CreateVersion7(), ada, NoteKind.Query, "Called."), Programme.Agent)).OrThrow());
        await TouchAsync(0, () => RegroupAsync(ada, "VIP"));

        // By time alone: the reservation lapses, locked points become free, points run out.
        await TouchAsync(1, () => OverAsync(Duration.FromDays(6)));
        await TouchAsync(1, () => OverAsync(Duration.FromDays(6)));

        async Task OverAsync(Duration time)
        {
            Programme.Clock.Advance(time);
            await Programme.Get<LapsedReservations>().RunAsync(_ => { }, Cancel);
            await Programme.Get<AccountRefresh>().RunAsync(Cancel);
        }

        async Task TouchAsync(int calls, Func<Task> deed)
        {
            Side.Forget();
            await deed();
            await RunAsync();
            Assert.Equal(calls, Side.Calls.Count);
            if (calls > 0)
            {
                var figures = await Programme.FiguresAsync(ada);
                var points = Side.Calls[0].Json.GetProperty("customer").GetProperty("points");
                Assert.Equal(
                    (figures.Redeemable.Value, figures.Locked.Value, figures.Expired.Value),
                    (points.GetProperty("redeemable").GetDecimal(), points.GetProperty("locked").GetDecimal(), points.GetProperty("expired").GetDecimal()));
            }
        }
    }

    [Fact]
    public async Task A_change_that_comes_while_the_one_before_is_on_its_way_is_sent_after_it()
    {
        var ada = await AdaAsync();
        await ConnectAsync();
        await RegroupAsync(ada, "A");
        Side.Answer = async (_, _) =>
        {
            Side.Answer = (_, _) => Task.CompletedTask;
            await RegroupAsync(ada, "B");
        };

        await RunAsync();

        Assert.Equal(["A", "B"], Side.Calls.Select(call => call.Json.GetProperty("customer").GetProperty("group").GetString()));
    }

    [Fact]
    public async Task A_deed_that_is_refused_or_taken_back_is_told_nobody()
    {
        var ada = await AdaAsync();
        await ConnectAsync();

        Assert.False((await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.DrawOff, Points.Whole(-1)), Programme.Manager)).Succeeded(out _, out _));
        await RunAsync();

        Assert.Empty(Side.Calls);
        Assert.Empty(Programme.Query("SELECT CustomerId FROM ConnectionContacts", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task Whoever_asks_us_to_wait_is_left_alone_for_that_long()
    {
        var (ada, bo) = (await AdaAsync(), await Programme.CustomerAsync("Bo"));
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        Side.Say(429, "slow down", headers => headers.RetryAfter = "90");
        await RunAsync();

        var row = await RowAsync(id);
        Assert.Equal((ConnectionFault.TooMany, Programme.Clock.GetCurrentInstant() + Duration.FromSeconds(90)), (row.Connection.Fault, row.Connection.HeldUntil));
        Assert.Null(row.Connection.FailingSince);

        await RegroupAsync(bo, "A");
        Programme.Clock.Advance(Duration.FromSeconds(89));
        await RunAsync();
        Assert.Single(Side.Calls);

        Side.Answer = (_, _) => Task.CompletedTask;
        Programme.Clock.Advance(Duration.FromSeconds(2));
        await RunAsync();
        Assert.Equal((3, 0L, 0L), (Side.Calls.Count, (await RowAsync(id)).Waiting, (await RowAsync(id)).Refused));
        Assert.Equal(0, Programme.Query("SELECT MAX(Attempts) FROM ConnectionContacts", row => row.GetInt32(0))[0]);
    }

    [Fact]
    public async Task A_wait_until_a_date_is_understood_and_none_is_longer_than_an_hour()
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        var now = Programme.Clock.GetCurrentInstant();
        Side.Say(503, "", headers => headers.RetryAfter = (now + Duration.FromDays(3)).ToDateTimeOffset().ToString("R", CultureInfo.InvariantCulture));

        await RunAsync();

        Assert.Equal(now + Duration.FromHours(1), (await RowAsync(id)).Connection.HeldUntil);
    }

    [Fact]
    public async Task A_service_that_fails_is_tried_again_later_and_then_all_is_well()
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        Side.Say(500, "oops");
        await RunAsync();
        Assert.Equal((ConnectionFault.ServiceFailed, "500 oops"), ((await RowAsync(id)).Connection.Fault, (await RowAsync(id)).Connection.Detail));
        Assert.Equal([NoticeKind.FailingConnections], (await NoticesAsync()).Select(notice => notice.Kind));

        Side.Answer = (_, _) => Task.CompletedTask;
        await RunAsync();
        Assert.Single(Side.Calls);
        Programme.Clock.Advance(Duration.FromMinutes(1));
        await RunAsync();

        var row = await RowAsync(id);
        Assert.Equal((2, 0L, null, null), (Side.Calls.Count, row.Waiting, row.Connection.Fault, row.Connection.FailingSince));
        Assert.Equal(Programme.Clock.GetCurrentInstant(), row.Connection.LastSentAt);
        Assert.Empty(await NoticesAsync());
    }

    [Fact]
    public async Task A_customer_who_always_fails_is_given_up_after_a_night_and_holds_nobody_up()
    {
        var (ada, bo) = (await AdaAsync(), await Programme.CustomerAsync("Bo"));
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        await RegroupAsync(bo, "A");
        Side.Answer = async (call, context) =>
        {
            context.Response.StatusCode = call.Json.GetProperty("customerId").GetInt64() == ada.Value ? 500 : 200;
            await context.Response.CompleteAsync();
        };

        for (var hours = 0; hours < 24; hours++)
        {
            await RunAsync();
            Programme.Clock.Advance(Duration.FromHours(1));
        }

        Assert.Equal(1, Side.Calls.Count(call => call.Json.GetProperty("customerId").GetInt64() == bo.Value));
        var refused = Assert.Single((await Book.RefusedAsync(id, new Window(0, 10), Admin, Cancel)).OrThrow().Rows);
        Assert.Equal((ada, ConnectionFault.ServiceFailed, 12), (refused.Customer, refused.Fault, refused.Attempts));
    }

    [Fact]
    public async Task What_is_refused_for_good_is_a_dead_letter_until_somebody_or_a_change_sends_it_again()
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        Side.Say(400, """{"detail":"ada.lovelace@example.org looks fake"}""");
        await RunAsync();
        Programme.Clock.Advance(Duration.FromDays(1));
        await RunAsync();

        Assert.Single(Side.Calls);
        var refused = Assert.Single((await Book.RefusedAsync(id, new Window(0, 10), Admin, Cancel)).OrThrow().Rows);
        Assert.Equal((ada, "Ada Lovelace", ConnectionFault.Refused, 1), (refused.Customer, refused.Name, refused.Fault, refused.Attempts));

        // The answer repeats what we sent; we do not keep that.
        Assert.Equal("""400 {"detail":"… looks fake"}""", refused.Detail);
        Assert.Equal([NoticeKind.RefusedContacts], (await NoticesAsync()).Select(notice => notice.Kind));

        AssertRefused(new ContactNotRefused(), await Book.RetryAsync(id, new CustomerId(99), Admin));
        (await Book.RetryAsync(id, ada, Admin)).OrThrow();
        await RunAsync();
        Assert.Equal((2, 1L), (Side.Calls.Count, (await RowAsync(id)).Refused));

        Side.Answer = (_, _) => Task.CompletedTask;
        await RegroupAsync(ada, "B");
        await RunAsync();
        Assert.Equal((3, 0L), (Side.Calls.Count, (await RowAsync(id)).Refused));

        Side.Say(422);
        await RegroupAsync(ada, "C");
        await RunAsync();
        Side.Answer = (_, _) => Task.CompletedTask;
        (await Book.RetryAsync(id, customer: null, Admin)).OrThrow();
        await RunAsync();
        Assert.Equal(0, (await RowAsync(id)).Refused);
        Assert.Equal(2, Programme.Query("SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'RetryContacts'", row => row.GetInt32(0))[0]);
    }

    [Theory]
    [InlineData(401, ConnectionFault.KeyRefused)]
    [InlineData(403, ConnectionFault.KeyRefused)]
    [InlineData(404, ConnectionFault.NotFound)]
    [InlineData(302, ConnectionFault.Redirected)]
    public async Task What_concerns_everybody_holds_the_connection_and_costs_nobody_a_try(int status, ConnectionFault fault)
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        Side.Say(status, "", headers => headers.Location = $"{Side.Address}/elsewhere");

        await RunAsync();
        await RunAsync();

        Assert.Single(Side.Calls);
        var row = await RowAsync(id);
        Assert.Equal((fault, 1L, 0L), (row.Connection.Fault, row.Waiting, row.Refused));
        Assert.NotNull(row.Connection.FailingSince);
        Assert.Equal(0, Programme.Query("SELECT Attempts FROM ConnectionContacts", one => one.GetInt32(0)).Single());

        Side.Answer = (_, _) => Task.CompletedTask;
        (await Book.ResumeAsync(id, Admin)).OrThrow();
        await RunAsync();
        Assert.Equal((2, 0L, null), (Side.Calls.Count, (await RowAsync(id)).Waiting, (await RowAsync(id)).Connection.Fault));
    }

    [Fact]
    public async Task Where_nobody_listens_the_others_are_sent_all_the_same()
    {
        var ada = await AdaAsync();
        var order = Order(ConnectionKind.Webhook);
        var away = (await Book.CreateAsync(order with { Terms = new ConnectionTerms("Away", "http://127.0.0.1:9/") }, Admin)).OrThrow().Id;
        var here = await ConnectAsync();
        await RegroupAsync(ada, "A");

        await RunAsync();

        Assert.Single(Side.Calls);
        Assert.Equal((ConnectionFault.Unreachable, 0L, 1L), ((await RowAsync(away)).Connection.Fault, (await RowAsync(here)).Waiting, (await RowAsync(away)).Waiting));
    }

    [Fact]
    public async Task A_paused_connection_keeps_changes_and_a_deleted_one_forgets_them_and_its_key()
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync();
        (await Book.PauseAsync(id, Admin)).OrThrow();
        await RegroupAsync(ada, "A");
        await RunAsync();
        Assert.Empty(Side.Calls);
        AssertRefused(new ConnectionPaused(), await Book.ExportAllAsync(id, Admin));

        (await Book.ResumeAsync(id, Admin)).OrThrow();
        await RunAsync();
        Assert.Single(Side.Calls);

        (await Book.DeleteAsync(id, Admin)).OrThrow();
        await RegroupAsync(ada, "B");
        await RunAsync();
        Assert.Single(Side.Calls);
        Assert.Empty((await Book.ListAsync(Admin, Cancel)).OrThrow());
        AssertRefused(new ConnectionNotFound(), await Book.PauseAsync(id, Admin));
        Assert.Equal([(0L, 0L)], Programme.Query(
            "SELECT length(Secret), (SELECT COUNT(*) FROM ConnectionContacts) FROM Connections", row => (row.GetInt64(0), row.GetInt64(1))));
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task The_key_stands_nowhere_in_the_clear_and_is_read_again_by_nobody()
    {
        const string key = "sk-verysecret-5f1d0c7a9b";
        var ada = await AdaAsync();
        var id = await ConnectAsync(ConnectionKind.Brevo);
        (await Book.ReplaceKeyAsync(id, key, Admin)).OrThrow();
        (await Book.ReplaceKeyAsync(id, key, Admin)).OrThrow();
        await RegroupAsync(ada, "A");
        Side.Say(400, $"the key {key} is not known");
        await RunAsync();
        var tried = (await Book.TryAsync(id, Admin, Cancel)).OrThrow();

        Assert.Equal("400 the key … is not known", tried.Detail);
        Assert.Equal("400 the key … is not known", (await Book.RefusedAsync(id, new Window(0, 10), Admin, Cancel)).OrThrow().Rows[0].Detail);
        Assert.Equal(key, Side.Calls[0].Headers["api-key"]);
        Assert.Single(Programme.Query("SELECT Id FROM AuditEntries WHERE Deed = 'ReplaceConnectionKey'", row => row.GetInt64(0)));

        var file = new SqliteConnectionStringBuilder(Programme.ConnectionString).DataSource;
        foreach (var name in (string[])[file, $"{file}-wal"])
        {
            await using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Cancel);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)));
        }
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_any_more_is_asked_for_again()
    {
        var ada = await AdaAsync();
        var id = await ConnectAsync();
        await RegroupAsync(ada, "A");
        Programme.Execute("UPDATE Connections SET Secret = randomblob(1)");

        await RunAsync();
        Assert.Equal((ConnectionFault.KeyUnreadable, 1L), ((await RowAsync(id)).Connection.Fault, (await RowAsync(id)).Waiting));
        Assert.Equal(new Carried(ConnectionFault.KeyUnreadable), (await Book.TryAsync(id, Admin, Cancel)).OrThrow());
        Assert.Empty(Side.Calls);

        (await Book.ReplaceKeyAsync(id, Secret, Admin)).OrThrow();
        await RunAsync();
        Assert.Equal((1, 0L), (Side.Calls.Count, (await RowAsync(id)).Waiting));
    }

    [Fact]
    public async Task Orders_that_make_no_sense_are_refused_and_only_administrators_give_them()
    {
        var order = Order(ConnectionKind.Mailchimp);
        await RefusedAsync(new ConnectionNameMissing(), order with { Terms = order.Terms with { Name = " " } });
        await RefusedAsync(new TextTooLong(Connection.NameLength), order with { Terms = order.Terms with { Name = new string('n', 101) } });
        await RefusedAsync(new ConnectionAddressUnusable(), order with { Terms = order.Terms with { Address = "http://shop.example/hook" } });
        await RefusedAsync(new ConnectionListMissing(), order with { List = " " });
        await RefusedAsync(new ConnectionListUnusable(), order with { List = "../../x" });
        await RefusedAsync(new ConnectionListUnusable(), Order(ConnectionKind.Brevo) with { List = "a" });
        await RefusedAsync(new ConnectionKeyMissing(), order with { Secret = "" });
        await RefusedAsync(new ConnectionKeyUnusable(), order with { Secret = "a\r\nX-Other: b" });
        await RefusedAsync(new SigningSecretShort(Connection.ShortestSigningSecret), Order(ConnectionKind.Webhook) with { Secret = "short" });
        AssertRefused(new NotAllowed(Capability.ManageIntegrations), await Book.CreateAsync(order, Programme.Manager));

        var made = (await Book.CreateAsync(order, Admin)).OrThrow();
        Assert.Equal(made.Id, (await Book.CreateAsync(order, Admin)).OrThrow().Id);
        AssertRefused(new CommandKeyReused(), await Book.CreateAsync(order with { List = "ffff" }, Admin));
        (await Book.EditAsync(made.Id, new ConnectionTerms("Letters", "https://us1.api.mailchimp.com/3.0?x=secret", SubscribesNew: true), Admin)).OrThrow();
        Assert.Equal(
            ("connection 1: Newsletter, " + Side.Address, "Letters, https://us1.api.mailchimp.com, subscribes new contacts"),
            Programme.Query("SELECT Before, After FROM AuditEntries WHERE Deed = 'EditConnection'", row => (row.GetString(0), row.GetString(1)))[0]);

        async Task RefusedAsync(Refusal refusal, NewConnection wrong) => AssertRefused(refusal, await Book.CreateAsync(wrong, Admin));
    }

    private async Task<IReadOnlyList<Notice>> NoticesAsync() => await Programme.Get<Notices>().ListAsync(Admin, Cancel);
}
