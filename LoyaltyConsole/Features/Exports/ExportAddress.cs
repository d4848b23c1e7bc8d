using LoyaltyConsole.Core.Transfers.Exporting;

namespace LoyaltyConsole.Features.Exports;

/// <summary>Where exports are listed and fetched.</summary>
internal static class ExportAddress
{
    /// <summary>The page.</summary>
    public const string List = "/exports";

    /// <summary>The file; it can be fetched once, by whoever asked for it.</summary>
    public static string Of(Export export) => $"{List}/{export.Key}.csv";
}
