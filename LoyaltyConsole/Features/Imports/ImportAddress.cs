using System.Globalization;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Where the pages of imports lie.</summary>
internal static class ImportAddress
{
    public const string List = "/imports";

    public const string New = "/imports/new";

    public static string Of(ImportId id) => string.Create(CultureInfo.InvariantCulture, $"{List}/{id.Value}");

    public static string ErrorsOf(ImportId id) => $"{Of(id)}/errors.csv";
}
