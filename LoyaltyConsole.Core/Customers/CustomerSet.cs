using System.Numerics;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Some of the customers, a bit each: an eighth of a megabyte for a million.</summary>
/// <param name="lastId">The highest id that there is.</param>
internal sealed class CustomerSet(long lastId)
{
    private const int BitsOfAWord = 64;

    private readonly ulong[] _words = new ulong[(lastId / BitsOfAWord) + 1];

    public int Count => _words.Sum(BitOperations.PopCount);

    /// <summary>The lowest id and the highest; from 0 to 0 where nobody is.</summary>
    public (long First, long Last) Ends
    {
        get
        {
            var (first, last) = (Array.FindIndex(_words, word => word != 0), Array.FindLastIndex(_words, word => word != 0));
            return first < 0
                ? default
                : (((long)first * BitsOfAWord) + BitOperations.TrailingZeroCount(_words[first]), ((long)last * BitsOfAWord) + BitOperations.Log2(_words[last]));
        }
    }

    /// <summary>From the lowest to the highest.</summary>
    public IEnumerable<long> Ids
    {
        get
        {
            for (var place = 0L; place < _words.Length; place++)
            {
                for (var word = _words[place]; word != 0; word &= word - 1)
                {
                    yield return (place * BitsOfAWord) + BitOperations.TrailingZeroCount(word);
                }
            }
        }
    }

    public void Add(long id) => _words[id / BitsOfAWord] |= 1UL << (int)(id % BitsOfAWord);

    public bool Contains(long id) => (_words[id / BitsOfAWord] & (1UL << (int)(id % BitsOfAWord))) != 0;

    public CustomerSet Copy()
    {
        var copy = new CustomerSet(lastId);
        _words.CopyTo(copy._words);
        return copy;
    }

    /// <summary>Keeps those who are in the other as well.</summary>
    public void KeepOnly(CustomerSet others)
    {
        for (var place = 0; place < _words.Length; place++)
        {
            _words[place] &= others._words[place];
        }
    }

    /// <summary>Lets those go who are in the other.</summary>
    public void Remove(CustomerSet others)
    {
        for (var place = 0; place < _words.Length; place++)
        {
            _words[place] &= ~others._words[place];
        }
    }
}
