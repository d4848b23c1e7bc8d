using LoyaltyConsole.Components.Ui;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Features.Customers;

/// <summary>A column of the overview.</summary>
/// <param name="Key">Its name in addresses.</param>
/// <param name="Sort">What a click on its label sorts by.</param>
/// <param name="Width">Its width in pixels, before what is left of the window is shared out.</param>
/// <param name="IsShown">Whether it is shown until somebody chooses.</param>
public sealed record CustomerColumn(string Key, CustomerSort Sort, int Width, bool IsShown = true)
{
    // They leave first where the window is narrow.
    private static readonly string[] WideOnly = ["ref", "segment"];

    /// <summary>The union of the four products' columns, in their order.</summary>
    public static IReadOnlyList<CustomerColumn> All { get; } =
    [
        new("id", CustomerSort.Id, 90),
        new("ref", CustomerSort.RefId, 90),
        new("name", CustomerSort.Name, 146),
        new("email", CustomerSort.Email, 142),
        new("phone", CustomerSort.Phone, 156),
        new("integration", CustomerSort.Integration, 130, IsShown: false),
        new("points", CustomerSort.Points, 68),
        new("tier", CustomerSort.Tier, 112),
        new("segment", CustomerSort.Segment, 128),
        new("enrolled", CustomerSort.Enrolled, 212, IsShown: false),
        new("birthday", CustomerSort.Birthday, 108, IsShown: false),
        new("gender", CustomerSort.Gender, 88, IsShown: false),
        new("locked", CustomerSort.Locked, 78),
        new("status", CustomerSort.Status, 84),
        new("modified", CustomerSort.Modified, 140, IsShown: false),
    ];

    /// <summary>The feature that it belongs to; null for what no installation can do without.</summary>
    public Feature? PartOf => Sort is CustomerSort.Segment ? Feature.Segments : null;

    /// <summary>The columns that are always shown.</summary>
    public static IReadOnlyCollection<string> Fixed { get; } = ["id", "name"];

    /// <summary>Its name in an exported file.</summary>
    public string File => Sort switch
    {
        CustomerSort.Id => "customer_id",
        CustomerSort.RefId => "ref_id",
        CustomerSort.Enrolled => "enrolled_at",
        CustomerSort.Modified => "modified_at",
        _ => Key,
    };

    /// <summary>Its width in a window of a kind: e-mail addresses and phone numbers are cut off before names are.</summary>
    public int WidthIn(bool narrow) => (narrow, Sort) switch
    {
        (false, CustomerSort.Email) => 168,
        (false, CustomerSort.Phone) => 152,
        _ => Width,
    };

    /// <summary>The column of a key.</summary>
    public static CustomerColumn Of(string key) => All.First(column => string.Equals(column.Key, key, StringComparison.Ordinal));

    /// <summary>What is shown until somebody chooses.</summary>
    public static IReadOnlyList<ColumnSetting> Default(bool narrow) =>
        [.. All.Select(column => new ColumnSetting(column.Key, column.IsShown && !(narrow && WideOnly.Contains(column.Key, StringComparer.Ordinal))))];

    /// <summary>Those of some columns that an installation with these features has.</summary>
    public static IReadOnlyList<ColumnSetting> Within(FeatureSet features, IReadOnlyList<ColumnSetting> columns) =>
        [.. columns.Where(column => Of(column.Key).PartOf is not { } feature || features.Has(feature))];

    /// <summary>The columns of a comma-separated list in its order, and between them those that are not shown; null when it names none.</summary>
    public static IReadOnlyList<ColumnSetting>? Read(string? text)
    {
        var shown = (text ?? "").Split(',').Distinct(StringComparer.Ordinal)
            .Where(key => All.Any(column => string.Equals(column.Key, key, StringComparison.Ordinal)))
            .ToList();
        if (shown.Count == 0)
        {
            return null;
        }

        var columns = Fixed.Except(shown, StringComparer.Ordinal).Concat(shown).Select(key => new ColumnSetting(key, IsShown: true)).ToList();
        foreach (var (place, hidden) in All.Index().Where(column => columns.TrueForAll(other => !Is(other, column.Item))))
        {
            // Behind the one that it usually follows, so that unticking a column leaves it where it is.
            columns.Insert(columns.FindIndex(other => Is(other, All[place - 1])) + 1, new ColumnSetting(hidden.Key, IsShown: false));
        }

        return columns;
    }

    /// <summary>The shown columns as <see cref="Read"/> takes them.</summary>
    public static string Write(IEnumerable<ColumnSetting> columns) =>
        string.Join(',', columns.Where(column => column.IsShown).Select(column => column.Key));

    private static bool Is(ColumnSetting setting, CustomerColumn column) => string.Equals(setting.Key, column.Key, StringComparison.Ordinal);
}
