using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;
using NodaTime;

namespace LoyaltyConsole.Tests.Core.Outbox;

/// <summary>What a person does about messages that did not leave.</summary>
public sealed class DeadLettersTests : OutboxTest
{
    [Fact]
    public async Task A_dead_letter_is_tried_again_from_the_start_when_somebody_says_so()
    {
        var id = await DeadAsync();
        Assert.Equal(new MessageCounts(0, 1), (await Messages.CountsAsync(Programme.Manager, Cancel)).OrThrow());

        (await Messages.RetryAsync(id, Programme.Manager)).OrThrow();
        (await Messages.RetryAsync(id, Programme.Manager)).OrThrow();
        Assert.Equal(new MessageCounts(1, 0), (await Messages.CountsAsync(Programme.Manager, Cancel)).OrThrow());
        await SendAsync();

        Assert.Equal((MessageState.Sent, 1), ((await OneAsync()).State, (await OneAsync()).Attempts));
        AssertRefused(new MessageSettled(MessageState.Sent), await Messages.RetryAsync(id, Programme.Manager));
        Assert.Single(Programme.Query("SELECT Id FROM AuditEntries WHERE Deed = 'RetryMessage'", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task What_waits_for_its_next_try_can_be_sent_at_once()
    {
        Bag.Fail(Unreachable);
        var message = await TellAsync(await GuestAsync());
        await SendAsync();
        Bag.Answer = _ => Task.FromResult(Delivery.Done);

        (await Messages.RetryAsync(message.Id, Programme.Manager)).OrThrow();
        await SendAsync();

        Assert.Equal(MessageState.Sent, (await OneAsync()).State);
    }

    [Fact]
    public async Task What_has_not_left_can_be_taken_back_once()
    {
        var message = await TellAsync(await GuestAsync());

        (await Messages.CancelAsync(message.Id, Programme.Manager)).OrThrow();
        (await Messages.CancelAsync(message.Id, Programme.Manager)).OrThrow();
        await SendAsync();

        Assert.Empty(Bag.Letters);
        AssertRefused(new MessageSettled(MessageState.Cancelled), await Messages.RetryAsync(message.Id, Programme.Manager));
        Assert.Single(Programme.Query("SELECT Id FROM AuditEntries WHERE Deed = 'CancelMessage'", row => row.GetInt64(0)));
    }

    [Fact]
    public async Task What_is_leaving_at_this_moment_or_has_left_stays()
    {
        var message = await TellAsync(await GuestAsync());
        Result<Done> meanwhile = default;
        Bag.Answer = async _ =>
        {
            meanwhile = await Messages.CancelAsync(message.Id, Programme.Manager);
            return Delivery.Done;
        };

        await SendAsync();

        AssertRefused(new MessageLeaving(), meanwhile);
        AssertRefused(new MessageSettled(MessageState.Sent), await Messages.CancelAsync(message.Id, Programme.Manager));
        AssertRefused(new MessageNotFound(new MessageId(99)), await Messages.CancelAsync(new MessageId(99), Programme.Manager));
    }

    [Fact]
    public async Task Only_who_runs_jobs_sees_and_moves_what_leaves()
    {
        var (id, refusal) = (await DeadAsync(), new NotAllowed(Capability.RunJobs));

        AssertRefused(refusal, await Messages.ListAsync(new MessageQuery(), new Window(0, 10), Programme.Agent, Cancel));
        AssertRefused(refusal, await Messages.CountsAsync(Programme.Agent, Cancel));
        AssertRefused(refusal, await Messages.RetryAsync(id, Programme.Agent));
        AssertRefused(refusal, await Messages.CancelAsync(id, Programme.Agent));
    }

    private async Task<MessageId> DeadAsync()
    {
        Bag.Fail(new Delivery(MessageFault.Rejected, "550", IsForGood: true));
        var message = await TellAsync(await GuestAsync());
        await SendAsync();
        Bag.Answer = _ => Task.FromResult(Delivery.Done);
        Programme.Clock.Advance(Duration.FromHours(1));
        return message.Id;
    }
}
