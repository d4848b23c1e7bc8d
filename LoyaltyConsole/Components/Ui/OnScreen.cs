namespace LoyaltyConsole.Components.Ui;

/// <summary>
/// For how long a screen waits for what it asks: until it asks anew, or is gone. Its tokens can be had and used when the
/// screen is gone already, as a read that ends just then goes on to the next one; a source's own token cannot.
/// </summary>
public sealed class OnScreen : IDisposable
{
    private CancellationTokenSource _source = new();

    /// <summary>A screen that has just come.</summary>
    public OnScreen() => Token = _source.Token;

    /// <summary>Cancelled when something else is asked, or the screen is gone.</summary>
    public CancellationToken Token { get; private set; }

    /// <summary>Whether the screen is gone.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Gives up what was asked before; the token of what is asked now.</summary>
    public CancellationToken Anew()
    {
        if (!IsOver)
        {
            _source.Cancel();
            _source.Dispose();
            _source = new CancellationTokenSource();
            Token = _source.Token;
        }

        return Token;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!IsOver)
        {
            IsOver = true;
            _source.Cancel();
            _source.Dispose();
        }
    }
}
