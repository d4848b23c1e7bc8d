using LoyaltyConsole.Core.Programme;
using NodaTime;

namespace LoyaltyConsole.Core.Transfers;

/// <summary>How far an import has come. The numbers are stored.</summary>
public enum ImportStatus
{
    /// <summary>Its rows are being read.</summary>
    Staging = 1,

    /// <summary>Its effects are being computed; nothing is booked.</summary>
    Rehearsing = 2,

    /// <summary>Its effects are known; nothing is booked until somebody commits.</summary>
    Rehearsed = 3,

    /// <summary>It is being booked in small steps, and can be resumed where it was interrupted.</summary>
    Committing = 4,

    /// <summary>Everything that could be accepted is booked.</summary>
    Done = 5,

    /// <summary>Somebody decided not to commit it.</summary>
    Discarded = 6,

    /// <summary>The file could not be read to its end; nothing was booked.</summary>
    Refused = 7,

    /// <summary>What it booked is being taken back in small steps; that can be resumed where it was interrupted.</summary>
    Undoing = 8,

    /// <summary>What it booked was taken back, but for what had been used (X1).</summary>
    Undone = 9,
}

/// <summary>A file that was brought in, step by step: staged, rehearsed, committed.</summary>
public sealed class Import
{
    /// <summary>The consecutive id.</summary>
    public ImportId Id { get; internal set; }

    /// <summary>What kind of rows it has.</summary>
    public ImportKind Kind { get; internal init; }

    /// <summary>The file's name.</summary>
    public required string FileName { get; init; }

    /// <summary>The SHA-256 of the file's bytes.</summary>
    public string FileHash { get; internal set; } = "";

    /// <summary>The integration that its customers and orders belong to.</summary>
    public IntegrationId IntegrationId { get; internal init; }

    /// <summary>The mapping and the other options, as JSON.</summary>
    internal string Options { get; init; } = "{}";

    /// <summary>The file's column names, as a JSON array.</summary>
    internal string Header { get; set; } = "[]";

    /// <summary>How far it has come.</summary>
    public ImportStatus Status { get; internal set; }

    /// <summary>What it counted so far.</summary>
    public ImportCounts Counts { get; internal set; } = new();

    /// <summary>Who started it.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was started.</summary>
    public Instant CreatedAt { get; internal init; }

    /// <summary>When it was committed, discarded or refused.</summary>
    public Instant? EndedAt { get; internal set; }

    /// <summary>Who undid it.</summary>
    public string? UndoneBy { get; internal set; }

    /// <summary>When that was begun.</summary>
    public Instant? UndoneAt { get; internal set; }

    /// <summary>Why the file was refused: the refusal's name.</summary>
    public string? Refusal { get; internal set; }
}

/// <summary>What an import counted. Rows are data rows of the file; the header is none.</summary>
public sealed record ImportCounts
{
    /// <summary>Rows read.</summary>
    public int Rows { get; init; }

    /// <summary>Rows that are, or will be, part of a booked order.</summary>
    public int Accepted { get; init; }

    /// <summary>Rows that stay out because something is wrong with them.</summary>
    public int Rejected { get; init; }

    /// <summary>Rows that stay out though nothing is wrong: no customer in them, or recorded before.</summary>
    public int Skipped { get; init; }

    /// <summary>Of the skipped rows, those of orders that were recorded before.</summary>
    public int AlreadyRecorded { get; init; }

    /// <summary>Customers that the import creates.</summary>
    public int CustomersCreated { get; init; }

    /// <summary>Orders.</summary>
    public int Orders { get; init; }

    /// <summary>Credit notes.</summary>
    public int CreditNotes { get; init; }

    /// <summary>Ledger entries.</summary>
    public int Entries { get; init; }

    /// <summary>Points that orders earn, or that are credited.</summary>
    public Points PointsEarned { get; init; }

    /// <summary>Points that credit notes take back, or that are deducted.</summary>
    public Points PointsTakenBack { get; init; }

    /// <summary>Customers whose points move; counted for imports of points.</summary>
    public int Customers { get; init; }

    /// <summary>Customers whom the import raises to a higher level; counted for imports of points.</summary>
    public int Raised { get; init; }

    /// <summary>Customers whom the import takes to a lower level; counted for imports of levels.</summary>
    public int Lowered { get; init; }

    /// <summary>Customers whose level the import locks, or locks otherwise; counted for imports of levels.</summary>
    public int TiersLocked { get; init; }

    /// <summary>Customers whose level the import unlocks; counted for imports of levels.</summary>
    public int TiersUnlocked { get; init; }

    /// <summary>Rows that create debt; counted for imports of points.</summary>
    public int DebtRows { get; init; }

    /// <summary>The debt that they create.</summary>
    public Points Debt { get; init; }

    /// <summary>Orders, credit notes or rows that are booked by now.</summary>
    public int Committed { get; init; }

    /// <summary>Rows or orders that an undo has taken back whole.</summary>
    public int Reversed { get; init; }

    /// <summary>Rows or orders of which an undo had to leave some or all, because it had been used.</summary>
    public int Kept { get; init; }

    /// <summary>Points that it had to leave.</summary>
    public Points PointsKept { get; init; }

    /// <summary>Rows or orders that an undo could not deal with.</summary>
    public int Failed { get; init; }
}
