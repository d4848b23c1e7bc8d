using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Core.Integrations;

/// <summary>
/// Knows the shops by their keys. All keys are held in memory, since there are few and each call shows one; what another
/// process made or revoked is known within seconds.
/// </summary>
public sealed class KeyRing
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    // A stranger who tries keys out costs one reading a second.
    private static readonly TimeSpan FreshForStrangers = TimeSpan.FromSeconds(1);

    private readonly LoyaltyStore _store;
    private Ring? _ring;
    private int _forgotten;

    internal KeyRing(LoyaltyStore store) => _store = store;

    /// <summary>Who shows this key; null where nobody has it. A revoked one is still known.</summary>
    public async ValueTask<IntegrationCaller?> FindAsync(string? shown, CancellationToken cancellationToken)
    {
        if (KeySecret.Read(shown) is not { } secret)
        {
            return null;
        }

        var ring = _ring;
        var age = ring is null ? Fresh : Stopwatch.GetElapsedTime(ring.ReadAt);
        if (ring is null || age >= Fresh || (age >= FreshForStrangers && !ring.Keys.ContainsKey(secret.Prefix)))
        {
            ring = await ReadAsync(cancellationToken);
        }

        return ring.Keys.TryGetValue(secret.Prefix, out var key) && CryptographicOperations.FixedTimeEquals(key.Hash, secret.Hash())
            ? key.Caller
            : null;
    }

    /// <summary>Reads all keys anew before the next call.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        Volatile.Write(ref _ring, null);
    }

    private async Task<Ring> ReadAsync(CancellationToken cancellationToken)
    {
        var forgotten = Volatile.Read(ref _forgotten);
        var readAt = Stopwatch.GetTimestamp();
        var keys = await _store.ReadAsync(
            connection => connection.Query(
                """
                SELECT k.Prefix, k.Hash, k.Id, k.IntegrationId, i.Name, k.Scopes, k.RevokedAt IS NOT NULL
                FROM IntegrationKeys k JOIN Integrations i ON i.Id = k.IntegrationId
                """,
                row => (
                    Prefix: row.GetString(0),
                    Known: new Known(
                        row.GetBytes(1),
                        new IntegrationCaller(
                            new IntegrationKeyId(row.GetInt64(2)), new IntegrationId(row.GetInt64(3)), row.GetString(4),
                            (IntegrationScopes)row.GetInt32(5), row.GetBoolean(6))))),
            cancellationToken);
        var ring = new Ring(keys.ToFrozenDictionary(key => key.Prefix, key => key.Known, StringComparer.Ordinal), readAt);

        // What was read before a key was made or revoked must not be kept.
        if (forgotten == Volatile.Read(ref _forgotten))
        {
            Volatile.Write(ref _ring, ring);
        }

        return ring;
    }

    private sealed record Ring(FrozenDictionary<string, Known> Keys, long ReadAt);

    private sealed record Known(byte[] Hash, IntegrationCaller Caller);
}
