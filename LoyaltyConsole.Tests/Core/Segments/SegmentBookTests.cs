using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Segments;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Segments;

public sealed class SegmentBookTests : IAsyncLifetime
{
    private Programme Programme { get; set; } = null!;

    private SegmentBook Book => Programme.Get<SegmentBook>();

    private Actor Marketer { get; } = Actor.Person("Mia Kern", StaffRole.Marketing);

    public async ValueTask InitializeAsync() => Programme = await Programme.CreateAsync(inMemory: true);

    public ValueTask DisposeAsync() => Programme.DisposeAsync();

    [Fact]
    public async Task A_programme_comes_with_the_usual_models_the_weighted_one_chosen()
    {
        var models = await ListAsync();

        Assert.Equal(UsualModels.All.Select(model => model.Name), models.Select(model => model.Name));
        Assert.Equal([true, false, false, false], models.Select(model => model.IsChosen));
        Assert.Equal([.. UsualModels.All[0].Segments.Select(segment => segment.Name), "Others", "No orders"], models[0].Segments.Select(segment => segment.Name));
        Assert.Equal(UsualModels.All.Select(model => model.Method), models.Select(model => model.Method));
    }

    [Fact]
    public async Task A_segment_that_is_renamed_and_moved_stays_the_same_segment()
    {
        var seen = (await ListAsync())[1];
        var draft = SegmentModelDraft.Of(seen);
        draft = draft with { Segments = [draft.Segments[1] with { Name = "Regulars" }, draft.Segments[0], .. draft.Segments.Skip(2)], Others = "Rest" };

        var changed = (await Book.ChangeAsync(seen, draft, Marketer)).OrThrow();

        Assert.Equal(["Regulars", "Champions", "Recent", "Need to reactivate", "Lost", "Rest", "No orders"], changed.Segments.Select(segment => segment.Name));
        Assert.Equal([seen.Segments[1].Id, seen.Segments[0].Id], changed.Segments.Take(2).Select(segment => segment.Id));
        Assert.Equal(new SegmentModelEditedMeanwhile(), Refused(await Book.ChangeAsync(seen, draft with { Name = "Mine" }, Marketer)));
        Assert.Equal(2, (await Book.ChangeAsync(seen, draft, Marketer)).OrThrow().Version);
    }

    [Fact]
    public async Task A_model_that_could_not_work_is_refused()
    {
        var draft = SegmentModelDraft.Of((await ListAsync())[1]);
        var metric = draft.Method.Recency;

        Refusal?[] expected =
        [
            new SegmentNameMissing(), new TextTooLong(100), new SegmentWindowUnfit(), new SegmentWindowUnfit(), new SegmentWeightsUnfit(110), new SegmentBinsUnfit(9),
            new TooManySegments(50), new SegmentNameTwice("Champions"), new SegmentRuleEmpty("Champions"), new SegmentModelNameTaken("rfm MODEL"),
        ];
        Refusal?[] refused =
        [
            await TryAsync(draft with { Name = " " }),
            await TryAsync(draft with { Others = new string('x', 101) }),
            await TryAsync(draft with { Method = draft.Method with { Window = new SegmentWindow(0, WindowUnit.Days) } }),
            await TryAsync(draft with { Method = draft.Method with { Window = new SegmentWindow(3, WindowUnit.All) } }),
            await TryAsync(draft with { Method = draft.Method with { Recency = metric with { Weight = 50 } } }),
            await TryAsync(draft with { Method = draft.Method with { Bins = 4 } }),
            await TryAsync(draft with { Segments = [.. Enumerable.Range(0, 51).Select(number => new SegmentDraft($"S{number}", SegmentRule.Of("***")))] }),
            await TryAsync(draft with { Others = "champions" }),
            await TryAsync(draft with { Segments = [draft.Segments[0] with { Rule = SegmentRule.Empty }] }),
            await TryAsync(draft with { Name = " rfm MODEL " }),
        ];

        Assert.Equal(expected.AsEnumerable(), refused);
    }

    [Fact]
    public async Task There_are_at_most_twelve_models()
    {
        var draft = SegmentModelDraft.Of((await ListAsync())[0]);
        for (var number = 5; number <= SegmentModel.MostModels; number++)
        {
            (await Book.CreateAsync(draft with { Name = $"Model {number}" }, Marketer)).OrThrow();
        }

        Assert.Equal(new TooManySegmentModels(12), Refused(await Book.CreateAsync(draft with { Name = "One more" }, Marketer)));
    }

    [Fact]
    public async Task The_chosen_model_stays_until_another_is_chosen()
    {
        var models = await ListAsync();
        Assert.Equal(new SegmentModelIsChosen("RFM model"), Refused(await Book.DeleteAsync(models[0].Id, Marketer)));

        (await Book.ChooseAsync(models[2].Id, Marketer)).OrThrow();
        (await Book.DeleteAsync(models[0].Id, Marketer)).OrThrow();

        Assert.Equal([models[2].Name, models[1].Name, models[3].Name], (await ListAsync()).Select(model => model.Name));
        Assert.Equal(new SegmentModelNotFound(), Refused(await Book.ChooseAsync(models[0].Id, Marketer)));
        Assert.Equal(new SegmentModelNotFound(), Refused(await Book.ChangeAsync(models[0], SegmentModelDraft.Of(models[0]), Marketer)));
    }

    [Fact]
    public async Task A_model_that_is_gone_leaves_nothing_behind()
    {
        await Programme.OrderAsync(await Programme.CustomerAsync(), 100m);
        var runner = Programme.Get<SegmentRunner>();
        (await runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(2)), Marketer)).OrThrow();

        (await Book.DeleteAsync(new SegmentModelId(2), Marketer)).OrThrow();
        (await runner.RunAsync(new SegmentRunOrder(Guid.CreateVersion7(), new SegmentModelId(1)), Marketer)).OrThrow();

        Assert.All(
            new[] { "SegmentRuns", "CustomerSegments", "Segments" },
            table => Assert.Equal(0, Programme.Query($"SELECT COUNT(*) FROM {table} WHERE ModelId = 2", row => row.GetInt64(0))[0]));
        Assert.Equal(1, Programme.Query("SELECT COUNT(*) FROM SegmentScores", row => row.GetInt64(0))[0]);
    }

    private async Task<IReadOnlyList<SegmentModel>> ListAsync() => (await Book.ListAsync(Programme.Agent, CancellationToken.None)).OrThrow();

    // As a new model, so that its own name is not in the way.
    private async Task<Refusal?> TryAsync(SegmentModelDraft draft) =>
        Refused(await Book.CreateAsync(string.Equals(draft.Name, "RFM quintiles", StringComparison.Ordinal) ? draft with { Name = "New" } : draft, Marketer));

    private static Refusal? Refused<T>(Result<T> result)
        where T : notnull => result.Succeeded(out _, out var refusal) ? null : refusal;
}
