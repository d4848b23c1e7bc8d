using System.Globalization;
using LoyaltyConsole.Core.Transfers;

namespace LoyaltyConsole.Features.Imports;

/// <summary>Where the pages of imports lie.</summary>
internal static class ImportAddress
{
    public const string List = "/imports";

    private const string New = "/imports/new";

    /// <summary>A new import of a kind; orders where none is named.</summary>
    public static string NewOf(ImportKind kind) => kind is ImportKind.Orders ? New : $"{New}?kind={kind.ToString().ToLowerInvariant()}";

    public static string Of(ImportId id) => string.Create(CultureInfo.InvariantCulture, $"{List}/{id.Value}");

    public static string ErrorsOf(ImportId id) => $"{Of(id)}/errors.csv";
}
