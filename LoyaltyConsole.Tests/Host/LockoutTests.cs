using System.Net;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Host;

// A console of its own, because a pause and the limit of the address would hit the neighbours.
public sealed class LockoutTests : IAsyncLifetime
{
    private readonly ConsoleFolder _folder = new();
    private ConsoleProcess? _console;

    public async ValueTask InitializeAsync() => _console = await ConsoleProcess.StartAsync(_folder, ConsoleFixture.FirstAdministrator);

    public async ValueTask DisposeAsync()
    {
        await _console!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task S10_after_five_wrong_passwords_even_the_right_one_has_to_wait()
    {
        using var visitor = new Visitor(_console!.Address);
        for (var mistake = 1; mistake <= 5; mistake++)
        {
            Assert.NotEmpty(await Visitor.AlertAsync(await visitor.SignInAsync(ConsoleFixture.Administrator, $"wrong {mistake}")));
        }

        var answer = await visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("15", await Visitor.AlertAsync(answer), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task S10_the_fifth_try_may_still_be_the_right_one()
    {
        using var visitor = new Visitor(_console!.Address);
        for (var mistake = 1; mistake <= 4; mistake++)
        {
            await visitor.SignInAsync(ConsoleFixture.Administrator, $"wrong {mistake}");
        }

        var answer = await visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task S10_guessing_for_many_addresses_is_slowed_down()
    {
        using var visitor = new Visitor(_console!.Address);
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 25; guess++)
        {
            answers.Add((await visitor.SignInAsync($"{guess}@staff.example", "guess")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }
}
