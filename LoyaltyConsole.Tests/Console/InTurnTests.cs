using LoyaltyConsole.Components.Ui;

namespace LoyaltyConsole.Tests.Console;

/// <summary>A screen that reads again while it still reads.</summary>
public sealed class InTurnTests
{
    private readonly List<TaskCompletionSource> _reads = [];
    private readonly InTurn _turn;

    public InTurnTests() => _turn = new InTurn(() =>
    {
        _reads.Add(new TaskCompletionSource());
        return _reads[^1].Task;
    });

    [Fact]
    public async Task A_read_begins_only_when_the_one_before_has_ended()
    {
        var first = _turn.ReadAsync();
        var second = _turn.ReadAsync();
        Assert.Single(_reads);

        _reads[0].SetResult();
        await first;
        Assert.Equal(2, _reads.Count);
        Assert.False(second.IsCompleted);

        _reads[1].SetResult();
        await second;
    }

    [Fact]
    public async Task All_who_ask_meanwhile_are_told_by_one_more_read()
    {
        _ = _turn.ReadAsync();
        var asked = Enumerable.Range(0, 5).Select(_ => _turn.ReadAsync()).ToList();

        _reads[0].SetResult();
        _reads[1].SetResult();

        await Task.WhenAll(asked);
        Assert.Equal(2, _reads.Count);
    }

    [Fact]
    public async Task A_read_that_fails_fails_for_who_asked_and_for_nobody_else()
    {
        var first = _turn.ReadAsync();
        var second = _turn.ReadAsync();
        _reads[0].SetException(new InvalidOperationException("The first."));
        _reads[1].SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await second;
        var third = _turn.ReadAsync();
        _reads[2].SetResult();
        await third;
    }
}
