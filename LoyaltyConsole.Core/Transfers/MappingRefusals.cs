namespace LoyaltyConsole.Core.Transfers;

// In the order in which a mapping is checked.

/// <summary>A part of the mapping is not of the form <c>Column=field</c>.</summary>
/// <param name="Part">The part.</param>
public sealed record MappingUnreadable(string Part) : Refusal;

/// <summary>The file has no column of that name.</summary>
/// <param name="Column">The name that was written.</param>
public sealed record UnknownColumn(string Column) : Refusal;

/// <summary>There is no field of that name for what is imported.</summary>
/// <param name="Field">The name that was written.</param>
public sealed record UnknownField(string Field) : Refusal;

/// <summary>Two columns are mapped to one field.</summary>
/// <param name="Field">The field.</param>
public sealed record FieldMappedTwice(string Field) : Refusal;

/// <summary>Nothing is mapped: no column was named, and none is known by its name.</summary>
public sealed record NothingMapped() : Refusal;
