using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The built console in a process of its own, as an operator starts it: a port and a database that are its alone.</summary>
public sealed partial class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ConsoleProcess(Process process, ConsoleFolder folder)
    {
        _process = process;
        Folder = folder;
        AppDomain.CurrentDomain.ProcessExit += KillNow;
    }

    public ConsoleFolder Folder { get; }

    public Uri Address => _address.Task.Result;

    /// <summary>All that it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it, and comes back when it answers.</summary>
    public static Task<ConsoleProcess> StartAsync(ConsoleFolder folder, params IEnumerable<(string Name, string Value)> settings) =>
        StartAtAsync(address: null, folder, settings);

    /// <summary>Starts it again where it was, so that whoever was there finds it.</summary>
    public static async Task<ConsoleProcess> StartAtAsync(Uri? address, ConsoleFolder folder, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = folder.Start(settings, []);

        // Port 0: the system picks a free one, and the console says which.
        start.Environment["ASPNETCORE_URLS"] = start.Environment["URLS"] = address?.ToString() ?? "http://127.0.0.1:0";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        var console = new ConsoleProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, folder);
        await console.RunAsync();
        return console;
    }

    /// <summary>Waits until it has written something.</summary>
    public async Task WaitForOutputAsync(Regex text)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancel.CancelAfter(_patience);
        while (!text.IsMatch(Output))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancel.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillNow;
        KillNow(this, EventArgs.Empty);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (Fault().Match(Output) is { Success: true } fault)
        {
            // A page that only says "Something went wrong" tells little of a test that failed.
            TestContext.Current.TestOutputHelper?.WriteLine($"The console wrote down a fault:\n{fault.Value}");
        }
    }

    private async Task RunAsync()
    {
        _process.OutputDataReceived += Read;
        _process.ErrorDataReceived += Read;
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"The console ended by itself:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        try
        {
            await _address.Task.WaitAsync(_patience);
        }
        catch (Exception ended) when (ended is TimeoutException or InvalidOperationException)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"The console did not start:\n{Output}", ended);
        }
    }

    private void Read(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            return;
        }

        _output.Enqueue(line.Data);
        if (Listening().Match(line.Data) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Value));
        }
    }

    private void KillNow(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("Fault [0-9A-F]{4}-[0-9A-F]{4}(?:\n.*){0,12}")]
    private static partial Regex Fault();

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+")]
    private static partial Regex Listening();
}
