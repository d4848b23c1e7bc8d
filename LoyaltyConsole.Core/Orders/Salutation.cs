using LoyaltyConsole.Core.Customers;

namespace LoyaltyConsole.Core.Orders;

/// <summary>Tells the gender from the salutation of a billing address (L-034).</summary>
internal static class Salutation
{
    public static Gender? GenderOf(string? salutation) => salutation?.Trim().TrimEnd('.').ToUpperInvariant() switch
    {
        "FRAU" or "MRS" or "MS" or "MISS" or "MADAM" or "MME" or "PANÍ" or "F" or "FEMALE" or "WEIBLICH" => Gender.Female,
        "HERR" or "HERRN" or "MR" or "SIR" or "M" or "PAN" or "MALE" or "MÄNNLICH" => Gender.Male,
        "DIVERS" or "DIVERSE" or "MX" or "D" => Gender.Diverse,
        _ => null,
    };
}
