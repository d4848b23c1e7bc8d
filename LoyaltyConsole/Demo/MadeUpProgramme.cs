using Bogus;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Demo;

/// <summary>Two years of a made-up programme, customer by customer. The same numbers and the same day make the same programme.</summary>
/// <param name="Customers">How many customers.</param>
/// <param name="OrdersPerCustomer">How many orders they placed on average; a few placed most of them.</param>
/// <param name="Seed">Which of the many possible programmes.</param>
/// <param name="Now">Up to when; the current day has not begun.</param>
/// <param name="Before">How many customers there are already, whose references are taken.</param>
public sealed record MadeUpProgramme(int Customers, int OrdersPerCustomer, int Seed, Instant Now, long Before = 0)
{
    /// <summary>How many orders a customer places when nobody says.</summary>
    public const int UsualOrders = 5;

    // A little longer than points stay valid, so that some have run out already.
    private static readonly Duration History = Duration.FromDays(760);

    /// <summary>What points can be spent on, and which coupons are given.</summary>
    public MadeUpOffers Offers => MadeUpOffering.On(Today);

    private Instant Today => Now.InUtc().Date.AtMidnight().InUtc().ToInstant();

    /// <summary>The customers in the order in which they joined.</summary>
    public IEnumerable<MadeUpCustomer> Lives()
    {
        var today = Today;
        var people = new MadeUpPeople();
        for (var index = 0; index < Customers; index++)
        {
            // Each customer has dice of their own, so that they stay the same when there are more of them.
            var dice = new Randomizer(SeedOf(index));
            yield return Life(people.Next(dice, Before + index), dice, EnrolledAt(index, dice, today), today);
        }
    }

    private MadeUpCustomer Life(MadeUpPerson person, Randomizer dice, Instant enrolledAt, Instant today)
    {
        var status = person.IsRegistered && dice.Double() < 0.025 ? CustomerStatus.Inactive : CustomerStatus.Active;
        var until = status == CustomerStatus.Active ? today : enrolledAt + (0.3 + (0.6 * dice.Double())) * (today - enrolledAt);
        return new MadeUpCustomer(person.Integration, enrolledAt, new MadeUpLife(person, dice, enrolledAt, until, today).Events(Orders(person, dice)))
        {
            RefId = person.RefId,
            Name = person.Name,
            Email = person.Email,
            Phone = person.Phone,
            Birthday = person.Birthday,
            IsRegistered = person.IsRegistered,
            IsLocked = person.IsRegistered && dice.Double() < 0.02,
            Status = status,
        };
    }

    // Half of them come once or twice, and a few buy as much as a small shop.
    private int Orders(MadeUpPerson person, Randomizer dice)
    {
        if (!person.IsRegistered)
        {
            return dice.Double() < 0.8 ? 1 : 2;
        }

        if (Customers >= 10_000 && person.Number % 10_000 == 7)
        {
            return person.Number == 7 ? MadeUpLife.MostOrders : MadeUpLife.ManyOrders;
        }

        var normal = Math.Sqrt(-2 * Math.Log(1 - dice.Double())) * Math.Cos(2 * Math.PI * dice.Double());
        return Math.Min(MadeUpLife.ManyOrders, (int)Math.Round(OrdersPerCustomer * Math.Exp(normal - 0.5)));
    }

    private Instant EnrolledAt(int index, Randomizer dice, Instant today)
    {
        var share = (index + dice.Double()) / Customers;
        var at = (today - (History * (1 - share))).InUtc().Date.At(MadeUpLife.TimeOfDay(dice)).InUtc().ToInstant();
        return at < today ? at : today - Duration.FromHours(1);
    }

    // Neighbouring seeds would give System.Random neighbouring numbers.
    private int SeedOf(int index)
    {
        var mixed = unchecked(((ulong)(uint)Seed << 32 | (uint)index) * 0x9E3779B97F4A7C15);
        mixed = unchecked((mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9);
        return (int)((mixed ^ (mixed >> 32)) & int.MaxValue);
    }
}
