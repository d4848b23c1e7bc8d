using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Customers;

/// <summary>Saved views of the overview: one's own, and those that colleagues share.</summary>
public sealed class CustomerViews
{
    /// <summary>The most that one person keeps.</summary>
    public const int Most = 30;

    private readonly LoyaltyStore _store;

    internal CustomerViews(LoyaltyStore store) => _store = store;

    /// <summary>One's own views and the shared ones, by name.</summary>
    /// <returns>The views; or <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<CustomerView>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var own = actor.Key;
        var views = await _store.ReadAsync(
            db => db.CustomerViews.Where(view => view.OwnerKey == own || view.IsShared).OrderBy(view => view.Name).ThenBy(view => view.Id).ToListAsync(cancellationToken),
            cancellationToken);
        foreach (var view in views)
        {
            view.IsMine = string.Equals(view.OwnerKey, own, StringComparison.Ordinal);
        }

        return views;
    }

    /// <summary>Saves a view; one's own of that name is replaced.</summary>
    /// <returns>
    /// The view, or the first result again for the same key; or, in this order, <see cref="NotAllowed"/>, <see cref="ViewNameMissing"/>,
    /// <see cref="TextTooLong"/>, <see cref="ViewNameTaken"/>, <see cref="TooManyViews"/>.
    /// </returns>
    public async Task<Result<CustomerView>> SaveAsync(CustomerViewDraft draft, Actor actor)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        var (name, lines, own) = (draft.Name.Trim(), QueryText.ToLines(draft.Query), actor.Key);
        if (name.Length == 0)
        {
            return new ViewNameMissing();
        }

        if (name.Length > CustomerView.NameLength || lines.Length > CustomerView.QueryLength)
        {
            return new TextTooLong(name.Length > CustomerView.NameLength ? CustomerView.NameLength : CustomerView.QueryLength);
        }

        return await _store.WriteAsync<CustomerView>(async writing =>
        {
            var views = writing.Db.CustomerViews.AsTracking();
            if (await views.SingleOrDefaultAsync(view => view.CommandKey == draft.Key) is { } saved)
            {
                return saved;
            }

            if (draft.IsShared && await views.AnyAsync(view => view.IsShared && view.OwnerKey != own && view.Name == name))
            {
                return new ViewNameTaken(name);
            }

            var known = await views.SingleOrDefaultAsync(view => view.OwnerKey == own && view.Name == name);
            if (known is null && await views.CountAsync(view => view.OwnerKey == own) >= Most)
            {
                return new TooManyViews(Most);
            }

            writing.Audit(actor, "SaveView", null, known is null ? null : Words(known), $"{name}: {lines.ReplaceLineEndings(", ")}{(draft.IsShared ? " (shared)" : "")}");
            var view = known ?? new CustomerView
            {
                // Nobody else can take the number while this deed holds the write lock.
                Id = new CustomerViewId(writing.Connection.Database.Number("SELECT COALESCE(MAX(Id), 0) + 1 FROM CustomerViews")),
                Name = name,
                Owner = actor.Name,
                OwnerKey = own,
            };
            (view.Lines, view.IsShared, view.SavedAt, view.CommandKey, view.IsMine) = (lines, draft.IsShared, writing.Now, draft.Key, true);
            if (known is null)
            {
                writing.Db.CustomerViews.Add(view);
            }

            return view;
        });
    }

    /// <summary>Deletes one's own view; whoever sets the programme's rules may delete a shared one of a colleague.</summary>
    /// <returns>Done; or, in this order, <see cref="NotAllowed"/>, <see cref="ViewNotFound"/>.</returns>
    public async Task<Result<Done>> DeleteAsync(CustomerViewId id, Actor actor)
    {
        if (!actor.May(Capability.ReadCustomers))
        {
            return new NotAllowed(Capability.ReadCustomers);
        }

        return await _store.WriteAsync<Done>(async writing =>
        {
            var view = await writing.Db.CustomerViews.AsTracking().SingleOrDefaultAsync(known => known.Id == id);
            if (view is null || !(string.Equals(view.OwnerKey, actor.Key, StringComparison.Ordinal) || (view.IsShared && actor.May(Capability.ManageProgramme))))
            {
                return new ViewNotFound();
            }

            writing.Audit(actor, "DeleteView", null, Words(view), null);
            writing.Db.CustomerViews.Remove(view);
            return default(Done);
        });
    }

    private static string Words(CustomerView view) => $"{view.Name}: {view.Lines.ReplaceLineEndings(", ")}{(view.IsShared ? " (shared)" : "")}";
}
