using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Outbox;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Core.Outbox;

/// <summary>What waits for a decision is told to everybody who may decide, and not to whoever asked.</summary>
public sealed class StaffMessagesTests : OutboxTest
{
    private static readonly StaffReader Petra = new("petra", "Petra Lang", "petra@staff.example", "de");

    private static readonly StaffReader Max = new("max", "Max Frei", "max@staff.example", "en");

    [Fact]
    public async Task L_081_a_merge_request_is_mailed_to_each_who_may_approve_it_in_their_language()
    {
        Bag.Staff[Capability.ApproveMerges] = [Petra, Max];
        var request = await AskAsync();
        await AskAsync();

        await SendAsync();
        await SendAsync();

        Assert.Equal(
            [("petra@staff.example", "de", MessageTemplate.MergeRequested), ("max@staff.example", "en", MessageTemplate.MergeRequested)],
            Bag.Letters.Select(letter => (letter.Address, letter.Language, letter.Template)));
        var values = Bag.Letters[0].Values;
        Assert.Equal((request.ToString(), Anna.ToString(), Other.ToString(), "Eva Brandt"), (values["request"], values["main"], values["integrated"], values["by"]));
        Assert.DoesNotContain(values, value => value.Value.Contains("Keller", StringComparison.Ordinal) || value.Value.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task L_081_whoever_submitted_it_is_not_told()
    {
        Bag.Staff[Capability.ApproveMerges] = [Petra, Max];

        await TellAsync(notTo: Programme.Manager with { StaffId = Petra.Id });
        await SendAsync();

        Assert.Equal("max@staff.example", Assert.Single(Bag.Letters).Address);
    }

    [Fact]
    public async Task What_fails_for_one_is_sent_to_that_one_alone_again()
    {
        Bag.Staff[Capability.ApproveMerges] = [Petra, Max];
        Bag.Answer = letter => Task.FromResult(string.Equals(letter.Address, Petra.Email, StringComparison.Ordinal) ? Unreachable : Delivery.Done);
        await TellAsync(Programme.Agent);

        await SendAsync();
        Bag.Answer = _ => Task.FromResult(Delivery.Done);
        Programme.Clock.Advance(OutboxSender.PauseAfter(1));
        await SendAsync();

        Assert.Equal([Petra.Email, Max.Email, Petra.Email], Bag.Letters.Select(letter => letter.Address));
        Assert.Equal(Bag.Letters[0].Reference, Bag.Letters[2].Reference);
        Assert.NotEqual(Bag.Letters[0].Reference, Bag.Letters[1].Reference);
    }

    [Fact]
    public async Task Who_may_no_longer_by_then_is_not_told_and_nobody_at_all_is_no_failure()
    {
        Bag.Staff[Capability.ApproveMerges] = [Petra];
        Bag.Fail(Unreachable);
        await TellAsync(Programme.Agent);
        await SendAsync();
        Bag.Staff.Clear();
        Programme.Clock.Advance(OutboxSender.PauseAfter(1));

        var report = await SendAsync();
        await TellAsync(Programme.Agent, "another");
        await SendAsync();

        Assert.Equal(0, report.Errors);
        Assert.Single(Bag.Letters);
        Assert.All(await AllAsync(), message => Assert.Equal((MessageState.Cancelled, MessageFault.NobodyToTell), (message.State, message.Fault!.Value)));
    }

    private Task TellAsync(Actor notTo, string key = "approval:1") => Programme.Store.WriteAsync<Done>(writing =>
    {
        writing.Tell(Capability.ApproveMerges, MessageTemplate.ApprovalWaiting, key, notTo, ("request", 1), ("customer", Anna), ("by", notTo.Name));
        return Task.FromResult<Result<Done>>(default(Done));
    });
}
