using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>There is no room left where the database lies.</summary>
public sealed record StorageFull : Refusal;

/// <summary>The database can be read, not written.</summary>
public sealed record StorageReadOnly : Refusal;

/// <summary>A page of the database's file is not what was written.</summary>
public sealed record StorageDamaged : Refusal;

/// <summary>What is wrong with a disk, as far as somebody can do something about it.</summary>
internal static class StorageRefusals
{
    public static Refusal? Of(SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new StorageFull(),
        raw.SQLITE_READONLY => new StorageReadOnly(),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StorageDamaged(),
        _ => null,
    };
}
