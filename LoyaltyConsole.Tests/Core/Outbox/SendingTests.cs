using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Customers.Privacy;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Outbox;

/// <summary>A message leaves once its deed is done, and is not forgotten before it has left.</summary>
public sealed class SendingTests : OutboxTest
{
    [Fact]
    public async Task R_028_a_message_leaves_with_its_deed_or_not_at_all()
    {
        var guest = await GuestAsync();
        await Programme.Store.WriteAsync<Done>(writing =>
        {
            writing.Tell(guest, MessageTemplate.Pin, "refused");
            return Task.FromResult<Result<Done>>(new CustomerDeleted());
        });

        Assert.Empty(await OfAsync(guest));
        await TellAsync(guest, "done");
        Assert.Equal((1L, 1L, 0L), Counts(await SendAsync()));
        Assert.Equal((0L, 0L, 0L), Counts(await SendAsync()));
        Assert.Equal("guest@example.org", Assert.Single(Bag.Letters).Address);
    }

    [Fact]
    public async Task A_deed_repeated_tells_once()
    {
        var guest = await GuestAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TellAsync(guest, "the same deed")));

        Assert.Single(await OfAsync(guest));
    }

    [Fact]
    public async Task R_028_it_goes_to_the_address_of_the_moment_in_the_customers_own_language()
    {
        await Programme.ChangeAsync(settings => settings.Language = "de");
        var (ada, bo) = (await GuestAsync("old@example.org"), await GuestAsync("bo@example.org", customer => customer.Language = "en"));
        await TellAsync(ada);
        await TellAsync(bo);
        Programme.Execute($"UPDATE Customers SET Email = 'new@example.org' WHERE Id = {ada}");

        await SendAsync();

        Assert.Equal([("new@example.org", "de"), ("bo@example.org", "en")], Bag.Letters.Select(letter => (letter.Address, letter.Language)));
        var sent = Assert.Single(await OfAsync(ada));
        Assert.Equal(
            (MessageState.Sent, "new@example.org", Programme.Clock.GetCurrentInstant(), MessageChannel.Email),
            (sent.State, sent.SentTo, sent.SentAt!.Value, sent.Channel));
    }

    [Fact]
    public async Task R_028_the_language_comes_with_the_registration_or_an_edit_and_survives_a_merge()
    {
        var book = Programme.Get<CustomerBook>();
        var guest = (await book.RegisterAsync(
            new Registration(Guid.CreateVersion7(), "Shop") { LastName = "Guest", Email = "gus@example.org", Language = "de" }, Programme.Agent)).OrThrow().Card.Customer.Id;
        await TellAsync(guest);
        (await book.EditAsync(guest, new ProfileEdit { Language = (string?)null }, Programme.Agent)).OrThrow();
        await TellAsync(guest);
        (await book.EditAsync(Other, new ProfileEdit { Language = "de", IsRegistered = false }, Programme.Agent)).OrThrow();
        (await book.EditAsync(Anna, new ProfileEdit { IsRegistered = false }, Programme.Agent)).OrThrow();
        await MergeAsync();
        await TellAsync(Anna);

        await SendAsync();

        Assert.Equal(["de", "en", "de"], Bag.Letters.Select(letter => letter.Language));
        AssertRefused(new LanguageUnknown("DE"), await book.EditAsync(guest, new ProfileEdit { Language = "DE" }, Programme.Agent));
    }

    [Fact]
    public async Task E_052_the_pin_is_in_the_letter_and_nowhere_in_the_outbox()
    {
        var guest = await GuestAsync();
        var pin = await Programme.PinAsync(guest);
        await TellAsync(guest, "pin");

        await SendAsync();

        Assert.Equal(pin, Assert.Single(Bag.Letters).Values["pin"]);
        var kept = Programme.Query(
            "SELECT Key || '|' || Parameters || '|' || COALESCE(SentTo, '') || '|' || COALESCE(Detail, '') FROM Messages", row => row.GetString(0)).Single();
        Assert.DoesNotContain(pin, kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_each_time_until_it_is_a_dead_letter()
    {
        Bag.Fail(Unreachable);
        await TellAsync(await GuestAsync());
        var pauses = new List<Duration>();
        while ((await OneAsync()).State == MessageState.Waiting)
        {
            var report = await SendAsync();
            var message = await OneAsync();
            Assert.Equal((1L, 0L, 1L), Counts(report));
            if (message.State != MessageState.Waiting)
            {
                break;
            }

            pauses.Add(message.NextAttemptAt - Programme.Clock.GetCurrentInstant());
            Programme.Clock.Set(message.NextAttemptAt - Duration.FromMilliseconds(1));
            Assert.Equal((0L, 0L, 0L), Counts(await SendAsync()));
            Programme.Clock.Set(message.NextAttemptAt);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240], pauses.Select(pause => (int)pause.TotalMinutes));
        var dead = await OneAsync();
        Assert.Equal((MessageState.Failed, OutboxSender.MostAttempts, MessageFault.Unreachable, "Nobody answers."), (dead.State, dead.Attempts, dead.Fault, dead.Detail));
        Programme.Clock.Advance(Duration.FromDays(30));
        Assert.Equal((0L, 0L, 0L), Counts(await SendAsync()));
    }

    [Fact]
    public async Task What_is_refused_for_good_is_a_dead_letter_at_once_and_holds_nobody_up()
    {
        var (gone, there) = (await GuestAsync("gone@example.org"), await GuestAsync("there@example.org"));
        await TellAsync(gone);
        await TellAsync(there);
        Bag.Answer = letter => Task.FromResult(
            letter.Address.StartsWith("gone", StringComparison.Ordinal) ? new Delivery(MessageFault.Rejected, "550 No such user", IsForGood: true) : Delivery.Done);

        Assert.Equal((2L, 1L, 1L), Counts(await SendAsync()));

        Assert.Equal([MessageState.Sent, MessageState.Failed], (await AllAsync()).Select(message => message.State));
    }

    [Fact]
    public async Task Without_an_address_a_message_is_a_dead_letter_that_says_so()
    {
        await TellAsync(await GuestAsync(email: null));

        await SendAsync();

        Assert.Equal((MessageState.Failed, MessageFault.NoAddress), ((await OneAsync()).State, (await OneAsync()).Fault!.Value));
        Assert.Empty(Bag.Letters);
    }

    [Fact]
    public async Task While_the_server_is_away_one_letter_a_run_is_tried()
    {
        Bag.Fail(Unreachable with { ConcernsAll = true });
        for (var number = 0; number < 3; number++)
        {
            await TellAsync(await GuestAsync($"guest{number}@example.org"));
        }

        Assert.Equal((1L, 0L, 1L), Counts(await SendAsync()));
        Assert.Equal((1L, 0L, 1L), Counts(await SendAsync()));
        Bag.Answer = _ => Task.FromResult(Delivery.Done);
        Assert.Equal((1L, 1L, 0L), Counts(await SendAsync()));
        Programme.Clock.Advance(Duration.FromMinutes(1));
        Assert.Equal((2L, 2L, 0L), Counts(await SendAsync()));
    }

    [Fact]
    public async Task Of_several_senders_at_once_one_sends_each_message()
    {
        for (var number = 0; number < 20; number++)
        {
            await TellAsync(await GuestAsync($"guest{number}@example.org"));
        }

        Bag.Answer = async _ =>
        {
            await Task.Yield();
            return Delivery.Done;
        };
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync()));

        Assert.Equal(20, reports.Sum(report => report.Changed));
        Assert.Equal(20, Bag.Letters.Select(letter => letter.Reference).Distinct().Count());
        Assert.Equal(20, Bag.Letters.Count);
    }

    [Fact]
    public async Task After_a_crash_in_the_middle_it_is_sent_again_under_the_same_reference()
    {
        await TellAsync(await GuestAsync());
        Bag.Answer = _ => throw new InvalidOperationException("The process died before it noted anything.");
        await Assert.ThrowsAsync<InvalidOperationException>(SendAsync);
        Bag.Answer = _ => Task.FromResult(Delivery.Done);

        Programme.Clock.Advance(OutboxSender.Claim - Duration.FromMilliseconds(1));
        Assert.Equal((0L, 0L, 0L), Counts(await SendAsync()));
        Assert.True((await OneAsync()).IsLeaving);
        Programme.Clock.Advance(Duration.FromMilliseconds(1));
        Assert.Equal((1L, 1L, 0L), Counts(await SendAsync()));

        Assert.Equal(2, Bag.Letters.Count);
        Assert.Single(Bag.Letters.Select(letter => letter.Reference).Distinct());
    }

    [Fact]
    public async Task A_message_that_ends_the_process_each_time_is_given_up()
    {
        await TellAsync(await GuestAsync());
        Bag.Answer = _ => throw new InvalidOperationException();
        for (var attempt = 0; attempt < OutboxSender.MostAttempts; attempt++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(SendAsync);
            Programme.Clock.Advance(OutboxSender.Claim);
        }

        await SendAsync();

        Assert.Equal((MessageState.Failed, MessageFault.Unfinished), ((await OneAsync()).State, (await OneAsync()).Fault!.Value));
    }

    [Fact]
    public async Task Rule_5_8_a_deleted_customers_messages_reach_nobody_and_keep_nothing()
    {
        var guest = await GuestAsync();
        await TellAsync(guest, "sent");
        await SendAsync();
        await TellAsync(guest, "waits");

        await EraseAsync(guest);
        await SendAsync();

        Assert.Single(Bag.Letters);
        Assert.Equal([MessageState.Cancelled, MessageState.Sent], (await AllAsync()).Select(message => message.State));
        Assert.All(await AllAsync(), message => Assert.Equal((true, null), (message.IsErased, message.SentTo)));
    }

    [Fact]
    public async Task Rule_5_8_what_is_on_its_way_during_an_erasure_leaves_no_address_behind()
    {
        var (gone, refused) = (await GuestAsync("gone@example.org"), await GuestAsync("refused@example.org"));
        await TellAsync(gone);
        await TellAsync(refused);
        Bag.Answer = async letter =>
        {
            await EraseAsync(letter.Address.StartsWith("gone", StringComparison.Ordinal) ? gone : refused);
            return letter.Address.StartsWith("gone", StringComparison.Ordinal) ? Delivery.Done : new Delivery(MessageFault.Rejected, "550 refused@example.org", IsForGood: true);
        };

        await SendAsync();

        Assert.Equal([MessageState.Cancelled, MessageState.Sent], (await AllAsync()).Select(message => message.State));
        Assert.All(await AllAsync(), message => Assert.Equal(((string?)null, (string?)null), (message.SentTo, message.Detail)));
    }

    [Fact]
    public async Task Rule_5_8_9_the_personal_copy_tells_what_was_sent()
    {
        var guest = await GuestAsync();
        await TellAsync(guest);
        await SendAsync();

        var copy = (await Programme.Get<PersonalCopies>().CopyAsync(guest, Programme.Manager, Cancel)).OrThrow();

        var row = Assert.Single(Assert.Single(copy.Parts, part => string.Equals(part.Name, "messages", StringComparison.Ordinal)).Rows);
        Assert.Contains(("sentTo", (object?)"guest@example.org"), row);
        Assert.Contains(("template", (object?)"Pin"), row);
    }

    [Fact]
    public async Task Rule_5_7_a_merge_takes_messages_along_and_what_waits_goes_to_the_address_that_stays()
    {
        Programme.Execute("UPDATE Customers SET IsRegistered = 0");
        await TellAsync(Other, "sent");
        await SendAsync();
        await TellAsync(Other, "waits");

        await MergeAsync();
        await SendAsync();

        Assert.Equal(["anna@example.org", "a.keller@example.org"], (await OfAsync(Anna)).Select(message => message.SentTo));
    }

    [Fact]
    public async Task R_028_only_who_may_read_customers_reads_what_was_sent_to_them()
    {
        var nobody = Actor.Person("Nobody");

        AssertRefused(new NotAllowed(Capability.ReadCustomers), await Messages.OfCustomerAsync(Anna, new MessageQuery(), new Window(0, 10), nobody, Cancel));
        AssertRefused(new CustomerNotFound(new CustomerId(99)), await Messages.OfCustomerAsync(new CustomerId(99), new MessageQuery(), new Window(0, 10), Programme.Agent, Cancel));
        await EraseAsync(Anna);
        AssertRefused(new CustomerDeleted(), await Messages.OfCustomerAsync(Anna, new MessageQuery(), new Window(0, 10), Programme.Agent, Cancel));
    }

    private async Task EraseAsync(CustomerId customer) =>
        (await Programme.Get<Erasures>().EraseAsync(new ErasureOrder(Guid.CreateVersion7(), customer, customer.ToString()), Programme.Manager)).OrThrow();

    private static (long, long, long) Counts(LoyaltyConsole.Core.Jobs.JobReport report) => (report.Processed, report.Changed, report.Errors);
}
