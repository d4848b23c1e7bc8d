using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;

namespace LoyaltyConsole.Core.Segments;

/// <summary>The models of the programme, each with its segments. A change acts with the next run.</summary>
public sealed class SegmentBook
{
    private readonly LoyaltyStore _store;

    internal SegmentBook(LoyaltyStore store) => _store = store;

    /// <summary>All models, the chosen one in front.</summary>
    /// <returns>The models; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<SegmentModel>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, Capability.ReadCustomers, Feature.Segments) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync(connection => (Result<IReadOnlyList<SegmentModel>>)SegmentReader.Models(connection), cancellationToken);
    }

    /// <summary>Creates a model. Nobody has a segment of it before its first run.</summary>
    /// <returns>
    /// The model; or, in this order, <see cref="NotAllowed"/>, what <see cref="SegmentModelDraft.Flaw"/> finds,
    /// <see cref="TooManySegmentModels"/>, <see cref="SegmentModelNameTaken"/>.
    /// </returns>
    public Task<Result<SegmentModel>> CreateAsync(SegmentModelDraft draft, Actor actor) => SaveAsync(draft, actor, (writing, models) =>
    {
        if (models.Count >= SegmentModel.MostModels)
        {
            return new TooManySegmentModels(SegmentModel.MostModels);
        }

        if (Taken(models, draft, except: null) is { } taken)
        {
            return taken;
        }

        var id = Add(writing.Connection, draft, isChosen: models.Count == 0);
        var created = SegmentReader.Models(writing.Connection).Single(model => model.Id == id);
        writing.Audit(actor, "CreateSegmentModel", customer: null, before: null, InWords(created));
        return created;
    });

    /// <summary>Changes a model: its name, how it scores, its segments and their order. Customers stay where they are until its next run.</summary>
    /// <param name="seen">The model as the operator saw it.</param>
    /// <param name="draft">What it is to be; a segment with an id keeps its customers and its history.</param>
    /// <param name="actor">Who changes it.</param>
    /// <returns>
    /// The model; or, in this order, <see cref="NotAllowed"/>, what <see cref="SegmentModelDraft.Flaw"/> finds,
    /// <see cref="SegmentModelNotFound"/>, <see cref="SegmentModelEditedMeanwhile"/>, <see cref="SegmentModelNameTaken"/>. What is so
    /// already changes nothing.
    /// </returns>
    public Task<Result<SegmentModel>> ChangeAsync(SegmentModel seen, SegmentModelDraft draft, Actor actor) => SaveAsync(draft, actor, (writing, models) =>
    {
        if (models.Find(model => model.Id == seen.Id) is not { } known)
        {
            return new SegmentModelNotFound();
        }

        if (IsSame(SegmentModelDraft.Of(known), draft))
        {
            return known;
        }

        if (known.Version != seen.Version)
        {
            return new SegmentModelEditedMeanwhile();
        }

        if (Taken(models, draft, known.Id) is { } taken)
        {
            return taken;
        }

        var connection = writing.Connection;
        connection.Prepare("UPDATE SegmentModels SET Name = @1, Method = @2, Version = Version + 1 WHERE Id = @0")
            .Run(known.Id.Value, draft.Name.Trim(), SegmentReader.Stored(draft.Method));

        // The places are unique, so that all are left before they are given anew.
        connection.Prepare("UPDATE Segments SET Place = NULL WHERE ModelId = @0").Run(known.Id.Value);
        for (var place = 0; place < draft.Segments.Count; place++)
        {
            var segment = draft.Segments[place];
            if (known.Segments.Any(old => old.Id == segment.Id && old.Kind == SegmentKind.Rule))
            {
                Place(connection, segment.Id!.Value, place, segment.Name, segment.Rule);
            }
            else
            {
                Add(connection, known.Id, SegmentKind.Rule, place, segment.Name, segment.Rule);
            }
        }

        Place(connection, known.Segments.Single(old => old.Kind == SegmentKind.Others).Id, draft.Segments.Count, draft.Others, SegmentRule.Empty);
        Place(connection, known.Segments.Single(old => old.Kind == SegmentKind.NoOrders).Id, draft.Segments.Count + 1, draft.NoOrders, SegmentRule.Empty);
        var changed = SegmentReader.Models(connection).Single(model => model.Id == known.Id);
        writing.Audit(actor, "ChangeSegmentModel", customer: null, InWords(known), InWords(changed));
        return changed;
    });

    /// <summary>Lets the overview show this model where nothing else is said (E-007). Choosing it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="SegmentModelNotFound"/>.</returns>
    public Task<Result<Done>> ChooseAsync(SegmentModelId id, Actor actor) => WriteAsync<Done>(actor, (writing, models) =>
    {
        if (models.Find(model => model.Id == id) is not { } model)
        {
            return new SegmentModelNotFound();
        }

        if (!model.IsChosen)
        {
            writing.Connection.Prepare("UPDATE SegmentModels SET IsChosen = 0 WHERE IsChosen = 1").Run();
            writing.Connection.Prepare("UPDATE SegmentModels SET IsChosen = 1 WHERE Id = @0").Run(id.Value);
            writing.Audit(actor, "ChooseSegmentModel", customer: null, models.Find(other => other.IsChosen)?.Name, model.Name);
        }

        return default(Done);
    });

    /// <summary>Deletes a model with its snapshots. Deleting it twice changes nothing.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="SegmentModelIsChosen"/>.</returns>
    public Task<Result<Done>> DeleteAsync(SegmentModelId id, Actor actor) => WriteAsync<Done>(actor, (writing, models) =>
    {
        if (models.Find(model => model.Id == id) is not { } model)
        {
            return default(Done);
        }

        if (model.IsChosen)
        {
            return new SegmentModelIsChosen(model.Name);
        }

        // What it left behind goes in steps, with the next run.
        writing.Connection.Prepare("DELETE FROM SegmentModels WHERE Id = @0").Run(id.Value);
        writing.Audit(actor, "DeleteSegmentModel", customer: null, InWords(model), after: null);
        return default(Done);
    });

    /// <summary>Gives a programme that has none the usual models.</summary>
    internal static void AddUsual(WriteConnection connection)
    {
        if (((Reads)connection).Number("SELECT COUNT(*) FROM SegmentModels") > 0)
        {
            return;
        }

        for (var index = 0; index < UsualModels.All.Count; index++)
        {
            Add(connection, UsualModels.All[index], isChosen: index == 0);
        }
    }

    private Task<Result<SegmentModel>> SaveAsync(SegmentModelDraft draft, Actor actor, Func<Writing, List<SegmentModel>, Result<SegmentModel>> save) =>
        WriteAsync(actor, (writing, models) => draft.Flaw() is { } flaw ? flaw : save(writing, models));

    private Task<Result<T>> WriteAsync<T>(Actor actor, Func<Writing, List<SegmentModel>, Result<T>> change)
        where T : notnull => _store.Refuses(actor, Capability.ManageSegments) is { } refused
        ? Task.FromResult<Result<T>>(refused)
        : _store.WriteAsync(writing => Task.FromResult(change(writing, SegmentReader.Models(writing.Connection))));

    private static SegmentModelNameTaken? Taken(List<SegmentModel> models, SegmentModelDraft draft, SegmentModelId? except) =>
        models.Exists(other => other.Id != except && string.Equals(other.Name, draft.Name.Trim(), StringComparison.OrdinalIgnoreCase))
            ? new SegmentModelNameTaken(draft.Name.Trim())
            : null;

    private static SegmentModelId Add(WriteConnection connection, SegmentModelDraft draft, bool isChosen)
    {
        // Runs know a model that is gone by its id, so that none is used twice.
        var id = new SegmentModelId(1 + ((Reads)connection).Number(
            "SELECT MAX(Id) FROM (SELECT MAX(Id) AS Id FROM SegmentModels UNION ALL SELECT MAX(ModelId) FROM Segments UNION ALL SELECT MAX(ModelId) FROM SegmentRuns) used"));
        connection.Prepare("INSERT INTO SegmentModels (Id, Name, Method, IsChosen, Version) VALUES (@0, @1, @2, @3, 1)")
            .Run(id.Value, draft.Name.Trim(), SegmentReader.Stored(draft.Method), isChosen ? 1 : 0);
        for (var place = 0; place < draft.Segments.Count; place++)
        {
            Add(connection, id, SegmentKind.Rule, place, draft.Segments[place].Name, draft.Segments[place].Rule);
        }

        Add(connection, id, SegmentKind.Others, draft.Segments.Count, draft.Others, SegmentRule.Empty);
        Add(connection, id, SegmentKind.NoOrders, draft.Segments.Count + 1, draft.NoOrders, SegmentRule.Empty);
        return id;
    }

    private static void Add(WriteConnection connection, SegmentModelId model, SegmentKind kind, int place, string name, SegmentRule rule) =>
        connection.Prepare("INSERT INTO Segments (ModelId, Kind, Place, Name, Rule) VALUES (@0, @1, @2, @3, @4)")
            .Run(model.Value, (int)kind, place, name.Trim(), rule.Stored);

    private static void Place(WriteConnection connection, SegmentId id, int place, string name, SegmentRule rule) =>
        connection.Prepare("UPDATE Segments SET Place = @1, Name = @2, Rule = @3 WHERE Id = @0").Run(id.Value, place, name.Trim(), rule.Stored);

    private static bool IsSame(SegmentModelDraft one, SegmentModelDraft other) =>
        one.Method == other.Method && string.Equals(Names(one), Names(other), StringComparison.Ordinal)
        && one.Segments.Select(segment => segment.Rule.Stored).SequenceEqual(other.Segments.Select(segment => segment.Rule.Stored), StringComparer.Ordinal);

    private static string Names(SegmentModelDraft draft) =>
        string.Join('\n', [draft.Name.Trim(), .. draft.Segments.Select(segment => segment.Name.Trim()), draft.Others.Trim(), draft.NoOrders.Trim()]);

    private static string InWords(SegmentModel model) =>
        $"{model.Name}: {SegmentReader.Stored(model.Method)}; {string.Join("; ", model.Segments.Where(segment => segment.Kind == SegmentKind.Rule).Select(segment => $"{segment.Name} {segment.Rule.Stored}"))}";
}
