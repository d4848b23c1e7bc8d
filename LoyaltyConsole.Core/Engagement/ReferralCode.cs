using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Engagement;

/// <summary>
/// "Referral Code" (E-024, R-014): eight characters that a customer hands on. It is another spelling of the customer's id,
/// so that everybody has one from the start, it never clashes, and there is nothing to erase with the customer.
/// </summary>
/// <param name="Customer">Whose code it is.</param>
public readonly record struct ReferralCode(CustomerId Customer)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Digits = 7;
    private const long Codes = 1L << (5 * Digits);

    // Odd, hence with an inverse: neighbours among customers get codes that are no neighbours.
    private const long Spread = 22_801_763_489;
    private static readonly long Gather = InverseOf(Spread);

    /// <summary>Reads a code however it is typed; null where it is none.</summary>
    public static ReferralCode? Read(string text)
    {
        var number = 0L;
        var (count, check) = (0, 0);
        foreach (var character in text.Trim().ToUpperInvariant())
        {
            if (character is '-' or ' ')
            {
                continue;
            }

            var digit = Alphabet.IndexOf(Likely(character), StringComparison.Ordinal);
            if (digit < 0 || ++count > Digits + 1)
            {
                return null;
            }

            if (count <= Digits)
            {
                number = (number << 5) + digit;
            }

            check = digit;
        }

        var id = unchecked(number * Gather) & (Codes - 1);
        return count == Digits + 1 && check == CheckOf(number) && id > 0 ? new ReferralCode(new CustomerId(id)) : null;
    }

    /// <inheritdoc />
    public override string ToString()
    {
        if (Customer.Value is <= 0 or >= Codes)
        {
            throw new InvalidOperationException($"There is no referral code for customer {Customer}.");
        }

        var number = unchecked(Customer.Value * Spread) & (Codes - 1);
        Span<char> text = stackalloc char[Digits + 1];
        text[Digits] = Alphabet[CheckOf(number)];
        for (var place = Digits - 1; place >= 0; place--)
        {
            (text[place], var rest) = (Alphabet[(int)(number & 31)], number >> 5);
            number = rest;
        }

        return new string(text);
    }

    // Letters that are left out because they look like these digits.
    private static char Likely(char character) => character switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        _ => character,
    };

    // A prime to which 32 is no remainder of 1, so that exchanged characters are found out as well as wrong ones.
    private static int CheckOf(long number) => (int)(number % 29);

    // Newton's iteration doubles the right bits each time.
    private static long InverseOf(long odd)
    {
        var inverse = odd;
        for (var round = 0; round < 6; round++)
        {
            inverse = unchecked(inverse * (2 - (odd * inverse)));
        }

        return inverse & (Codes - 1);
    }
}
