using System.Data.Common;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>The connection of a deed, with the statements that are kept prepared on it.</summary>
internal sealed class WriteConnection(DbConnection database) : IDisposable
{
    private readonly Dictionary<string, Prepared> _prepared = new(StringComparer.Ordinal);

    public DbConnection Database => database;

    public Prepared Prepare(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var prepared))
        {
            _prepared[sql] = prepared = database.Prepare(sql);
        }

        return prepared;
    }

    public void Execute(string sql) => Prepare(sql).Run();

    /// <summary>
    /// Does a part of bulk work that leaves nothing behind where it breaks a rule of the store, so that one broken account
    /// does not keep all others from being dealt with; the ledger check names it.
    /// </summary>
    public T Attempt<T>(Func<T> part, T failed)
    {
        Execute("SAVEPOINT part");
        try
        {
            var done = part();
            Execute("RELEASE part");
            return done;
        }
        catch (OverflowException)
        {
            return GiveUp();
        }
        catch (DbException broken) when (DatabaseFaults.IsBrokenRule(broken))
        {
            return GiveUp();
        }

        T GiveUp()
        {
            Execute("ROLLBACK TO part");
            Execute("RELEASE part");
            return failed;
        }
    }

    public void Dispose()
    {
        foreach (var prepared in _prepared.Values)
        {
            prepared.Dispose();
        }

        database.Dispose();
    }
}
