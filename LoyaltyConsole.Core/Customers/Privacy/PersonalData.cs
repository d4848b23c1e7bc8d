namespace LoyaltyConsole.Core.Customers.Privacy;

/// <summary>Where the programme knows something about a person, as certificates and copies name it. The names are stored.</summary>
public enum PersonalKind
{
    /// <summary>The profile: name, addresses, dates and what search goes by.</summary>
    Profile,

    /// <summary>Addresses on orders, and orders whose number names the person.</summary>
    Orders,

    /// <summary>Internal reasons and customer texts of movements of points.</summary>
    PointsTexts,

    /// <summary>Notes on changes of level.</summary>
    TierNotes,

    /// <summary>E-mail addresses and remarks of merge requests.</summary>
    MergeRequests,

    /// <summary>Orders that could not be matched.</summary>
    UnmatchedOrders,

    /// <summary>Orders and rows of imported files.</summary>
    Imports,

    /// <summary>Answers to the calls of shops that are kept for repetitions.</summary>
    Calls,

    /// <summary>The tries of the PIN.</summary>
    Pin,

    /// <summary>What the audit trail says was before and after.</summary>
    AuditTrail,

    /// <summary>Notes of staff.</summary>
    Notes,

    /// <summary>One-time codes.</summary>
    OneTimeCodes,

    /// <summary>Messages that were sent to the person, or wait.</summary>
    Messages,

    /// <summary>What staff submitted for approval, with its texts.</summary>
    ApprovalRequests,

    /// <summary>The segments a person was divided into, with the scores of their orders.</summary>
    Segments,
}

/// <summary>A column that says something about a person.</summary>
/// <param name="Name">The column.</param>
/// <param name="Becomes">What erasure makes of it, in SQL.</param>
/// <param name="IsRepeated">Whether it only repeats another, so that a copy for the person leaves it out.</param>
internal sealed record PersonalColumn(string Name, string Becomes, bool IsRepeated = false)
{
    /// <summary>What stands where a text was that may not be missing.</summary>
    public const string Redacted = "[erased]";

    /// <summary>Whether there is anything to erase, in SQL.</summary>
    public string Says { get; init; } = $"({Name}) IS DISTINCT FROM ({Becomes})";

    public static PersonalColumn Cleared(string name) => new(name, "NULL");

    public static PersonalColumn Emptied(string name, bool isRepeated = false) => new(name, "''", isRepeated);

    /// <summary>A text of which one shall see that there was one.</summary>
    public static PersonalColumn Covered(string name) => new(name, $"CASE WHEN {name} IS NOT NULL THEN '{Redacted}' END");

    /// <summary>A document's number: the shop's own stays for traceability (L-099), one made of who the person is does not.</summary>
    public static PersonalColumn Number(string name) => new(
        name, $"CASE WHEN {PersonalData.Names(name, "@names")} THEN 'erased-' || lower(hex(randomblob(8))) ELSE {name} END")
    {
        Says = PersonalData.Names(name, "@names"),
    };
}

/// <summary>
/// Some rows of a table that are about a person, and their columns. In the conditions @customer, @integration, @names and
/// the other values of <see cref="KnownAs"/> stand for the person.
/// </summary>
/// <param name="Kind">As what a certificate and a copy name it.</param>
/// <param name="Table">The table.</param>
/// <param name="Rows">Which rows, in SQL.</param>
/// <param name="Columns">Their personal columns.</param>
internal sealed record PersonalData(PersonalKind Kind, string Table, string Rows, params IReadOnlyList<PersonalColumn> Columns)
{
    /// <summary>Whether erasure takes the rows away.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>What erasure changes besides the columns, in SQL.</summary>
    public string? Also { get; init; }

    /// <summary>The columns that tell in a copy what the personal ones belong to.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>The statement that erases; it touches only rows in which there is something to erase.</summary>
    public string Erasing => IsRemoved
        ? $"DELETE FROM {Table} WHERE {Rows}"
        : $"""
           UPDATE {Table} SET {string.Join(", ", Columns.Select(column => $"{column.Name} = {column.Becomes}").Append(Also).OfType<string>())}
           WHERE ({Rows}) AND ({string.Join(" OR ", Columns.Select(column => column.Says))})
           """;

    /// <summary>Whether a text names the person by one of the given names: any of four letters and more, a shorter one only as a part of its own.</summary>
    public static string Names(string column, string names) =>
        $"""
        EXISTS (SELECT 1 FROM json_each({names}) WHERE instr('-' || lower({column}) || '-', '-' || lower(value) || '-') > 0
            OR (length(value) >= 4 AND instr(lower({column}), lower(value)) > 0))
        """;
}

/// <summary>Columns that say nothing about a customer.</summary>
/// <param name="Reason">Why not, in a few words.</param>
/// <param name="Columns">Table and column.</param>
internal sealed record NotPersonal(string Reason, params IReadOnlyList<string> Columns);

/// <summary>Rows and columns that a copy for the person holds.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">Which rows, in SQL.</param>
/// <param name="Columns">Which columns, in the order of the copy.</param>
internal sealed record CopiedData(string Table, string Rows, params IReadOnlyList<string> Columns);
