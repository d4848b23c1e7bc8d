using System.Net;
using System.Text.RegularExpressions;

namespace LoyaltyConsole.Tests.Support;

/// <summary>Somebody in front of the console with a browser that keeps cookies but runs no scripts and follows no redirects.</summary>
public sealed partial class Visitor(Uri console) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = console };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, Cancel);

    public async Task<string> ReadAsync(string path) => await _http.GetStringAsync(path, Cancel);

    public Task<HttpResponseMessage> PostAsync(string path, IReadOnlyDictionary<string, string> fields) =>
        _http.PostAsync(path, new FormUrlEncodedContent(fields), Cancel);

    public void Prefer(string language) => _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

    /// <summary>Opens a page and sends its form as a person would, with the hidden fields.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(string path, IReadOnlyDictionary<string, string> fields)
    {
        var hidden = HiddenFields(await ReadAsync(path));
        return await PostAsync(path, fields.Concat(hidden).ToDictionary(StringComparer.Ordinal));
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string path = "/sign-in") =>
        SendFormAsync(path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Form.Email"] = email, ["Form.Password"] = password });

    public void Dispose() => _http.Dispose();

    /// <summary>What the page says in its alert; empty when there is none.</summary>
    public static async Task<string> AlertAsync(HttpResponseMessage answer)
    {
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        var alert = Alert().Match(page).Groups["inside"].Value;
        return WebUtility.HtmlDecode(Tag().Replace(alert, "")).Trim();
    }

    private static Dictionary<string, string> HiddenFields(string page)
    {
        // Of the page's forms only the one with the password.
        var form = page.Split("<form").Single(part => part.Contains("type=\"password\"", StringComparison.Ordinal));
        return Hidden().Matches(form).ToDictionary(
            field => field.Groups["name"].Value, field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("role=\"alert\"[^>]*>(?<inside>.*?)</div>", RegexOptions.Singleline)]
    private static partial Regex Alert();

    [GeneratedRegex("<i\\b.*?</i>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
