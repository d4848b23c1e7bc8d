namespace LoyaltyConsole.Core.Transfers;

// In the order in which an import is checked.

/// <summary>No file of that name.</summary>
/// <param name="Name">The file's name.</param>
public sealed record FileNotFound(string Name) : Refusal;

/// <summary>A field that every row needs is mapped to no column.</summary>
/// <param name="Field">The field.</param>
public sealed record FieldNotMapped(string Field) : Refusal;

/// <summary>
/// No column is mapped to order_ref. Map one, or say <c>--each-row-is-an-order</c> where the file has no order number of
/// its own.
/// </summary>
public sealed record OrderRefNotMapped : Refusal;

/// <summary>Neither customer_ref nor email nor phone is mapped, so no row would have a customer.</summary>
public sealed record CustomerNotMapped : Refusal;

/// <summary>Neither total nor unit_price is mapped, so no order would have an amount.</summary>
public sealed record AmountNotMapped : Refusal;

/// <summary>No field is mapped by which a customer could be found, so no row would have one.</summary>
public sealed record NobodyMapped : Refusal;

/// <summary>There is no such import.</summary>
/// <param name="Id">Its id.</param>
public sealed record ImportNotFound(ImportId Id) : Refusal;

/// <summary>The import has been committed or discarded, or is not rehearsed yet.</summary>
/// <param name="Status">How far it has come.</param>
public sealed record ImportNotReady(ImportStatus Status) : Refusal;

/// <summary>Only what was committed can be undone, and once.</summary>
/// <param name="Status">How far the import has come.</param>
public sealed record ImportNotCommitted(ImportStatus Status) : Refusal;

/// <summary>The import is being worked on at this moment.</summary>
public sealed record ImportBusy : Refusal;
