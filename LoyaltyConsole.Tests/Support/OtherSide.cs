using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LoyaltyConsole.Tests.Support;

/// <summary>A call as it arrived over the wire.</summary>
/// <param name="Line">Method, path and query.</param>
/// <param name="Headers">All of its headers.</param>
/// <param name="Body">What was sent.</param>
public sealed record ArrivedCall(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A mailing service or a shop on this machine: a real server that keeps what it is sent and answers as a test says.</summary>
public sealed class OtherSide : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ArrivedCall> _calls = new();

    private OtherSide(WebApplication app) => _app = app;

    /// <summary>What came, in the order in which it came.</summary>
    public IReadOnlyList<ArrivedCall> Calls => [.. _calls];

    /// <summary>What it answers; 200 until a test says otherwise.</summary>
    public Func<ArrivedCall, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<OtherSide> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var side = new OtherSide(app);
        app.Run(side.ReceiveAsync);
        await app.StartAsync();
        return side;
    }

    /// <summary>Always answers with a status, and perhaps words.</summary>
    public void Say(int status, string body = "", Action<IHeaderDictionary>? headers = null) => Answer = async (_, context) =>
    {
        context.Response.StatusCode = status;
        headers?.Invoke(context.Response.Headers);
        await context.Response.WriteAsync(body);
    };

    public void Forget() => _calls.Clear();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var call = new ArrivedCall(
            $"{context.Request.Method} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        _calls.Enqueue(call);
        await Answer(call, context);
    }
}
