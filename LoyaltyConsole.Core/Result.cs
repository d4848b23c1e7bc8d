using System.Diagnostics.CodeAnalysis;

namespace LoyaltyConsole.Core;

/// <summary>
/// A rule that says no, as a fact with a name. The sentence a person reads comes from the texts, found by the
/// record's name; its positional properties are the sentence's values in their order.
/// </summary>
public abstract record Refusal;

/// <summary>Either what was asked for, or the refusal that says why not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly struct Result<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Result(T value) => _value = value;

    private Result(Refusal refusal) => _refusal = refusal;

    /// <summary>Accepts.</summary>
    public static implicit operator Result<T>(T value) => new(value);

    /// <summary>Refuses.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(refusal);

    /// <summary>Tells which of the two it is, and hands it out.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = _value;
        refusal = _refusal;
        return _refusal is null;
    }

    /// <summary>The value where a refusal would be a bug of the caller.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T OrThrow() => _refusal is null ? _value! : throw new InvalidOperationException($"Refused: {_refusal}");
}

/// <summary>For commands that have nothing to hand back.</summary>
public readonly record struct Done;
