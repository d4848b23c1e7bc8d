using System.Diagnostics.CodeAnalysis;
using LoyaltyConsole.Core;
using NodaTime;

namespace LoyaltyConsole.Api;

/// <summary>Checks the fields of a body one after the other, and keeps the first flaw.</summary>
internal sealed class BodyCheck
{
    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);

    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    private Refusal? _flaw;

    /// <summary>Whether a field has a flaw.</summary>
    public bool Found([NotNullWhen(true)] out Refusal? flaw)
    {
        flaw = _flaw;
        return flaw is not null;
    }

    /// <summary>Notes a flaw, unless one was found before.</summary>
    public void Refuse(Refusal flaw) => _flaw ??= flaw;

    /// <summary>A text of one line that may be missing.</summary>
    public string? Text(string field, string? text, int most) => Bounded(field, text, most, char.IsControl);

    /// <summary>A text that may have several lines.</summary>
    public string? Lines(string field, string? text, int most) =>
        Bounded(field, text, most, character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));

    /// <summary>A text that must be there.</summary>
    public string Needed(string field, string? text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Refuse(new FieldMissing(field));
        }

        return Text(field, text, most)?.Trim() ?? "";
    }

    /// <summary>A value that must be there.</summary>
    public T Needed<T>(string field, T? value)
        where T : struct
    {
        if (value is null)
        {
            Refuse(new FieldMissing(field));
        }

        return value ?? default;
    }

    /// <summary>A number within bounds.</summary>
    public decimal Between(string field, decimal value, decimal least, decimal most)
    {
        if (value < least || value > most)
        {
            Refuse(new FieldOutOfRange(field, least, most));
        }

        return value;
    }

    /// <summary>An instant that is not absurd.</summary>
    public Instant? Sensible(string field, Instant? instant)
    {
        if (instant is { } value && (value < Earliest || value > Latest))
        {
            Refuse(new FieldNotValid(field));
        }

        return instant;
    }

    private string? Bounded(string field, string? text, int most, Func<char, bool> isForbidden)
    {
        if (text?.Length > most)
        {
            Refuse(new FieldTooLong(field, most));
        }
        else if (text?.Any(isForbidden) is true)
        {
            Refuse(new FieldNotValid(field));
        }

        return text;
    }
}
