namespace LoyaltyConsole.Tests.Support;

/// <summary>
/// Real files that are too large, or not ours, to be kept in the repository. They lie in a folder "shared/data" beside it,
/// or where the variable LOYALTY_SHARED_DATA says; where both are missing, the tests which need them are skipped.
/// </summary>
public static class SharedData
{
    private static readonly string? _root = Find();

    /// <summary>The path of a file or folder; skips the test when it is not there.</summary>
    public static string Path(params string[] parts)
    {
        var path = _root is null ? null : System.IO.Path.Combine([_root, .. parts]);
        var exists = path is not null && (File.Exists(path) || Directory.Exists(path));
        Assert.SkipUnless(exists, $"shared/data/{string.Join('/', parts)} is not beside the repository.");
        return path!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("LOYALTY_SHARED_DATA") is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(SourceTree.Root); folder is not null; folder = folder.Parent)
        {
            var data = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
