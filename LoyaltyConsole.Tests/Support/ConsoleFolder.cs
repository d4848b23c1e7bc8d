using System.Diagnostics;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A temporary folder with a database, and the ways to put the built console to work on it.</summary>
public sealed class ConsoleFolder : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    public string Path { get; } = Directory.CreateTempSubdirectory("loyalty-").FullName;

    public string ConnectionString => $"Data Source={System.IO.Path.Combine(Path, "loyalty.db")}";

    /// <summary>Where e-mails are put down.</summary>
    public string MailFolder => System.IO.Path.Combine(Path, "mail");

    /// <summary>Runs one verb of the command line to its end.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>The same with settings beside those of appsettings.json.</summary>
    public async Task<Outcome> RunAsync(IEnumerable<(string Name, string Value)> settings, params string[] arguments)
    {
        using var process = Process.Start(Start(settings, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(_patience);
        }
        finally
        {
            // A verb that is taken for no verb starts the console, which would stay for ever.
            process.Kill(entireProcessTree: true);
        }

        return new(process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>How to start the console here.</summary>
    internal ProcessStartInfo Start(IEnumerable<(string Name, string Value)> settings, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "LoyaltyConsole.dll"), .. arguments])
        {
            // appsettings.json and wwwroot lie at the top of the repository.
            WorkingDirectory = SourceTree.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Loyalty"] = ConnectionString;
        start.Environment["Demo__Customers"] = "0";
        start.Environment["Mail__Folder"] = MailFolder;
        start.Environment["Keys__Folder"] = System.IO.Path.Combine(Path, "keys");
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    /// <summary>How a verb ended.</summary>
    public sealed record Outcome(int ExitCode, string Output, string Error);
}
