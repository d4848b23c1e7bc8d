namespace LoyaltyConsole.Core.Transfers;

/// <summary>The consecutive id of an import.</summary>
public readonly record struct ImportId(long Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
