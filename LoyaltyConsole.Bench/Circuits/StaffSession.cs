using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Bench.Circuits;

/// <summary>A person who has signed in, as a browser remembers it.</summary>
internal sealed partial class StaffSession : IDisposable
{
    private readonly HttpClient _http;
    private readonly IPEndPoint _seat;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <param name="console">Where the console is.</param>
    /// <param name="seat">Which address of the own machine the person comes from: tries to sign in are counted by address.</param>
    public StaffSession(Uri console, int seat = 1)
    {
        Console = console;
        _seat = new IPEndPoint(new IPAddress([127, 0, (byte)(seat / 250), (byte)((seat % 250) + 1)]), 0);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, _ => { }, cancellationToken),
        })
        { BaseAddress = console };
    }

    public Uri Console { get; }

    /// <summary>What goes with each request. By hand, because a cookie for https only would stay at home here.</summary>
    public string Cookies => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <exception cref="InvalidOperationException">The console did not let the person in.</exception>
    public async Task SignInAsync(string email, string password)
    {
        if (!await TrySignInAsync(email, password))
        {
            throw new InvalidOperationException($"{email} was not let in.");
        }
    }

    /// <summary>Fills in the sign-in page and sends it.</summary>
    /// <returns>Whether the console let the person in.</returns>
    public async Task<bool> TrySignInAsync(string email, string password)
    {
        var form = (await ReadAsync("/sign-in")).Split("<form").Single(part => part.Contains("type=\"password\"", StringComparison.Ordinal));
        var fields = Hidden().Matches(form).ToDictionary(
            field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);
        fields["Form.Email"] = email;
        fields["Form.Password"] = password;
        using var answer = await SendAsync(new(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent(fields) });
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    /// <summary>The text of a page.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await SendAsync(new(HttpMethod.Get, path));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Tells the console that a tab was closed.</summary>
    public async Task LeaveAsync(string circuit)
    {
        using var form = new MultipartFormDataContent { { new StringContent(circuit), "circuitId" } };
        using var answer = await SendAsync(new(HttpMethod.Post, "/_blazor/disconnect") { Content = form });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Makes a line of its own, and tells of each piece that comes over it how many bytes it has, as they are on the wire.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Action<int> onReceived, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(_seat);
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new CountedStream(socket, onReceived);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookies);
            var answer = await _http.SendAsync(request);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var given) ? given : [])
            {
                var cookie = set.Split(';')[0].Split('=', 2);
                _cookies[cookie[0]] = cookie[1];
            }

            return answer;
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hidden();

    private sealed class CountedStream(Socket socket, Action<int> onReceived) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var received = await base.ReadAsync(buffer, cancellationToken);
            onReceived(received);
            return received;
        }
    }
}
