using System.Net;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoyaltyConsole.Tests.Connecting;

/// <summary>Whatever other people's servers do, a call ends in time and takes little.</summary>
public sealed class OutsideCallsTests : IAsyncLifetime
{
    private OtherSide? _side;

    private OtherSide Side => _side!;

    public async ValueTask InitializeAsync() => _side = await OtherSide.StartAsync();

    public ValueTask DisposeAsync() => Side.DisposeAsync();

    [Fact]
    public async Task A_redirect_is_not_followed_and_no_cookie_is_kept()
    {
        using var calls = Calls();
        Side.Answer = (_, context) =>
        {
            context.Response.Cookies.Append("who", "are-you");
            context.Response.Redirect($"{Side.Address}/elsewhere");
            return Task.CompletedTask;
        };

        Assert.Equal(ConnectionFault.Redirected, (await CallAsync(calls)).Fault);
        await CallAsync(calls);

        Assert.Equal(["POST /here", "POST /here"], Side.Calls.Select(call => call.Line));
        Assert.DoesNotContain("Cookie", Side.Calls[1].Headers.Keys);
    }

    [Fact]
    public async Task Whoever_does_not_answer_is_given_up()
    {
        using var calls = Calls(TimeSpan.FromMilliseconds(200));
        Side.Answer = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(ConnectionFault.Unreachable, (await CallAsync(calls)).Fault);
    }

    [Fact]
    public async Task An_answer_without_end_is_read_to_its_first_words()
    {
        using var calls = Calls(TimeSpan.FromSeconds(10));
        Side.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 400;
            var some = new byte[8192];
            Array.Fill(some, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(some, context.RequestAborted);
            }
        };

        var answer = await CallAsync(calls);

        Assert.Equal((ConnectionFault.Refused, 244), (answer.Fault, answer.Detail!.Length));
    }

    [Fact]
    public async Task What_is_said_is_kept_as_plain_words()
    {
        using var calls = Calls();
        Side.Say(422, "no\r\n\u0007  such\tthing\u0000");

        Assert.Equal("422 no such thing", (await CallAsync(calls)).Detail);
    }

    [Fact]
    public async Task This_machine_is_called_only_where_that_is_allowed()
    {
        using var calls = new OutsideCalls(ConnectionSettings.Default, new FrozenClock());

        Assert.Equal(new Carried(ConnectionFault.AddressForbidden), await CallAsync(calls));
        Assert.Empty(Side.Calls);
    }

    [Fact]
    public async Task A_call_that_is_stopped_from_here_says_so()
    {
        using var calls = Calls();
        using var stop = new CancellationTokenSource();
        Side.Answer = async (_, context) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => calls.CallAsync(HttpMethod.Post, $"{Side.Address}/here", null, _ => { }, stop.Token));
    }

    private static OutsideCalls Calls(TimeSpan? patience = null) =>
        new(ConnectionSettings.Default with { AllowLoopback = true }, new FrozenClock(), patience);

    private Task<Carried> CallAsync(OutsideCalls calls) =>
        calls.CallAsync(HttpMethod.Post, $"{Side.Address}/here", "{}"u8.ToArray(), _ => { }, TestContext.Current.CancellationToken);
}
