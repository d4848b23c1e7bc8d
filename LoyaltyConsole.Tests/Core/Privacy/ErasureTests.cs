using System.Data.Common;
using System.Text;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Engagement;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Orders;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Tiers;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Privacy;

/// <summary>"Delete": nothing tells any more who it was, everything tells still what happened to the points (L-027, L-098, 5.8).</summary>
public sealed class ErasureTests : LedgerTest
{
    // No word of which is anywhere but with the one who is erased.
    private static readonly string[] _traces =
    [
        "Quibblezwick", "Zyxander", "zyx.quibblezwick+club@example.org", "first.address@example.org", "555 0199 7788", "4955501997788", "Vexlumina GmbH",
        "Honorable Zyx", "wombat-circle", "REF-QZX-4711", "Jabberwock Lane 12", "98765", "Snarkville", "grumpy about the kettle", "a treat for Zyx",
        "rings on blue Tuesdays", "whispered about plums", "promised on the phone by Zyx", "held because Zyx asked", "Zyx wants it so", "sent by mistake by Zyx", "generous to Zyx", "key-of-zyx", "quibblezwick",
    ];

    private static readonly ImportOptions _options = new() { Integration = "Shop" };

    private Erasures Erasures => Programme.Get<Erasures>();

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task T23_after_an_erasure_no_byte_of_the_files_tells_who_it_was()
    {
        var zyx = await LiveAsync();
        Assert.All(_traces.Except(["first.address@example.org", "4955501997788"]), trace => Assert.True(IsInFiles(trace), $"{trace} was not written."));
        var entries = await Programme.EntriesAsync(zyx);
        var account = Account(zyx);

        var certificate = (await Erasures.EraseAsync(new ErasureOrder(Guid.CreateVersion7(), zyx, $"#{zyx}"), Programme.Manager)).OrThrow();

        Assert.Equal([], _traces.Where(IsInFiles));
        Assert.Equal(0, new FileInfo(new SqliteConnectionStringBuilder(Programme.ConnectionString).DataSource + "-wal").Length);
        Assert.Equal(
            entries.Select(entry => (entry.Id, entry.Kind, entry.Points, entry.Status, entry.EffectiveAt, entry.CreatedAt, entry.OrderId, entry.Actor)),
            (await Programme.EntriesAsync(zyx)).Select(entry => (entry.Id, entry.Kind, entry.Points, entry.Status, entry.EffectiveAt, entry.CreatedAt, entry.OrderId, entry.Actor)));
        Assert.Equal(account, Account(zyx));
        Assert.Equal(Enum.GetValues<PersonalKind>().Order(), certificate.Erased.Select(erased => erased.Kind).Order());
        await Programme.AssertLedgerHoldsAsync();
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task T23_the_search_index_forgets_every_three_letters_of_a_name()
    {
        var zyx = await Programme.CustomerAsync("Zyxum");
        await Programme.CustomerAsync("Ada Lovelace");
        Assert.True(IsInIndex("zyx"));

        await EraseAsync(zyx);

        Assert.False(IsInIndex("zyx"));
        Assert.Equal([2L], Programme.Query("SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH @0", row => row.GetInt64(0), ("@0", "\"ada\"")));
        Programme.Execute("INSERT INTO CustomerSearch (CustomerSearch, rank) VALUES ('integrity-check', 1)");
    }

    [Fact]
    public async Task L_097_the_customer_is_deleted_and_can_no_longer_be_opened_but_is_in_the_list()
    {
        var zyx = await Programme.CustomerAsync("Zyxander", email: "zyx@example.org", refId: "Z");

        await EraseAsync(zyx);

        Assert.Equal(new CustomerDeleted(), Refused(await Programme.Profiles.OpenAsync(zyx, Programme.Agent, CancellationToken.None)));
        var row = Assert.Single((await Programme.Customers.ListAsync(
            new CustomerFilter(), CustomerSort.Id, descending: false, new Window(0, 10), Programme.Agent, CancellationToken.None)).OrThrow().Rows);
        Assert.Equal((CustomerStatus.Deleted, null, null, null), (row.Status, row.Name, row.Email, row.RefId));
    }

    [Fact]
    public async Task Rule_5_8_6_whoever_comes_back_is_a_new_customer()
    {
        var zyx = await Programme.CustomerAsync("Zyxander", email: "zyx@example.org", refId: "Z");
        await EraseAsync(zyx);

        var back = (await Programme.Get<CustomerBook>().RegisterAsync(
            new Registration(Guid.CreateVersion7(), "Shop") { RefId = "Z", LastName = "Zyxander", Email = "zyx@example.org" }, Programme.Agent)).OrThrow();

        Assert.True(back.IsNew);
        Assert.NotEqual(zyx, back.Card.Customer.Id);
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task S12_neighbours_keep_everything_and_the_sums_stay()
    {
        var customers = new List<CustomerId>();
        for (var number = 0; number < 60; number++)
        {
            // Two by two they share a name, so that one must not take the other along.
            var customer = await Programme.CustomerAsync(
                $"Family Nr{number / 2}Xq", email: $"person{number}xq@example.org", phone: $"030 9{number:000} 777", refId: $"XQ-{number}");
            customers.Add(customer);
            await Programme.OrderAsync(customer, 10m + number, $"Order {number}");
            await AdjustAsync(customer, $"told Nr{number}Xq. so");
        }

        await ImportAsync(
            "order_ref,customer_ref,email,name,placed_at,total\n"
            + string.Concat(Enumerable.Range(0, 60).Select(number => $"I{number},XQ-{number},person{number}xq@example.org,Family Nr{number / 2}Xq,2025-11-0{1 + (number % 9)},{(number % 5 == 0 ? "bad" : "7")}\n")));
        var before = Sums();
        var kept = Survivors(customers.Where((_, number) => number % 2 == 1));

        foreach (var customer in customers.Where((_, number) => number % 2 == 0))
        {
            await EraseAsync(customer);
        }

        // What pages of indexes hold between their entries goes a moment later.
        await Programme.Store.RenewedAsync();
        Assert.Equal(before, Sums());
        Assert.Equal(kept, Survivors(customers.Where((_, number) => number % 2 == 1)));
        var files = Files();
        Assert.All(Enumerable.Range(0, 60), number =>
        {
            Assert.Equal(number % 2 == 1, Has(files, $"person{number}xq@example.org"));
            Assert.Equal(number % 2 == 1, Has(files, $"told Nr{number}Xq. so"));
            Assert.Equal(number % 2 == 1, Has(files, $"9{number:000} 777"));
        });
        await Programme.AssertLedgerHoldsAsync();
        Programme.Execute("INSERT INTO CustomerSearch (CustomerSearch, rank) VALUES ('integrity-check', 1)");
        Assert.Equal("ok", Programme.Query("PRAGMA integrity_check", row => row.GetString(0)).Single());
    }

    [Fact]
    public async Task L_098_an_order_that_waited_for_them_waits_no_more_and_says_nothing()
    {
        var zyx = await Programme.CustomerAsync("Zyxander", email: "zyx@example.org");
        var order = new NewOrder(default, "Shop", "L-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("A", "A", 1, 10m)])
        {
            Billing = Address.None with { Street = "Jabberwock Lane" },
        };
        (await Programme.Get<UnmatchedOrders>().KeepAsync(order, "ZYX@example.org", Programme.Manager)).OrThrow();
        (await Programme.Get<UnmatchedOrders>().KeepAsync(order with { RefId = "L-2" }, "other@example.org", Programme.Manager)).OrThrow();

        await EraseAsync(zyx);

        var waiting = (await Programme.Get<UnmatchedOrders>().ListAsync(settled: true, new Window(0, 10), Programme.Manager, CancellationToken.None)).OrThrow().Rows;
        Assert.Equal(
            [("L-2", UnmatchedState.Waiting, "other@example.org"), ("L-1", UnmatchedState.Dismissed, "")],
            waiting.Select(row => (row.RefId, row.State, row.Sought)));
        Assert.Equal(
            new UnmatchedSettled(new UnmatchedId(1)), Refused(await Programme.Get<UnmatchedOrders>().AssignAsync(new UnmatchedId(1), zyx, null, Programme.Manager)));
    }

    [Fact]
    public async Task Rule_5_7_open_merge_requests_of_the_deleted_are_closed_and_name_the_other_still()
    {
        var zyx = await Programme.CustomerAsync("Zyxander", email: "zyx@example.org");
        await Programme.CustomerAsync("Ada", email: "ada@example.org");
        (await Programme.Get<MergeRequests>().SubmitAsync(new NewMergeRequest(Guid.CreateVersion7(), "ada@example.org", "zyx@example.org", IsConfirmed: false), Programme.Agent)).OrThrow();

        await EraseAsync(zyx);

        Assert.Equal(
            [("ada@example.org", null, (long)MergeRequestStatus.Superseded)],
            Programme.Query("SELECT RequestBy, RequestFor, Status FROM MergeRequests", row => (row.TextOrNull(0), row.TextOrNull(1), row.GetInt64(2))));
    }

    [Fact]
    public async Task A_call_about_nobody_goes_with_whom_its_key_or_its_answer_names()
    {
        var zyx = await Programme.CustomerAsync("Zyxander Quibblezwick", email: "zyx@example.org");
        foreach (var (key, body) in ((string, string)[])[("order-of-zyx@example.org", "{}"), ("key-2", "{}"), ("key-3", "nobody is called Zyxander Quibblezwick")])
        {
            await Programme.Store.WriteAsync<Done>(writing =>
            {
                writing.Connection.Prepare("INSERT INTO AnsweredCalls (IntegrationId, Key, Content, Status, Body, At) VALUES (1, @0, @1, 404, @2, 0)")
                    .Run(key, Array.Empty<byte>(), Encoding.UTF8.GetBytes(body));
                return Task.FromResult<Result<Done>>(default(Done));
            });
        }

        await EraseAsync(zyx);

        Assert.Equal(["key-2"], Programme.Query("SELECT Key FROM AnsweredCalls", row => row.GetString(0)));
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task D4_an_erasure_inside_a_merge_points_to_the_survivor()
    {
        var (main, integrated) = (await Programme.CustomerAsync("Ada"), await Programme.CustomerAsync("Zyxander"));

        var certificate = (await Programme.Store.WriteAsync<ErasureCertificate>(
            async writing => await Erasure.EraseAsync(writing, integrated, Programme.Manager, main))).OrThrow();

        Assert.Equal(main, certificate.MergedInto);
        Assert.Equal([main.Value], Programme.Query("SELECT MergedInto FROM Customers WHERE Status = 3", row => row.GetInt64(0)));
        Assert.False(IsInFiles("Zyxander"));
    }

    [Fact]
    public async Task L_098_the_answer_to_a_repeated_registration_goes_too()
    {
        var registration = new Registration(Guid.CreateVersion7(), "Shop") { RefId = "Z", LastName = "Zyxander" };
        var zyx = (await CallAsync("call-1", () => Programme.Get<CustomerBook>().RegisterAsync(registration, Programme.Agent))).OrThrow();
        await CallAsync("call-2", () => Programme.Get<CustomerBook>().RegisterAsync(registration with { Key = Guid.CreateVersion7() }, Programme.Agent));

        await EraseAsync(new CustomerId(1));

        Assert.Equal(201, zyx.Status);
        Assert.Equal([0L], Programme.Query("SELECT COUNT(*) FROM AnsweredCalls", row => row.GetInt64(0)));
        Assert.Equal(new CustomerDeleted(), Refused(await Programme.Get<CustomerBook>().RegisterAsync(registration, Programme.Agent)));
    }

    [Fact]
    public async Task The_same_command_again_answers_the_first_certificate_and_another_with_its_key_is_refused()
    {
        var (zyx, ada) = (await Programme.CustomerAsync("Zyxander", email: "zyx@example.org"), await Programme.CustomerAsync("Ada"));
        var order = new ErasureOrder(Guid.CreateVersion7(), zyx, "Zyx@Example.org");

        var first = (await Erasures.EraseAsync(order, Programme.Manager)).OrThrow();
        var again = (await Erasures.EraseAsync(order, Programme.Manager)).OrThrow();

        Assert.Equal((first.Id, first.At, first.Actor, first.Cleared), (again.Id, again.At, again.Actor, again.Cleared));
        Assert.Equal(new CommandKeyReused(), Refused(await Erasures.EraseAsync(order with { Customer = ada }, Programme.Manager)));
        Assert.Equal(first.Id, (await Erasures.CertificateAsync(zyx, Programme.Manager, CancellationToken.None)).OrThrow().Id);
    }

    [Fact]
    public async Task Rule_5_8_5_refuses_in_this_order()
    {
        var zyx = await Programme.CustomerAsync("Zyxander", email: "zyx@example.org", refId: "Z");
        await Programme.LotAsync(zyx, 100);
        await Programme.ReserveAsync(zyx, 10);
        var import = await StageAsync("order_ref,customer_ref,placed_at,total\n1,Z,2025-11-01,10\n");
        var order = new ErasureOrder(Guid.CreateVersion7(), zyx, "ada@example.org");

        Assert.Equal(new NotAllowed(Capability.EraseCustomers), Refused(await Erasures.EraseAsync(order, Programme.Agent)));
        Assert.Equal(new NotAllowed(Capability.EraseCustomers), Refused(await Erasures.CertificateAsync(zyx, Programme.Agent, CancellationToken.None)));
        Assert.Equal(new CustomerNotFound(new CustomerId(99)), Refused(await Erasures.EraseAsync(order with { Customer = new CustomerId(99) }, Programme.Manager)));
        Assert.Equal(new ErasureNotConfirmed(zyx), Refused(await Erasures.EraseAsync(order, Programme.Manager)));
        order = order with { Typed = " zyx@example.org " };
        Assert.Equal(new ErasureAwaitsCoupon(), Refused(await Erasures.EraseAsync(order, Programme.Manager)));
        Programme.Clock.Advance(Duration.FromMinutes(16));
        Assert.Equal(new ErasureAwaitsImport(import.Id), Refused(await Erasures.EraseAsync(order, Programme.Manager)));
        (await Programme.Get<FileImports>().DiscardAsync(import.Id, Programme.Manager)).OrThrow();
        (await Erasures.EraseAsync(order, Programme.Manager)).OrThrow();
        Assert.Equal(new CustomerDeleted(), Refused(await Erasures.EraseAsync(order with { Key = Guid.CreateVersion7() }, Programme.Manager)));
    }

    [Theory]
    [InlineData("UPDATE LedgerEntries SET InternalReason = 'other' WHERE CustomerId = 1")]
    [InlineData("UPDATE LedgerEntries SET InternalReason = NULL WHERE CustomerId = 2")]
    [InlineData("UPDATE LedgerEntries SET CustomerText = NULL WHERE CustomerId = 2")]
    [InlineData("UPDATE LedgerEntries SET CustomerText = 'other' WHERE CustomerId = 1")]
    [InlineData("UPDATE LedgerEntries SET Points = 1, InternalReason = NULL WHERE CustomerId = 1")]
    [InlineData("UPDATE LedgerEntries SET Actor = 'nobody' WHERE CustomerId = 1")]
    [InlineData("UPDATE TierChanges SET Note = 'other' WHERE CustomerId = 1")]
    [InlineData("UPDATE TierChanges SET Note = NULL WHERE CustomerId = 2")]
    [InlineData("UPDATE TierChanges SET Actor = 'nobody'")]
    [InlineData("UPDATE AuditEntries SET After = '[erased]' WHERE CustomerId = 2")]
    [InlineData("UPDATE AuditEntries SET After = 'other' WHERE CustomerId = 1")]
    [InlineData("UPDATE AuditEntries SET After = NULL WHERE CustomerId = 1")]
    [InlineData("UPDATE AuditEntries SET Before = '[erased]' WHERE Before IS NULL")]
    [InlineData("UPDATE AuditEntries SET Actor = 'nobody', After = '[erased]' WHERE CustomerId = 1")]
    [InlineData("DELETE FROM AuditEntries")]
    [InlineData("UPDATE Customers SET Status = 1")]
    [InlineData("UPDATE Erasures SET Actor = 'nobody'")]
    [InlineData("DELETE FROM Erasures")]
    public async Task The_guards_allow_nothing_but_the_erasure(string sql)
    {
        foreach (var name in new[] { "Zyxander", "Ada" })
        {
            var customer = await Programme.CustomerAsync(name);
            await AdjustAsync(customer, "why");
            (await Programme.Get<CustomerTiers>().ChangeAsync(await Programme.TierOrderAsync(customer, "Gold") with { Note = "so" }, Programme.Manager)).OrThrow();
        }

        await EraseAsync(new CustomerId(1));

        Assert.ThrowsAny<DbException>(() => Programme.Execute(sql));
    }

    [Fact]
    public async Task Rule_5_8_9_a_copy_holds_every_word_that_an_erasure_removes_and_leaves_a_trace()
    {
        var zyx = await LiveAsync();

        var copy = (await Programme.Get<PersonalCopies>().CopyAsync(zyx, Programme.Manager, CancellationToken.None)).OrThrow();

        // Digits and small letters are what search goes by.
        var said = string.Join('\n', copy.Parts.SelectMany(part => part.Rows).SelectMany(row => row).Select(field => field.Value));
        Assert.Equal([], _traces.Except(["4955501997788"]).Where(trace => !said.Contains(trace, StringComparison.Ordinal)));
        Assert.DoesNotContain("Lovelace", said, StringComparison.Ordinal);
        var entry = copy.Parts.Single(part => string.Equals(part.Name, "ledgerEntries", StringComparison.Ordinal)).Rows
            .Single(row => row.Contains(("internalReason", "grumpy about the kettle")));
        Assert.Contains(("points", (object?)10m), entry);
        Assert.Contains(("kind", (object?)"ManualCredit"), entry);
        Assert.Equal(1L, Programme.Query(
            "SELECT COUNT(*) FROM AuditEntries WHERE Deed = 'CopyPersonalData' AND CustomerId = @0", row => row.GetInt64(0), ("@0", zyx.Value)).Single());
    }

    [Fact]
    public async Task Rule_5_10_3_a_copy_runs_nothing_in_a_spreadsheet_and_keeps_numbers_numbers()
    {
        var ada = await Programme.CustomerAsync("=cmd()", email: "ada@example.org", phone: "+49 30 777", refId: "Straße 7");
        await Programme.LotAsync(ada, 100);
        var adjustment = await Programme.AdjustmentAsync(ada, AdjustmentDoor.AddOrSubtract, Points.Whole(-24));
        (await Programme.Ledger.AdjustAsync(adjustment with { InternalReason = "@SUM(A1)" }, Programme.Agent)).OrThrow();
        var copy = (await Programme.Get<PersonalCopies>().CopyAsync(ada, Programme.Manager, CancellationToken.None)).OrThrow();
        using var csv = new MemoryStream();
        using var json = new MemoryStream();

        await copy.WriteCsvAsync(csv, CancellationToken.None);
        await copy.WriteJsonAsync(json, CancellationToken.None);

        var lines = Encoding.UTF8.GetString(csv.ToArray()).TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("data,row,field,value", lines[0]);
        Assert.Contains("customers,1,name,'=cmd()", lines);
        Assert.Contains("customers,1,phone,'+49 30 777", lines);
        Assert.Contains("ledgerEntries,2,points,-24", lines);
        Assert.Contains("ledgerEntries,2,internalReason,'@SUM(A1)", lines);
        Assert.Contains("\"refId\": \"Straße 7\"", Encoding.UTF8.GetString(json.ToArray()), StringComparison.Ordinal);
        using var parsed = System.Text.Json.JsonDocument.Parse(json.ToArray());
        Assert.Equal("=cmd()", parsed.RootElement.GetProperty("customers")[0].GetProperty("name").GetString());
        Assert.Equal(-24, parsed.RootElement.GetProperty("ledgerEntries")[1].GetProperty("points").GetDecimal());
    }

    [Fact]
    public async Task Rule_5_8_9_a_copy_is_refused_in_this_order()
    {
        var (copies, zyx) = (Programme.Get<PersonalCopies>(), await Programme.CustomerAsync("Zyxander"));

        Assert.Equal(new NotAllowed(Capability.CopyPersonalData), Refused(await copies.CopyAsync(zyx, Programme.Agent, CancellationToken.None)));
        Assert.Equal(new CustomerNotFound(new CustomerId(9)), Refused(await copies.CopyAsync(new CustomerId(9), Programme.Manager, CancellationToken.None)));
        await EraseAsync(zyx);
        Assert.Equal(new CustomerDeleted(), Refused(await copies.CopyAsync(zyx, Programme.Manager, CancellationToken.None)));
    }

    // Everything that can be said about somebody, through the doors through which it comes.
    private async Task<CustomerId> LiveAsync()
    {
        var registration = new Registration(Guid.CreateVersion7(), "Shop")
        {
            RefId = "REF-QZX-4711",
            FirstName = "Zyxander",
            LastName = "Quibblezwick",
            Email = "first.address@example.org",
            Phone = "0555 0199 7788",
            Birthday = new LocalDate(1987, 6, 5),
            NameDay = new AnnualDate(9, 8),
            Salutation = "Honorable Zyx",
            Company = "Vexlumina GmbH",
            Group = "wombat-circle",
        };
        var keys = Programme.Get<IntegrationKeys>();
        await keys.CreateAsync(new NewIntegrationKey("Shop", KeySecret.New(), IntegrationScopes.All), Actor.Console("test"));
        await CallAsync("key-of-zyx", () => Programme.Get<CustomerBook>().RegisterAsync(registration, Programme.Manager));
        var zyx = new CustomerId(1);
        (await Programme.Get<CustomerBook>().EditAsync(zyx, new ProfileEdit { Email = "zyx.quibblezwick+club@example.org" }, Programme.Agent)).OrThrow();
        await Programme.CustomerAsync("Ada Lovelace", email: "ada@example.org");

        var address = new Address("Zyxander Quibblezwick", "Vexlumina GmbH", "Jabberwock Lane 12", "98765", "Snarkville", "DE");
        var order = new NewOrder(zyx, "Shop", "A-1", Programme.Clock.GetCurrentInstant(), [new NewPosition("S", "Kettle", 1, 3_000m)])
        {
            Salutation = "Mr",
            Billing = address,
            Delivery = address,
        };
        (await Programme.Orders.RecordAsync(order, Programme.Manager)).OrThrow();
        (await Programme.Get<UnmatchedOrders>().KeepAsync(order with { RefId = "A-2" }, "zyx.quibblezwick+club@example.org", Programme.Manager)).OrThrow();
        (await Programme.Get<UnmatchedOrders>().AssignAsync(new UnmatchedId(1), zyx, null, Programme.Manager)).OrThrow();
        (await Programme.Get<UnmatchedOrders>().KeepAsync(order with { RefId = "A-3" }, "REF-QZX-4711", Programme.Manager)).OrThrow();
        (await Programme.Get<UnmatchedOrders>().DismissAsync(new UnmatchedId(2), "sent by mistake by Zyx", Programme.Manager)).OrThrow();

        var adjustment = await Programme.AdjustmentAsync(zyx, AdjustmentDoor.AddOrSubtract, Points.Whole(10));
        (await Programme.Ledger.AdjustAsync(
            adjustment with { InternalReason = "grumpy about the kettle", CustomerText = "a treat for Zyx" }, Programme.Agent)).OrThrow();
        (await Programme.Ledger.RedeemAsync(
            new Redemption(Guid.CreateVersion7(), zyx, Points.Whole(5)) { InternalReason = "promised on the phone by Zyx" }, Programme.Agent)).OrThrow();
        (await Programme.Get<CustomerTiers>().ChangeAsync(
            await Programme.TierOrderAsync(zyx, "Platinum") with { Note = "held because Zyx asked", Lock = TierLock.Full }, Programme.Manager)).OrThrow();

        var notes = Programme.Get<CustomerNotes>();
        (await notes.AddAsync(new NewNote(Guid.CreateVersion7(), zyx, NoteKind.Reminder, "rings on blue Tuesdays"), Programme.Agent)).OrThrow();
        var taken = (await notes.AddAsync(new NewNote(Guid.CreateVersion7(), zyx, NoteKind.Other, "whispered about plums"), Programme.Agent)).OrThrow();
        (await notes.DeleteAsync(taken.Id, Programme.Agent)).OrThrow();

        var request = (await Programme.Get<MergeRequests>().SubmitAsync(
            new NewMergeRequest(Guid.CreateVersion7(), "zyx.quibblezwick+club@example.org", "ada@example.org", IsConfirmed: true), Programme.Agent)).OrThrow();
        Programme.Execute($"UPDATE MergeRequests SET Remarks = 'Zyx wants it so' WHERE Id = {request.Id}");
        (await Programme.Get<Referrals>().RecordAsync(
            new NewReferralEvent(Guid.CreateVersion7(), new ReferralCode(zyx).ToString(), ReferralType.Visit, null, Programme.Clock.GetCurrentInstant()),
            Programme.Manager)).OrThrow();
        Programme.Execute("INSERT INTO Campaigns (Id, Name, Kind, Rate, LockDays) VALUES (5, 'Autumn', 8, 2500, 0)");
        (await Programme.Get<CouponBook>().GiveAsync(Guid.CreateVersion7(), zyx, new CampaignId(5), Programme.Agent)).OrThrow();
        await Programme.Get<CustomerPins>().VerifyAsync(zyx, "nothing", Programme.Agent);

        (await Programme.Get<RoleLimits>().ChangeAsync(StaffRole.Agent, Points.Whole(500), null, Actor.Person("Ines Kolb", StaffRole.Administrator))).OrThrow();
        var generous = await Programme.AdjustmentAsync(zyx, AdjustmentDoor.TopUp, Points.Whole(501)) with { InternalReason = "generous to Zyx" };
        (await Programme.Get<ApprovalRequests>().SubmitAsync(ApprovalOrder.Of(generous), Programme.Agent)).OrThrow();

        // One that arrived, and one that a server turned down by name.
        var bag = new Mailbag();
        foreach (var key in (string[])["sent", "refused"])
        {
            await Programme.Store.WriteAsync<Done>(writing =>
            {
                writing.Tell(zyx, MessageTemplate.ApprovalWaiting, key, ("by", "Zyx has a wombat-circle"));
                return Task.FromResult<Result<Done>>(default(Done));
            });
            await new OutboxSender(Programme.Store, Programme.Clock, bag).RunAsync(_ => { }, CancellationToken.None);
            bag.Fail(new Delivery(MessageFault.Rejected, "550 zyx.quibblezwick+club@example.org is unknown", IsForGood: true));
        }

        // One order of theirs and one that stays out, by reference; one by e-mail address, whose number is made of it.
        await ImportAsync(
            "order_ref,customer_ref,email,name,phone,placed_at,total\n"
            + "B-1,REF-QZX-4711,zyx.quibblezwick+club@example.org,Zyxander Quibblezwick,0555 0199 7788,2025-11-01,10\n"
            + "B-2,REF-QZX-4711,zyx.quibblezwick+club@example.org,Zyxander Quibblezwick,0555 0199 7788,2025-11-01,bad\n"
            + "B-3,OTHER,other@example.org,Some One,,2025-11-01,10\n");
        await ImportAsync("email,name,placed_at,total\nzyx.quibblezwick+club@example.org,Zyxander Quibblezwick,2025-11-02,12\n", _options with { EachRowIsAnOrder = true });
        await Programme.ChangeAsync(settings => settings.SpendingNeedsCode = true);
        (await Programme.Get<OneTimeCodes>().SendAsync(Guid.CreateVersion7(), zyx, Programme.Agent)).OrThrow();
        (await Programme.Get<SegmentRunner>().RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(1)), Programme.Manager)).OrThrow();
        return zyx;
    }

    private async Task EraseAsync(CustomerId customer) =>
        (await Erasures.EraseAsync(new ErasureOrder(Guid.CreateVersion7(), customer, customer.ToString()), Programme.Manager)).OrThrow();

    private async Task AdjustAsync(CustomerId customer, string reason)
    {
        var adjustment = await Programme.AdjustmentAsync(customer, AdjustmentDoor.AddOrSubtract, Points.Whole(10));
        (await Programme.Ledger.AdjustAsync(adjustment with { InternalReason = reason, CustomerText = reason }, Programme.Agent)).OrThrow();
    }

    private static Task<Result<CallAnswer>> CallAsync(string key, Func<Task<Result<Registered>>> deed) => IntegrationCalls.OnceAsync(
        new IntegrationCall(new IntegrationId(1), key, Encoding.UTF8.GetBytes(key)), deed,
        done => new CallAnswer(201, Encoding.UTF8.GetBytes($"{{\"name\":\"{done.Card.Customer.Name}\"}}")));

    private async Task<Import> StageAsync(string text, ImportOptions? options = null)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, text);
        var staged = await Programme.Get<FileImports>().StageAsync(path, "orders.csv", options ?? _options, Programme.Manager, CancellationToken.None);
        File.Delete(path);
        return staged.OrThrow();
    }

    private async Task ImportAsync(string text, ImportOptions? options = null) =>
        (await Programme.Get<FileImports>().CommitAsync((await StageAsync(text, options)).Id, Programme.Manager, CancellationToken.None)).OrThrow();

    private string Account(CustomerId customer) => Programme.Query(
        "SELECT Collected || ' ' || Expired || ' ' || Redeemable || ' ' || Balance || ' ' || Version FROM Accounts WHERE CustomerId = @0",
        row => row.GetString(0), ("@0", customer.Value)).Single();

    private string Sums() => string.Join('\n', Programme.Query(
        "SELECT CustomerId, Kind, COUNT(*), SUM(Points), SUM(EffectiveAt) FROM LedgerEntries GROUP BY 1, 2 ORDER BY 1, 2",
        row => string.Join(' ', Enumerable.Range(0, 5).Select(row.GetInt64))));

    // Every word about them, wherever it stands.
    private string Survivors(IEnumerable<CustomerId> customers)
    {
        var ids = string.Join(',', customers);
        return string.Join('\n', new[]
        {
            $"SELECT * FROM Customers WHERE Id IN ({ids})", $"SELECT * FROM LedgerEntries WHERE CustomerId IN ({ids})",
            $"SELECT * FROM Orders WHERE CustomerId IN ({ids})", $"SELECT * FROM AuditEntries WHERE CustomerId IN ({ids})",
            $"SELECT * FROM ImportDocuments WHERE CustomerKey IN (SELECT 'r:' || RefId FROM Customers WHERE Id IN ({ids}))",
            $"SELECT * FROM ImportRows WHERE CustomerKey IN (SELECT 'r:' || RefId FROM Customers WHERE Id IN ({ids}))",
        }.SelectMany(sql => Programme.Texts(sql)).Concat(Programme.Query(
            $"SELECT Id FROM (SELECT rowid AS Id FROM CustomerSearch WHERE CustomerSearch MATCH @0) found WHERE Id IN ({ids}) ORDER BY Id",
            row => $"{row.GetInt64(0)}", ("@0", "\"family\""))));
    }

    private bool IsInFiles(string trace) => Has(Files(), trace);

    private static bool Has(byte[] files, string trace) => files.AsSpan().IndexOf(Encoding.UTF8.GetBytes(trace)) >= 0;

    private byte[] Files()
    {
        var database = new SqliteConnectionStringBuilder(Programme.ConnectionString).DataSource;
        return
        [
            .. Directory.EnumerateFiles(Path.GetDirectoryName(database)!).SelectMany(file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }),
        ];
    }

    private bool IsInIndex(string letters) => Programme.Query(
        "SELECT COUNT(*) FROM CustomerSearch_data WHERE instr(block, CAST(@0 AS BLOB)) > 0", row => row.GetInt64(0), ("@0", letters)).Single() > 0;
}
