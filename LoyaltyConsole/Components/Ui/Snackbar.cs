namespace LoyaltyConsole.Components.Ui;

/// <summary>What a deed came to, and what can still be done about it.</summary>
/// <param name="Text">The sentence.</param>
public sealed record Snack(string Text)
{
    /// <summary>Long enough to be read.</summary>
    public static readonly TimeSpan Briefly = TimeSpan.FromSeconds(8);

    /// <summary>Long enough to think better of it; what can be undone longer has its own place for that.</summary>
    public static readonly TimeSpan WhileUndone = TimeSpan.FromSeconds(10);

    /// <summary>Long enough to hand a code on.</summary>
    public static readonly TimeSpan WhileCopied = TimeSpan.FromMinutes(1);

    /// <summary>How long it stays with nobody pointing at it, unless another one comes or somebody closes it.</summary>
    public TimeSpan Stay { get; init; } = Briefly;

    /// <summary>Whether it says that nothing was done.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>A code to be handed on.</summary>
    public string? Code { get; init; }

    /// <summary>What the button says.</summary>
    public string? DeedText { get; init; }

    /// <summary>What the button does, and what is to be said then; null for no button.</summary>
    public Func<Task<Snack>>? Deed { get; init; }
}

/// <summary>Says one thing at a time at the foot of the console, whatever page is open.</summary>
public sealed class Snackbar
{
    private Action? _changed;

    /// <summary>What is said now.</summary>
    public Snack? Shown { get; private set; }

    /// <summary>Calls back whenever something else is said, until disposed.</summary>
    public IDisposable Listen(Action onChanged)
    {
        _changed += onChanged;
        return new Listening(this, onChanged);
    }

    /// <summary>Says it, in the place of what was said before.</summary>
    public void Show(Snack snack)
    {
        Shown = snack;
        _changed?.Invoke();
    }

    /// <summary>Says it no longer; something newer stays.</summary>
    public void Close(Snack snack)
    {
        if (ReferenceEquals(Shown, snack))
        {
            Shown = null;
            _changed?.Invoke();
        }
    }

    private sealed class Listening(Snackbar snackbar, Action onChanged) : IDisposable
    {
        public void Dispose() => snackbar._changed -= onChanged;
    }
}
