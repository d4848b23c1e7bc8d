using System.Security.Cryptography;
using System.Text.Json;
using LoyaltyConsole.Core.Persistence;
using Microsoft.EntityFrameworkCore;

namespace LoyaltyConsole.Core.Ledger;

/// <summary>Carries a command out once: with its key used before, the first result is the answer again (rule 5.1.10).</summary>
internal static class Once
{
    /// <summary>A command that books an entry, and answers it.</summary>
    public static Task<Result<LedgerEntry>> RunAsync(LoyaltyStore store, Guid key, object content, Func<Writing, Result<LedgerEntry>> command) =>
        RunAsync(store, key, content, command, (writing, entry) => writing.Db.LedgerEntries.AsNoTracking().SingleAsync(known => known.Id == entry));

    /// <summary>A command that books an entry, with an answer of its own.</summary>
    /// <param name="store">Where it is booked.</param>
    /// <param name="key">The command's key.</param>
    /// <param name="content">What the command says; the same key with other content is refused with <see cref="CommandKeyReused"/>.</param>
    /// <param name="command">What it does.</param>
    /// <param name="answer">The answer, from the entry that it booked.</param>
    public static Task<Result<T>> RunAsync<T>(
        LoyaltyStore store, Guid key, object content, Func<Writing, Result<LedgerEntry>> command, Func<Writing, LedgerEntryId, Task<T>> answer)
        where T : notnull
    {
        var fingerprint = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, content.GetType(), CommandContent.Json));
        return store.WriteAsync<T>(async writing =>
        {
            if (await writing.Db.Commands.AsNoTracking().SingleOrDefaultAsync(recorded => recorded.Key == key) is { } recorded)
            {
                return recorded.Fingerprint.AsSpan().SequenceEqual(fingerprint)
                    ? await answer(writing, recorded.EntryId)
                    : new CommandKeyReused();
            }

            if (!command(writing).Succeeded(out var entry, out var refusal))
            {
                return refusal;
            }

            writing.Db.Commands.Add(new Command { Key = key, Fingerprint = fingerprint, EntryId = entry.Id, CreatedAt = writing.Now });
            return await answer(writing, entry.Id);
        });
    }
}
