using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>There is no room left where the database lies.</summary>
public sealed record StorageFull : Refusal;

/// <summary>The database can be read, not written.</summary>
public sealed record StorageReadOnly : Refusal;

/// <summary>A page of the database's file is not what was written.</summary>
public sealed record StorageDamaged : Refusal;

/// <summary>What a fault of a database means.</summary>
internal static class DatabaseFaults
{
    /// <summary>What is wrong with the disk, as far as somebody can do something about it; null for every other fault.</summary>
    public static Refusal? OfStorage(DbException fault) => fault switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => new StorageFull(),
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY } => new StorageReadOnly(),
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => new StorageDamaged(),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StorageFull(),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new StorageReadOnly(),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => new StorageDamaged(),
        _ => null,
    };

    /// <summary>Whether what was to be written breaks a rule of the schema.</summary>
    public static bool IsBrokenRule(DbException fault) => fault switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == raw.SQLITE_CONSTRAINT,
        PostgresException postgres => postgres.SqlState.StartsWith("23", StringComparison.Ordinal)
            || postgres.SqlState is PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.RaiseException,
        _ => false,
    };
}
