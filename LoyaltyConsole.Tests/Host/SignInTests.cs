using System.Net;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Tests.Host;

[Collection(ConsoleCollection.Name)]
public sealed class SignInTests(ConsoleFixture running) : IDisposable
{
    private readonly Visitor _visitor = new(running.Console.Address);

    public static TheoryData<string> GuardedPages { get; } =
    [
        .. from page in Products.Console.GetTypes()
           where !page.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)
           from RouteAttribute route in page.GetCustomAttributes(typeof(RouteAttribute), inherit: false)
           select string.Join('/', route.Template.Split('/').Select(part => part.StartsWith('{') ? "1" : part)),
    ];

    public void Dispose() => _visitor.Dispose();

    [Theory]
    [MemberData(nameof(GuardedPages))]
    public async Task Every_page_asks_first_who_is_there(string page)
    {
        var answer = await _visitor.GetAsync(page);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", PathOf(answer));
    }

    [Fact]
    public async Task Whoever_signs_in_arrives_where_they_wanted_to_go()
    {
        var guarded = await _visitor.GetAsync("/?text=Ada%20L");
        var signIn = guarded.Headers.Location!;

        var answer = await SignInAsAdministratorAsync(new Uri(running.Console.Address, signIn).PathAndQuery);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/?text=Ada%20L", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _visitor.GetAsync("/?text=Ada%20L")).StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task S9_nobody_is_sent_to_another_host(string returnUrl)
    {
        var answer = await SignInAsAdministratorAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", PathOf(answer));
    }

    [Fact]
    public async Task S9_the_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        var answer = await SignInAsAdministratorAsync("/sign-in");

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("LoyaltyConsole=", StringComparison.Ordinal));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("(?i); samesite=(lax|strict)", cookie);
    }

    [Fact]
    public async Task S9_a_session_is_made_at_the_sign_in_and_never_taken_from_the_visitor()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { BaseAddress = running.Console.Address };
        var planted = new HttpRequestMessage(HttpMethod.Get, "/customers");
        planted.Headers.Add("Cookie", "LoyaltyConsole=chosen-by-somebody-else");

        Assert.Equal(HttpStatusCode.Redirect, (await http.SendAsync(planted, TestContext.Current.CancellationToken)).StatusCode);
        using var other = new Visitor(running.Console.Address);
        Assert.NotEqual(
            SessionOf(await SignInAsAdministratorAsync("/sign-in")), SessionOf(await other.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password)));
    }

    [Fact]
    public async Task S10_a_wrong_password_and_an_unknown_address_are_told_alike()
    {
        using var other = new Visitor(running.Console.Address);

        var wrong = await _visitor.SignInAsync($"{Guid.CreateVersion7()}@staff.example", "not the password");
        var known = await other.SignInAsync(ConsoleFixture.Administrator, "not the password");

        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        Assert.Contains("4", await Visitor.AlertAsync(wrong), StringComparison.Ordinal);
        Assert.Equal(await Visitor.AlertAsync(wrong), await Visitor.AlertAsync(known));

        // A success forgives the mistake, so that the tests after this one find no pause.
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsAdministratorAsync("/sign-in")).StatusCode);
    }

    [Fact]
    public async Task S9_a_form_without_its_token_is_not_taken()
    {
        var answer = await _visitor.PostAsync("/sign-in", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "sign-in",
            ["Form.Email"] = ConsoleFixture.Administrator,
            ["Form.Password"] = ConsoleFixture.Password,
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("de-DE,de;q=0.9,en;q=0.8", "de")]
    [InlineData("en-US", "en")]
    [InlineData("fr-FR", "en")]
    public async Task Speaks_the_language_of_the_browser(string accepted, string expected)
    {
        _visitor.Prefer(accepted);

        var page = await _visitor.ReadAsync("/sign-in");

        Assert.Contains($"<html lang=\"{expected}\"", page, StringComparison.Ordinal);
        Assert.Contains(expected is "de" ? ">Passwort<" : ">Password<", page, StringComparison.Ordinal);
    }

    private string PathOf(HttpResponseMessage answer) => new Uri(running.Console.Address, answer.Headers.Location!).AbsolutePath;

    private static string SessionOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("LoyaltyConsole=", StringComparison.Ordinal)).Split(';')[0];

    private Task<HttpResponseMessage> SignInAsAdministratorAsync(string path) =>
        _visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password, path);
}
