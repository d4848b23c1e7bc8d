using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Tests.Core;

public sealed class ResultTests
{
    private static readonly NotAllowed _no = new(Enum.GetValues<Capability>()[0]);

    [Fact]
    public void Hands_out_the_value_when_it_was_accepted()
    {
        Result<Points> result = Points.Whole(300);

        Assert.True(result.Succeeded(out var points, out var refusal));
        Assert.Equal(Points.Whole(300), points);
        Assert.Null(refusal);
        Assert.Equal(Points.Whole(300), result.OrThrow());
    }

    [Fact]
    public void Hands_out_the_refusal_when_it_was_refused()
    {
        Result<Points> result = _no;

        Assert.False(result.Succeeded(out _, out var refusal));
        Assert.Equal(_no, refusal);
    }

    [Fact]
    public void A_refusal_that_nobody_reads_is_a_bug()
    {
        Result<Points> result = _no;

        var bug = Assert.Throws<InvalidOperationException>(() => result.OrThrow());
        Assert.Contains(nameof(NotAllowed), bug.Message, StringComparison.Ordinal);
    }
}
