using System.Text.RegularExpressions;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The repository's own files, for rules that are about how the code is written.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static string Core { get; } = Path.Combine(Root, "LoyaltyConsole.Core");

    public static string Console { get; } = Path.Combine(Root, "LoyaltyConsole");

    public static string Tests { get; } = Path.Combine(Root, "LoyaltyConsole.Tests");

    /// <summary>What is written by hand under a folder: neither build output nor what EF generates.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] extensions)
    {
        string[] generated = ["bin", "obj", "Migrations"];
        return
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal))
                .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Intersect(generated).Any())
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Each line that matches, as an editor opens it: "file:line: text".</summary>
    public static IReadOnlyList<string> Lines(IEnumerable<string> files, Regex pattern) =>
    [
        .. from file in files
           from line in File.ReadLines(file).Index()
           where pattern.IsMatch(line.Item)
           select $"{Path.GetRelativePath(Root, file)}:{line.Index + 1}: {line.Item.Trim()}",
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LoyaltyConsole.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("LoyaltyConsole.sln is above none of the folders of the tests.");
    }
}
