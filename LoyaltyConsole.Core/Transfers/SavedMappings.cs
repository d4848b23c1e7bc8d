using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>
/// Mappings that were made by hand and kept under a name: whoever imports a file with the same columns is shown them again
/// (S-005, contracts).
/// </summary>
public sealed class SavedMappings
{
    /// <summary>The most that the programme keeps.</summary>
    public const int Most = 200;

    private readonly LoyaltyStore _store;

    internal SavedMappings(LoyaltyStore store) => _store = store;

    /// <summary>The saved mappings of a kind of file, by name.</summary>
    /// <returns>The mappings; or, in this order, <see cref="Programme.FeatureOff"/>, <see cref="NotAllowed"/>.</returns>
    public async Task<Result<IReadOnlyList<SavedMapping>>> ListAsync(ImportKind kind, Actor actor, CancellationToken cancellationToken)
    {
        if (_store.Refuses(actor, ImportRights.Of(kind)) is { } refused)
        {
            return refused;
        }

        return await _store.ReadAsync(
            db => db.SavedMappings.Where(mapping => mapping.Kind == kind).OrderBy(mapping => mapping.Name).ToListAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Saves a mapping; one of that name for the same columns is replaced.</summary>
    /// <returns>
    /// The mapping, or the first result again for the same key; or, in this order, <see cref="Programme.FeatureOff"/>,
    /// <see cref="NotAllowed"/>, <see cref="MappingNameMissing"/>, <see cref="TextTooLong"/>, what <see cref="ColumnMapping.Parse"/>
    /// refuses, <see cref="MappingNameTaken"/>, <see cref="TooManyMappings"/>.
    /// </returns>
    public async Task<Result<SavedMapping>> SaveAsync(SavedMappingDraft draft, Actor actor)
    {
        if (_store.Refuses(actor, ImportRights.Of(draft.Kind)) is { } refused)
        {
            return refused;
        }

        if (!Named(draft.Name).Succeeded(out var name, out var flaw))
        {
            return flaw;
        }

        if (draft.Map.Length > SavedMapping.MapLength)
        {
            return new TextTooLong(SavedMapping.MapLength);
        }

        if (!ColumnMapping.Parse(draft.Kind, draft.Header, draft.Map).Succeeded(out _, out flaw))
        {
            return flaw;
        }

        var header = SavedMapping.KeyOf(draft.Header);
        return await _store.WriteAsync<SavedMapping>(async writing =>
        {
            var mappings = writing.Db.SavedMappings.AsTracking();
            if (await mappings.SingleOrDefaultAsync(mapping => mapping.CommandKey == draft.Key) is { } saved)
            {
                return saved;
            }

            var known = await mappings.SingleOrDefaultAsync(mapping => mapping.Kind == draft.Kind && mapping.Name == name);
            if (known is not null && !string.Equals(known.HeaderKey, header, StringComparison.Ordinal))
            {
                return new MappingNameTaken(name);
            }

            if (known is null && await mappings.CountAsync() >= Most)
            {
                return new TooManyMappings(Most);
            }

            var before = known?.Words;
            var mapping = known ?? new SavedMapping
            {
                // Nobody else can take the number while this deed holds the write lock.
                Id = new SavedMappingId(writing.Connection.Database.Number("SELECT COALESCE(MAX(Id), 0) + 1 FROM SavedMappings")),
                Kind = draft.Kind,
                Name = name,
                HeaderKey = header,
            };
            (mapping.Map, mapping.SavedBy, mapping.SavedAt, mapping.CommandKey) = (draft.Map, actor.Name, writing.Now, draft.Key);
            if (known is null)
            {
                writing.Db.SavedMappings.Add(mapping);
            }

            writing.Audit(actor, "SaveMapping", null, before, mapping.Words);
            return mapping;
        });
    }

    /// <summary>Gives a mapping another name.</summary>
    /// <returns>
    /// The mapping; or, in this order, <see cref="Programme.FeatureOff"/>, <see cref="NotAllowed"/>, <see cref="MappingNameMissing"/>,
    /// <see cref="TextTooLong"/>, <see cref="MappingNotFound"/>, <see cref="NotAllowed"/> for a kind of file that needs more,
    /// <see cref="MappingNameTaken"/>.
    /// </returns>
    public async Task<Result<SavedMapping>> RenameAsync(SavedMappingId id, string name, Actor actor)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return refused;
        }

        if (!Named(name).Succeeded(out var wanted, out var flaw))
        {
            return flaw;
        }

        return await _store.WriteAsync<SavedMapping>(async writing =>
        {
            var mappings = writing.Db.SavedMappings.AsTracking();
            if (await mappings.SingleOrDefaultAsync(known => known.Id == id) is not { } mapping)
            {
                return new MappingNotFound();
            }

            if (_store.Refuses(actor, ImportRights.Of(mapping.Kind)) is { } lacking)
            {
                return lacking;
            }

            if (string.Equals(mapping.Name, wanted, StringComparison.Ordinal))
            {
                return mapping;
            }

            if (await mappings.AnyAsync(other => other.Kind == mapping.Kind && other.Name == wanted))
            {
                return new MappingNameTaken(wanted);
            }

            writing.Audit(actor, "RenameMapping", null, mapping.Name, wanted);
            mapping.Name = wanted;
            return mapping;
        });
    }

    /// <summary>Deletes a mapping; what was imported with it stays as it is.</summary>
    /// <returns>
    /// Done; or, in this order, <see cref="Programme.FeatureOff"/>, <see cref="NotAllowed"/>, <see cref="MappingNotFound"/>,
    /// <see cref="NotAllowed"/> for a kind of file that needs more.
    /// </returns>
    public async Task<Result<Done>> DeleteAsync(SavedMappingId id, Actor actor)
    {
        if (_store.Refuses(actor, Capability.Import) is { } refused)
        {
            return refused;
        }

        return await _store.WriteAsync<Done>(async writing =>
        {
            if (await writing.Db.SavedMappings.AsTracking().SingleOrDefaultAsync(known => known.Id == id) is not { } mapping)
            {
                return new MappingNotFound();
            }

            if (_store.Refuses(actor, ImportRights.Of(mapping.Kind)) is { } lacking)
            {
                return lacking;
            }

            writing.Audit(actor, "DeleteMapping", null, mapping.Words, null);
            writing.Db.SavedMappings.Remove(mapping);
            return default(Done);
        });
    }

    /// <summary>What a file is proposed to be where somebody has said it for these columns: the mapping that was saved last.</summary>
    internal static async Task<FilePreview> ProposeAsync(LoyaltyStore store, ImportKind kind, FilePreview preview, CancellationToken cancellationToken)
    {
        var key = SavedMapping.KeyOf(preview.Header);
        var saved = await store.ReadAsync(
            db => db.SavedMappings.Where(mapping => mapping.Kind == kind && mapping.HeaderKey == key)
                .OrderByDescending(mapping => mapping.SavedAt).ThenByDescending(mapping => mapping.Id)
                .FirstOrDefaultAsync(cancellationToken),
            cancellationToken);
        return saved is not null && ColumnMapping.Parse(kind, preview.Header, saved.Map).Succeeded(out var mapping, out _)
            ? preview with { Mapping = mapping, Saved = saved }
            : preview;
    }

    private static Result<string> Named(string name) => name.Trim() switch
    {
        { Length: 0 } => new MappingNameMissing(),
        { Length: > SavedMapping.NameLength } => new TextTooLong(SavedMapping.NameLength),
        var wanted => wanted,
    };
}
