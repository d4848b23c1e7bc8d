using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Bench.Circuits;

/// <summary>
/// A tab without a browser: it speaks the circuit's protocol as the console's script does, acknowledges what the server
/// renders, and moves by address, in which the console's lists hold all they show.
/// </summary>
internal sealed partial class Tab : IAsyncDisposable
{
    private readonly StaffSession _session;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<object?>> _calls = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Lock _waiting = new();
    private ClientWebSocket _socket = new();
    private HttpMessageInvoker? _line;
    private Task _receiving = Task.CompletedTask;
    private TaskCompletionSource? _seen;
    private byte[] _wanted = [];
    private byte[] _last = [];
    private long _lastCall;
    private long _rendered;
    private long _bytes;

    private Tab(StaffSession session) => _session = session;

    /// <summary>The server's name for this tab, by which it can be gone on with after the line broke.</summary>
    public string? Circuit { get; private set; }

    /// <summary>How many times the server has rendered something.</summary>
    public long Rendered => Interlocked.Read(ref _rendered);

    /// <summary>How many bytes the server has sent, as they are on the wire.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>What went wrong on the server or the line; null where nothing did.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens a page in a new tab.</summary>
    /// <param name="session">Whose tab.</param>
    /// <param name="path">The page.</param>
    /// <param name="shows">A text that tells that the page is there.</param>
    public static async Task<Tab> OpenAsync(StaffSession session, string path, string shows)
    {
        var page = await session.ReadAsync(path);
        var markers = Marker().Matches(page).Select(marker => marker.Groups["json"].Value);
        var tab = new Tab(session);
        try
        {
            await tab.ConnectAsync();
            var seen = tab.Await(shows);
            tab.Circuit = await tab.AskAsync(
                "StartCircuit", session.Console.ToString(), new Uri(session.Console, path).ToString(), $"[{string.Join(',', markers)}]", "") as string;
            if (tab.Circuit is null)
            {
                throw new InvalidOperationException($"No circuit was started: {tab.Fault}");
            }

            await seen();
            return tab;
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException)
        {
            await tab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes to another address of the console, as a click on a link does.</summary>
    /// <param name="path">The address.</param>
    /// <param name="shows">A text that tells that it is there.</param>
    public async Task GoAsync(string path, string shows)
    {
        var seen = Await(shows);
        await GoAsync(path);
        await seen();
    }

    /// <summary>The same without waiting for what comes of it.</summary>
    public Task GoAsync(string path) => TellAsync("OnLocationChanged", new Uri(_session.Console, path).ToString(), null, true);

    /// <summary>Breaks the line, as a network does, without a farewell.</summary>
    public async Task BreakAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
    }

    /// <summary>Closes the tab, as a browser does: it says farewell, so that the server keeps nothing for it.</summary>
    public async Task CloseAsync()
    {
        await _session.LeaveAsync(Circuit!);
        await DisposeAsync();
    }

    /// <summary>Tries to go on after the line broke.</summary>
    /// <returns>Whether the server still has the tab.</returns>
    public async Task<bool> ReconnectAsync()
    {
        Fault = null;
        _socket = new();
        await ConnectAsync();
        return await AskAsync("ConnectCircuit", Circuit) is true;
    }

    public async ValueTask DisposeAsync()
    {
        await BreakAsync();
        _sending.Dispose();
        _line?.Dispose();
    }

    private async Task ConnectAsync()
    {
        if (_session.Cookies is { Length: > 0 } cookies)
        {
            _socket.Options.SetRequestHeader("Cookie", cookies);
        }

        // Packed, as browsers ask for it.
        _socket.Options.DangerousDeflateOptions = new();
        _line?.Dispose();
        _line = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseCookies = false,
            ConnectCallback = (context, cancellationToken) => _session.ConnectAsync(context, count => Interlocked.Add(ref _bytes, count), cancellationToken),
        });
        await _socket.ConnectAsync(new UriBuilder(_session.Console) { Scheme = "ws", Path = "/_blazor" }.Uri, _line, CancellationToken.None);
        await SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"));
        _receiving = Task.Run(ReceiveAsync);
    }

    // Listens at once, before what is to be seen is asked for.
    private Func<Task> Await(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            (_wanted, _seen) = (Encoding.UTF8.GetBytes(text), seen);
        }

        return async () =>
        {
            if (await Task.WhenAny(seen.Task, Task.Delay(Patience)) != seen.Task)
            {
                throw new TimeoutException($"\"{text}\" did not come; the server rendered {Rendered} times. {Fault} {Encoding.UTF8.GetString(_last)}");
            }

            await seen.Task;
        };
    }

    private Task TellAsync(string method, params IReadOnlyList<object?> arguments) => SendAsync(HubMessage.Call(null, method, arguments));

    private async Task<object?> AskAsync(string method, params IReadOnlyList<object?> arguments)
    {
        var call = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var answer = _calls[call] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(HubMessage.Call(call, method, arguments));
        return await answer.Task.WaitAsync(Patience);
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            await ReceiveAllAsync();
        }
        catch (WebSocketException broken)
        {
            Fault ??= broken.Message;
        }
        catch (Exception broken) when (broken is OperationCanceledException or ObjectDisposedException)
        {
            Fault ??= "The line was broken.";
        }

        Fault ??= "The server closed the line.";
        foreach (var call in _calls.Values)
        {
            call.TrySetResult(null);
        }

        lock (_waiting)
        {
            _seen?.TrySetException(new InvalidOperationException(Fault));
        }
    }

    private async Task ReceiveAllAsync()
    {
        var buffer = new byte[64 * 1024];
        var (filled, isGreeted) = (0, false);
        while (await _socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
        {
            filled += received.Count;
            var from = 0;
            if (!isGreeted && buffer.AsSpan(0, filled).IndexOf((byte)0x1e) is >= 0 and var end)
            {
                (isGreeted, from) = (true, end + 1);
            }

            if (isGreeted)
            {
                var (messages, taken) = HubMessage.Read(buffer.AsMemory(from, filled - from));
                from += taken;
                foreach (var message in messages)
                {
                    await HearAsync(message);
                }
            }

            buffer.AsSpan(from, filled - from).CopyTo(buffer);
            filled -= from;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }
        }
    }

    private async Task HearAsync(object?[] message)
    {
        switch (message)
        {
            case [1L, _, _, "JS.RenderBatch", object?[] batch, ..]:
                Interlocked.Increment(ref _rendered);
                lock (_waiting)
                {
                    _last = (byte[])batch[1]!;
                    if (_seen is not null && _last.AsSpan().IndexOf(_wanted) >= 0)
                    {
                        _seen.TrySetResult();
                    }
                }

                await TellAsync("OnRenderCompleted", batch[0], null);
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] and [_, "lc.near", ..], ..]:
                // Nobody scrolls down to what is below the window's edge.
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] call, ..]:
                await TellAsync("EndInvokeJSFromDotNet", call[0], true, $"[{call[0]},true,null]");
                await FollowAsync((string)call[1]!, (string?)call[2]);
                break;
            case [1L, _, _, "JS.Error", object?[] fault, ..]:
                Fault = (string?)fault[0];
                break;
            case [3L, _, string call, 1L, var error]:
                Fault = error as string;
                Answer(call, null);
                break;
            case [3L, _, string call, 2L]:
                Answer(call, null);
                break;
            case [3L, _, string call, 3L, var result]:
                Answer(call, result);
                break;
        }
    }

    // Where the page itself goes somewhere else, the browser says so.
    private async Task FollowAsync(string function, string? arguments)
    {
        if (function.EndsWith("navigateTo", StringComparison.Ordinal) && arguments is not null)
        {
            using var json = JsonDocument.Parse(arguments);
            await GoAsync(json.RootElement[0].GetString()!);
        }
    }

    private void Answer(string call, object? result)
    {
        if (_calls.TryRemove(call, out var answer))
        {
            answer.TrySetResult(result);
        }
    }

    [GeneratedRegex("<!--Blazor:(?<json>\\{.*?\\})-->", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Marker();
}
