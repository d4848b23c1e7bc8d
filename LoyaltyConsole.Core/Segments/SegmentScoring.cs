namespace LoyaltyConsole.Core.Segments;

/// <summary>A model applied to a population: everybody's scores and segment, and how large the segments are.</summary>
internal sealed class SegmentScoring
{
    private readonly SegmentPopulation _population;

    public SegmentScoring(SegmentMethod method, IReadOnlyList<SegmentRule> rules, SegmentPopulation population, string currency)
    {
        _population = population;
        var scorer = new SegmentScorer(method, rules, population.Values);
        var scores = new SegmentScores[population.Values.Count];
        var places = new byte[population.Members.Count];
        var sizes = Enumerable.Range(0, rules.Count + 2).Select(_ => new Size()).ToArray();
        var scored = 0;
        for (var member = 0; member < places.Length; member++)
        {
            var (customer, balance, _) = population.Members[member];
            var hasOrdered = scored < scores.Length && population.Customers[scored] == customer;
            var place = rules.Count + 1;
            if (hasOrdered)
            {
                var values = population.Values[scored];
                scores[scored] = scorer.Score(values);
                place = scorer.RuleOf(values, scores[scored]);
                sizes[place].Revenue += values.Monetary;
                scored++;
            }

            places[member] = (byte)place;
            sizes[place].Customers++;
            sizes[place].Points += balance;
        }

        (Scores, Places, Sizes, Facts) = (scores, places, sizes, scorer.Facts(places.Length, currency));
    }

    /// <summary>Of those who ordered, in their order.</summary>
    public IReadOnlyList<SegmentScores> Scores { get; }

    /// <summary>The place of everybody's segment: of the rule that fits; after these the others, and at the end those without an order.</summary>
    public IReadOnlyList<byte> Places { get; }

    /// <summary>By place.</summary>
    public IReadOnlyList<Size> Sizes { get; }

    public SegmentFacts Facts { get; }

    /// <summary>Everybody who ordered with their scores and place.</summary>
    public IEnumerable<(long Customer, SegmentValues Values, SegmentScores Scores, int Place)> Scored()
    {
        for (var (member, scored) = (0, 0); scored < Scores.Count; member++)
        {
            if (_population.Members[member].Customer == _population.Customers[scored])
            {
                yield return (_population.Customers[scored], _population.Values[scored], Scores[scored], Places[member]);
                scored++;
            }
        }
    }

    internal sealed class Size
    {
        public long Customers { get; set; }

        public long Revenue { get; set; }

        public long Points { get; set; }
    }
}
