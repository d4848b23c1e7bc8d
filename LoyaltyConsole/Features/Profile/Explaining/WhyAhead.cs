using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Identity;

namespace LoyaltyConsole.Features.Profile.Explaining;

/// <summary>Reads why a figure is what it is now before the panel that says it opens.</summary>
public sealed class WhyAhead(PointsExplanation explanation, CustomerFeed feed, TimeProvider time, SignedIn person) : IDisposable
{
    private readonly Ahead<(Figure Figure, Result<Explanation> Explained)> _ahead = new(feed, time);

    /// <summary>The rows that are shown first.</summary>
    public static Window FirstPart { get; } = new(0, 25);

    /// <summary>Reads the explanation.</summary>
    public async Task ReadAsync(CustomerId customer, Figure figure)
    {
        var actor = await person.ActorAsync();
        await _ahead.ReadAsync(
            customer,
            async cancelled => (figure, await explanation.ExplainAsync(customer, new ExplanationQuery(figure, null, FirstPart, FirstPart), actor, cancelled)),
            CancellationToken.None);
    }

    /// <summary>What was read of this figure of this customer, once, unless the customer has changed since.</summary>
    public Result<Explanation>? Take(CustomerId customer, Figure figure) =>
        _ahead.Take(customer) is var (read, explained) && read == figure ? explained : default(Result<Explanation>?);

    /// <inheritdoc />
    public void Dispose() => _ahead.Dispose();
}
