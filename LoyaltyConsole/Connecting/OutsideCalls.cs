using System.Net;
using System.Net.Http.Headers;
using LoyaltyConsole.Core.Connections;
using NodaTime;

namespace LoyaltyConsole.Connecting;

/// <summary>
/// Calls other people's servers: only outside, never where they send us on to, with a bounded time and a bounded answer, and
/// without cookies or a proxy.
/// </summary>
internal sealed class OutsideCalls : IDisposable
{
    /// <summary>How long a call may take in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Enough for a reason; the rest is not read.
    private const int MostRead = 4_096;

    private const int MostTold = 240;

    private readonly HttpClient _client;
    private readonly IClock _clock;
    private readonly TimeSpan _patience;

    public OutsideCalls(ConnectionSettings settings, IClock clock, TimeSpan? patience = null)
    {
        (_clock, _patience) = (clock, patience ?? Patience);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 64,

            // A name may come to mean another address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, stop) => OutsideAddress.ConnectAsync(context.DnsEndPoint, settings.AllowLoopback, stop),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("LoyaltyConsole", "1"));
    }

    /// <summary>Calls, and says what came of it.</summary>
    /// <param name="method">How.</param>
    /// <param name="address">Where.</param>
    /// <param name="json">What; null for nothing.</param>
    /// <param name="sign">Adds what the other side knows us by.</param>
    /// <param name="cancellationToken">Stops it; nobody knows then whether it arrived.</param>
    public async Task<Carried> CallAsync(HttpMethod method, string address, byte[]? json, Action<HttpRequestHeaders> sign, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        sign(request.Headers);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(_patience);
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return answer.IsSuccessStatusCode ? Carried.Done : await WhyAsync(answer, stop.Token);
        }
        catch (HttpRequestException broken)
        {
            return broken.InnerException is AddressForbiddenException
                ? new Carried(ConnectionFault.AddressForbidden)
                : new Carried(ConnectionFault.Unreachable, broken.HttpRequestError.ToString());
        }
        catch (IOException)
        {
            return new Carried(ConnectionFault.Unreachable, nameof(HttpRequestError.ResponseEnded));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Carried(ConnectionFault.Unreachable, $"{_patience.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Carried> WhyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var fault = answer.StatusCode switch
        {
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => ConnectionFault.Redirected,
            HttpStatusCode.TooManyRequests => ConnectionFault.TooMany,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ConnectionFault.KeyRefused,
            HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone => ConnectionFault.NotFound,
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError or < HttpStatusCode.OK => ConnectionFault.ServiceFailed,
            _ => ConnectionFault.Refused,
        };
        return new Carried(fault, $"{(int)answer.StatusCode} {await ReadAsync(answer, cancellationToken)}".TrimEnd(), PauseOf(answer.Headers.RetryAfter));
    }

    private Duration? PauseOf(RetryConditionHeaderValue? after) =>
        after?.Delta is { } delta ? Duration.FromTimeSpan(delta)
        : after?.Date is { } date ? Instant.FromDateTimeOffset(date) - _clock.GetCurrentInstant()
        : null;

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = new byte[MostRead];
        var read = await stream.ReadAtLeastAsync(bytes, MostRead, throwOnEndOfStream: false, cancellationToken);
        var words = string.Concat(System.Text.Encoding.UTF8.GetString(bytes, 0, read).Select(character => char.IsControl(character) ? ' ' : character))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(' ', words);
        return text[..Math.Min(text.Length, MostTold)];
    }
}
