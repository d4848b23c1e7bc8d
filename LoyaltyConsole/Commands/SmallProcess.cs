using System.Runtime.InteropServices;
using System.Text;

namespace LoyaltyConsole.Commands;

/// <summary>
/// Makes a verb a small process, for it runs beside the web console and whatever else its machine does. What decides that is
/// read from the environment before a program's first line: of itself the runtime lets 80 MB of garbage gather, and glibc keeps
/// a heap for each thread, with gaps in each between the pages of SQLite's cache. So the process begins anew,
/// as the same one, with the environment that it needs.
/// </summary>
internal static class SmallProcess
{
    private static readonly (string Name, string Value)[] Environment =
    [
        ("MALLOC_ARENA_MAX", "1"),
        ("DOTNET_gcServer", "0"),
        ("DOTNET_GCgen0size", "0x1000000"),
        ("DOTNET_TieredPGO", "0"),
    ];

    /// <summary>Begins anew where that is possible and has not been done; else everything goes on as it is, and takes more memory.</summary>
    public static void Become()
    {
        if (!OperatingSystem.IsLinux() || System.Environment.GetEnvironmentVariable(Environment[0].Name) is not null || !File.Exists("/proc/self/cmdline"))
        {
            return;
        }

        // As it was called, not as .NET tells it: a program of its own or a library for dotnet.
        var words = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).Split('\0')[..^1];
        foreach (var (name, value) in Environment)
        {
            _ = SetVariable(Text(name), Text(value), overwrite: 0);
        }

        _ = Execute(Text("/proc/self/exe"), [.. words.Select(Text), 0]);
    }

    // What it begins anew with is given back by the end of what there was.
    private static nint Text(string text) => Marshal.StringToCoTaskMemUTF8(text);

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(nint name, nint value, int overwrite);

    [DllImport("libc", EntryPoint = "execv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(nint path, nint[] words);
}
