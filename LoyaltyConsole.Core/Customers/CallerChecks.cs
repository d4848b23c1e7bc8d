using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Core.Customers;

/// <summary>What a caller is asked for (X7).</summary>
public enum CallerFact
{
    /// <summary>The day of birth.</summary>
    Birthday,

    /// <summary>The phone number.</summary>
    Phone,

    /// <summary>The e-mail address.</summary>
    Email,

    /// <summary>The postal code of an order's billing or delivery address.</summary>
    PostalCode,

    /// <summary>The reference of an order.</summary>
    Receipt,

    /// <summary>The PIN, which only guests have (E-020).</summary>
    Pin,
}

/// <summary>What comparing came to.</summary>
public enum CallerMatch
{
    /// <summary>It is what is known.</summary>
    Match,

    /// <summary>It is not.</summary>
    NoMatch,

    /// <summary>Nothing of the kind is known of this customer.</summary>
    NotKnown,
}

/// <summary>What a caller said.</summary>
/// <param name="Fact">What they were asked for.</param>
/// <param name="Said">What they said, as the agent typed it.</param>
public sealed record CallerAnswer(CallerFact Fact, string Said);

// In the order in which they are checked.

/// <summary>What was typed is no date.</summary>
public sealed record CallerDateUnreadable : Refusal;

/// <summary>Fewer answers match than it takes to know a caller.</summary>
/// <param name="Needed">How many it takes.</param>
public sealed record CallerNotVerified(int Needed) : Refusal;

/// <summary>
/// Finds out whether a caller is the customer: the agent types what the caller says, and the programme answers whether it
/// matches, so that nothing secret lies open on a screen (X7, D16). Every question is in the audit trail, without what was said.
/// </summary>
public sealed class CallerChecks
{
    /// <summary>How many different facts must match.</summary>
    public const int Needed = 2;

    /// <summary>The longest answer.</summary>
    public const int AnswerLength = Customer.ShortLength;

    private static readonly LocalDatePattern[] _dates =
    [
        LocalDatePattern.CreateWithInvariantCulture("d.M.uuuu"), LocalDatePattern.Iso, LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu"),
    ];

    private readonly LoyaltyStore _store;
    private readonly CustomerPins _pins;

    internal CallerChecks(LoyaltyStore store, CustomerPins pins) => (_store, _pins) = (store, pins);

    /// <summary>Whether what the caller said is what is known.</summary>
    /// <returns>
    /// The answer; or, in this order, <see cref="NotAllowed"/>, <see cref="TextTooLong"/>, <see cref="CallerDateUnreadable"/>,
    /// <see cref="CustomerNotFound"/>, <see cref="CustomerDeleted"/>, and for a PIN <see cref="PinPaused"/>.
    /// </returns>
    public async Task<Result<CallerMatch>> CheckAsync(CustomerId customer, CallerAnswer answer, Actor actor)
    {
        if (!(await CompareAsync(customer, answer, actor)).Succeeded(out var match, out var refusal))
        {
            return refusal;
        }

        return await _store.WriteAsync<CallerMatch>(writing =>
        {
            writing.Audit(actor, "CheckCaller", customer, null, $"{answer.Fact}: {match}");
            return Task.FromResult<Result<CallerMatch>>(match);
        });
    }

    /// <summary>Notes that the caller is the customer; the answers are compared once more.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="CallerNotVerified"/> where fewer than <see cref="Needed"/> different facts match, and what
    /// <see cref="CheckAsync"/> refuses.
    /// </returns>
    public async Task<Result<Done>> VerifyAsync(CustomerId customer, IReadOnlyList<CallerAnswer> answers, Actor actor)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var matched = new HashSet<CallerFact>();
        foreach (var answer in answers)
        {
            if (!(await CompareAsync(customer, answer, actor)).Succeeded(out var match, out var refusal))
            {
                return refusal;
            }

            if (match == CallerMatch.Match)
            {
                matched.Add(answer.Fact);
            }
        }

        if (matched.Count < Needed)
        {
            return new CallerNotVerified(Needed);
        }

        return await _store.WriteAsync<Done>(writing =>
        {
            writing.Audit(actor, "VerifyCaller", customer, null, string.Join(", ", matched.Order()));
            return Task.FromResult<Result<Done>>(default(Done));
        });
    }

    private async Task<Result<CallerMatch>> CompareAsync(CustomerId customer, CallerAnswer answer, Actor actor)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        if (answer.Said.Length > AnswerLength)
        {
            return new TextTooLong(AnswerLength);
        }

        LocalDate? day = null;
        if (answer.Fact == CallerFact.Birthday && (day = Day(answer.Said)) is null)
        {
            return new CallerDateUnreadable();
        }

        var compared = await _store.ReadAsync<Result<CallerMatch>>(
            async db =>
            {
                var known = await db.Customers.SingleOrDefaultAsync(known => known.Id == customer);
                if (known is null)
                {
                    return new CustomerNotFound(customer);
                }

                if (known.Status == CustomerStatus.Deleted)
                {
                    return new CustomerDeleted();
                }

                var callingCode = (await db.Settings.SingleAsync()).CallingCode;
                return answer.Fact switch
                {
                    CallerFact.Birthday => Of(known.Birthday is not null, known.Birthday == day),
                    CallerFact.Phone => Of(
                        known.PhoneDigits.Length > 0, string.Equals(SearchKeys.Digits(answer.Said, callingCode), known.PhoneDigits, StringComparison.Ordinal)),
                    CallerFact.Email => Of(known.EmailKey.Length > 0, string.Equals(SearchKeys.Fold(answer.Said.Trim()), known.EmailKey, StringComparison.Ordinal)),
                    CallerFact.PostalCode => await PostalCodeAsync(db, customer, Bare(answer.Said)),
                    CallerFact.Receipt => await ReceiptAsync(db, customer, answer.Said.Trim()),
                    CallerFact.Pin => known.IsRegistered ? CallerMatch.NotKnown : CallerMatch.NoMatch,
                    _ => throw new ArgumentOutOfRangeException(nameof(answer)),
                };
            },
            CancellationToken.None);
        if (answer.Fact != CallerFact.Pin || !compared.Succeeded(out var found, out _) || found == CallerMatch.NotKnown)
        {
            return compared;
        }

        // Wrong PINs are counted, as everywhere.
        return (await _pins.VerifyAsync(customer, answer.Said, actor)).Succeeded(out _, out var wrong) ? CallerMatch.Match
            : wrong is PinWrong ? CallerMatch.NoMatch
            : wrong;
    }

    private static async Task<CallerMatch> PostalCodeAsync(LoyaltyDb db, CustomerId customer, string said)
    {
        var codes = await db.Orders.Where(order => order.CustomerId == customer)
            .Select(order => new { Billing = order.Billing.PostalCode, Delivery = order.Delivery.PostalCode }).Distinct().Take(100).ToListAsync();
        var known = codes.SelectMany(code => new[] { code.Billing, code.Delivery }).OfType<string>().Select(Bare).Where(code => code.Length > 0).ToList();
        return Of(known.Count > 0, known.Contains(said, StringComparer.Ordinal));
    }

    private static async Task<CallerMatch> ReceiptAsync(LoyaltyDb db, CustomerId customer, string said)
    {
        var theirs = db.Orders.Where(order => order.CustomerId == customer);
        return await theirs.AnyAsync(order => order.RefId == said) ? CallerMatch.Match : Of(await theirs.AnyAsync(), isMatch: false);
    }

    private static CallerMatch Of(bool isKnown, bool isMatch) => !isKnown ? CallerMatch.NotKnown : isMatch ? CallerMatch.Match : CallerMatch.NoMatch;

    private static string Bare(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static LocalDate? Day(string said) => _dates.Select(pattern => pattern.Parse(said.Trim())).FirstOrDefault(parsed => parsed.Success)?.Value;
}
