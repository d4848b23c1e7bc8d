using LoyaltyConsole.Core.Segments;

namespace LoyaltyConsole.Tests.Core.Segments;

public sealed class SegmentScorerTests
{
    private static readonly SegmentWindow Year = new(12, WindowUnit.Months);

    // The manual's customer among two others: recency from 0 to 149 days, 1 to 50 orders, 0 to 89,200 of money.
    private static readonly SegmentValues[] Manual = [new(16, 4, 1_784_000), new(0, 50, 892_000_000), new(149, 1, 0)];

    [Fact]
    public void T19_the_manuals_customer_scores_35_70_and_1_84_and_0_06_which_is_37_6()
    {
        var scores = new SegmentScorer(SegmentMethod.Weighted(Year), [], Manual).Score(Manual[0]);

        Assert.Equal(
            (35.70m, 1.84m, 0.06m, 37.60m),
            (scores.Component(SegmentMetric.Recency), scores.Component(SegmentMetric.Frequency), scores.Component(SegmentMetric.Monetary), scores.Overall));
    }

    [Fact]
    public void T20_ties_share_a_score_and_a_score_may_stay_empty()
    {
        SegmentValues[] values =
        [
            .. Enumerable.Repeat(new SegmentValues(1, 1, 10_000), 54), .. Enumerable.Repeat(new SegmentValues(1, 2, 10_000), 20),
            .. Enumerable.Range(3, 26).Select(orders => new SegmentValues(1, orders, 10_000)),
        ];
        var scorer = new SegmentScorer(SegmentMethod.Quintiles(Year), [], values);

        var scores = Array.ConvertAll(values, value => scorer.Score(value).Frequency);

        Assert.All(scores[..54], score => Assert.Equal(1, score));
        Assert.All(scores[54..74], score => Assert.Equal(3, score));
        Assert.Equal([4, 5], scores[74..].Distinct().Order());
        Assert.All(values, value => Assert.Equal((3, 3), (scorer.Score(value).Recency, scorer.Score(value).Monetary)));
        Assert.True(scorer.Facts(100, "EUR").Recency.HasNoSpread);
        Assert.False(scorer.Facts(100, "EUR").IsTooFew);
    }

    [Fact]
    public void T21_each_of_125_codes_is_in_exactly_one_segment()
    {
        foreach (var model in UsualModels.All.Where(model => model.Method.Kind == SegmentModelKind.Quintiles))
        {
            Assert.All(Codes(), code => Assert.Single(model.Segments, segment => segment.Rule.Codes.Any(pattern => pattern.Fits(code.R, code.F, code.M))));
        }

        Assert.Equal(
            [7, 8, 24, 7, 16, 8, 8, 22, 8, 11, 6],
            UsualModels.All.Single(model => model.Segments.Count == 11).Segments.Select(segment => segment.Rule.Codes.Count));
    }

    [Fact]
    public void E_012_the_five_names_of_the_manual_are_those_of_the_chosen_model() => Assert.Equal(
        ["Champions", "Loyal", "Recent", "Need to reactivate", "Lost"], UsualModels.All[0].Segments.Select(segment => segment.Name));

    [Fact]
    public void D9_the_manuals_champion_is_one_by_rules_and_not_by_the_total()
    {
        // 37.6 of 100, but a recent customer who is among the top fifth by orders.
        SegmentValues[] values = [.. Manual, .. Enumerable.Repeat(new SegmentValues(100, 1, 1), 20)];
        var scorer = new SegmentScorer(UsualModels.All[0].Method, Rules(0), values);

        Assert.Equal("Champions", Name(0, scorer.RuleOf(values[0], scorer.Score(values[0]))));
        Assert.Equal("Need to reactivate", Name(0, scorer.RuleOf(values[3], scorer.Score(values[3]))));
        Assert.Equal("Lost", Name(0, scorer.RuleOf(values[2], scorer.Score(values[2]))));
    }

    [Fact]
    public void The_first_rule_that_fits_wins_and_who_fits_none_is_among_the_others()
    {
        SegmentValues[] values = [.. Enumerable.Range(1, 100).Select(place => new SegmentValues(place, place, place * 10_000L))];
        var scorer = new SegmentScorer(SegmentMethod.Quintiles(Year), [SegmentRule.Of("5**"), SegmentRule.Of("51* 4/1-2/*")], values);

        Assert.Equal([0, 1, 2], new[] { values[0], values[25], values[99] }.Select(value => scorer.RuleOf(value, scorer.Score(value))));
    }

    [Theory]
    [InlineData(Normalisation.MinMax, 0, 1_000, 2_500, 10_000)]
    [InlineData(Normalisation.PercentileRank, 0, 3_333, 6_667, 10_000)]
    [InlineData(Normalisation.LogMinMax, 0, 5_196, 7_060, 10_000)]
    public void Each_normalisation_goes_from_nothing_to_all(Normalisation normalisation, params int[] expected)
    {
        var method = SegmentMethod.Weighted(Year) with
        {
            Recency = new MetricSetting(0, Normalisation.MinMax, true),
            Frequency = new MetricSetting(100, normalisation, false),
            Monetary = new MetricSetting(0, Normalisation.MinMax, false),
        };
        SegmentValues[] values = [.. new[] { 0, 10, 25, 100 }.Select(orders => new SegmentValues(0, orders, 0))];
        var (upright, inverted) = (new SegmentScorer(method, [], values), new SegmentScorer(method with { Frequency = method.Frequency with { IsInverted = true } }, [], values));

        Assert.Equal(expected, values.Select(value => upright.Score(value).Frequency));
        Assert.Equal(expected.Select(score => 10_000 - score), values.Select(value => inverted.Score(value).Frequency));
    }

    [Fact]
    public void Where_all_are_equal_each_gets_half_of_the_weight()
    {
        var values = new[] { new SegmentValues(9, 1, 50), new SegmentValues(9, 1, 50) };

        Assert.Equal(new SegmentScores(2_000, 1_500, 1_500), new SegmentScorer(SegmentMethod.Weighted(Year), [], values).Score(values[0]));
    }

    // Worked out by hand from R's documentation: quantile(1:10, i/5) is 2.8, 4.6, 6.4, 8.2, and each bound lies 1 above it.
    [Fact]
    public void The_third_way_moves_the_quantiles_up_by_one()
    {
        SegmentValues[] values = [.. Enumerable.Range(1, 10).Select(place => new SegmentValues(place, place, place * 10_000L))];
        var scorer = new SegmentScorer(SegmentMethod.Rfm(SegmentWindow.All), [], values);
        var facts = scorer.Facts(10, "EUR");

        Assert.Equal([1, 3.8m, 5.6m, 7.4m, 9.2m, 11], facts.Frequency.Thresholds);
        Assert.Equal([10_000, 38_000, 56_000, 74_000, 92_000, 110_000], facts.Monetary.Thresholds);
        Assert.Equal([1, 1, 1, 2, 2, 3, 3, 4, 4, 5], values.Select(value => scorer.Score(value).Frequency));
        Assert.Equal([5, 5, 5, 4, 4, 3, 3, 2, 2, 1], values.Select(value => scorer.Score(value).Recency));
        Assert.Equal(311, new SegmentScores(3, 1, 1).Code);
        Assert.True(facts.IsTooFew);
    }

    [Fact]
    public void Any_population_keeps_the_order_of_its_customers_and_the_bounds_of_its_scores()
    {
        var dice = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            SegmentValues[] values = [.. Enumerable.Range(0, dice.Next(1, 300)).Select(_ => new SegmentValues(dice.Next(0, 400), 1 + (int)Math.Pow(dice.Next(1, 9), 2), dice.NextInt64(-5_000_000, 90_000_000)))];
            var method = (round % 3) switch
            {
                0 => SegmentMethod.Weighted(Year) with
                {
                    Frequency = new MetricSetting(30, (Normalisation)dice.Next(1, 4), false),
                    Monetary = new MetricSetting(30, (Normalisation)dice.Next(1, 4), false),
                },
                1 => SegmentMethod.Quintiles(Year),
                _ => SegmentMethod.Rfm(SegmentWindow.All, dice.Next(2, 10)),
            };
            var scorer = new SegmentScorer(method, Rules(round % 3), values);
            var scored = values.Select(value => (Value: value, Scores: scorer.Score(value))).ToList();

            foreach (var metric in Enum.GetValues<SegmentMetric>())
            {
                var inOrder = scored.OrderBy(one => metric == SegmentMetric.Recency ? -one.Value.Of(metric) : one.Value.Of(metric)).ToList();
                Assert.Equal(inOrder.Select(one => one.Scores.Of(metric)).Order(), inOrder.Select(one => one.Scores.Of(metric)));
                var most = method.Kind == SegmentModelKind.Weighted ? 100 * method.Of(metric).Weight : method.Bins;
                Assert.All(scored, one => Assert.InRange(one.Scores.Of(metric), method.Kind == SegmentModelKind.Weighted ? 0 : 1, most));
                Assert.All(scored.GroupBy(one => one.Value.Of(metric)), ties => Assert.Single(ties.Select(one => one.Scores.Of(metric)).Distinct()));
            }

            if (method.Kind == SegmentModelKind.Weighted)
            {
                Assert.All(scored, one => Assert.InRange(one.Scores.Overall, 0, 100));
            }

            Assert.All(scored, one => Assert.InRange(scorer.RuleOf(one.Value, one.Scores), 0, Rules(round % 3).Count));
        }
    }

    [Theory]
    [InlineData("555 5** 4-5/1-3/*", "555 5** 4-5/1-3/*")]
    [InlineData("5/5/5, 1-1/2/3", "555 123")]
    [InlineData("", "")]
    public void Codes_are_read_as_they_are_written(string text, string expected)
    {
        Assert.True(ScorePattern.TryReadAll(text, 5, out var patterns, out _));
        Assert.Equal(expected, string.Join(' ', patterns));
    }

    [Theory]
    [InlineData("555 56", "56")]
    [InlineData("666", "666")]
    [InlineData("5-4/1/1", "5-4/1/1")]
    [InlineData("a11", "a11")]
    [InlineData("011", "011")]
    public void What_is_no_code_is_named(string text, string wrong)
    {
        Assert.False(ScorePattern.TryReadAll(text, 5, out _, out var named));
        Assert.Equal(wrong, named);
    }

    internal static IEnumerable<(int R, int F, int M)> Codes() =>
        from r in Enumerable.Range(1, 5) from f in Enumerable.Range(1, 5) from m in Enumerable.Range(1, 5) select (r, f, m);

    private static List<SegmentRule> Rules(int model) => [.. UsualModels.All[model].Segments.Select(segment => segment.Rule)];

    private static string Name(int model, int place) => UsualModels.All[model].Segments[place].Name;
}
