using LoyaltyConsole.Core;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Ledger;

/// <summary>A story about points: it has a programme of its own, and leaves a ledger whose invariants hold.</summary>
public abstract class LedgerTest : IAsyncLifetime
{
    protected Programme Programme { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Programme = await Programme.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await Programme.AssertLedgerHoldsAsync();
        await Programme.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static Refusal Refused<T>(Result<T> result)
        where T : notnull
    {
        Assert.False(result.Succeeded(out _, out var refusal));
        return refusal;
    }

    protected static void AssertRefused<T>(Refusal expected, Result<T> result)
        where T : notnull => Assert.Equal(expected, Refused(result));
}
