using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Bench;

/// <summary>The built console in a process of its own, as an operator starts it, killed at the end.</summary>
internal sealed partial class RunningConsole : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _pipe;

    private RunningConsole(Process process, Uri address, string pipe) => (_process, Address, _pipe) = (process, address, pipe);

    public Uri Address { get; }

    /// <summary>How much memory it has held at the most.</summary>
    public long PeakBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>How much memory it holds.</summary>
    public long Bytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How much managed memory it holds after everything that nobody holds has been collected.</summary>
    public async Task<long> ManagedBytesAsync()
    {
        await using var pipe = new NamedPipeClientStream(".", _pipe, PipeDirection.In);
        await pipe.ConnectAsync();
        var answer = new byte[sizeof(long)];
        await pipe.ReadExactlyAsync(answer);
        return BitConverter.ToInt64(answer);
    }

    /// <summary>Starts it over a database, from the folder of the sources, where its settings lie.</summary>
    public static Task<RunningConsole> StartAsync(string connectionString, params IEnumerable<(string Name, string Value)> settings) =>
        StartAsync(AppContext.BaseDirectory, connectionString, settings);

    /// <summary>The same with the program that lies in a folder.</summary>
    public static async Task<RunningConsole> StartAsync(string folder, string connectionString, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(folder, "LoyaltyConsole.dll")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,

            // What was published has its scripts, styles and settings beside it.
            WorkingDirectory = Directory.Exists(Path.Combine(folder, "wwwroot")) ? folder : "",
        };
        var pipe = $"loyalty-bench-{Guid.CreateVersion7():N}";
        IEnumerable<(string Name, string Value)> usual =
        [
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("URLS", "http://127.0.0.1:0"), ("ConnectionStrings__Loyalty", connectionString),
            ("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (StartupHook.Pipe, pipe),
            ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
        ];
        foreach (var (name, value) in usual.Concat(settings))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new RunningConsole(process, new Uri(match.Value), pipe);
            }
        }

        throw new InvalidOperationException("The console did not start.");
    }

    /// <summary>Publishes it into a folder, as the README has operators install it.</summary>
    public static async Task PublishAsync(string folder)
    {
        using var publish = Process.Start("dotnet", ["publish", "LoyaltyConsole", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, "-v", "quiet", "--nologo"]);
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException("The console was not published.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Listening();
}
