using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Beside which input of the mapping a refusal stands.</summary>
internal static class MapRefusal
{
    /// <summary>The input's name; null for what concerns the whole file.</summary>
    public static string? PlaceOf(Refusal refusal) => refusal switch
    {
        FieldNotMapped lacking => lacking.Field,
        FieldMappedTwice twice => twice.Field,
        OrderRefNotMapped => OrderFields.OrderRef,
        CustomerNotMapped => OrderFields.CustomerRef,
        AmountNotMapped => OrderFields.UnitPrice,
        NobodyMapped => PointsFields.Email,
        AmbiguousDates or UnknownDateFormat or NoDatesFound or DatesDisagree => "date-format",
        EncodingDoesNotFit => "encoding",
        _ => null,
    };
}
