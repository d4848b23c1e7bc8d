using System.Globalization;

namespace LoyaltyConsole.Core.Persistence;

/// <summary>How far the upgrade of a database has come: a migration that begins, or has ended.</summary>
/// <param name="Migration">Which.</param>
/// <param name="Number">The how many-th it is of those that the database lacked.</param>
/// <param name="Of">How many those were.</param>
/// <param name="Customers">Over how many customers it goes.</param>
/// <param name="Entries">Over how many ledger entries.</param>
/// <param name="Took">How long it took; null where it only begins.</param>
public sealed record MigrationStep(string Migration, int Number, int Of, long Customers, long Entries, TimeSpan? Took)
{
    /// <inheritdoc />
    public override string ToString() => Took is { } took
        ? string.Create(CultureInfo.InvariantCulture, $"Migration {Number} of {Of}, {Migration}, took {took.TotalSeconds:0.0} s.")
        : string.Create(
            CultureInfo.InvariantCulture, $"Migration {Number} of {Of}, {Migration}, over {Customers:N0} customers and {Entries:N0} ledger entries …");
}
