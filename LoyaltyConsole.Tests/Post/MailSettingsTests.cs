using LoyaltyConsole.Post;
using Microsoft.Extensions.Configuration;

namespace LoyaltyConsole.Tests.Post;

/// <summary>What is wrong with how e-mails leave is said at the start, and what to do about it.</summary>
public sealed class MailSettingsTests
{
    [Fact]
    public void Nothing_configured_leaves_the_machine()
    {
        var (settings, mistakes) = Read();

        Assert.Empty(mistakes);
        Assert.Equal(MailSettings.Default, settings);
        Assert.Null(settings.Server);
    }

    [Fact]
    public void A_server_with_a_user_is_taken_over_tls()
    {
        var (settings, mistakes) = Read(
            ("Host", "smtp.shop.example"), ("From", "loyalty@shop.example"), ("User", "loyalty"), ("Password", "secret"), ("Console", "https://loyalty.shop.example"));

        Assert.Empty(mistakes);
        Assert.Equal(("smtp.shop.example", 587, true, "loyalty"), (settings.Server!.Host, settings.Server.Port, settings.Server.Tls, settings.Server.User!.UserName));
        Assert.Equal("https://loyalty.shop.example/", settings.Console!.ToString());
    }

    [Theory]
    [InlineData("Mail:From is missing", "Host=smtp.shop.example")]
    [InlineData("Mail:From is \"Shop <a@b.example>\"", "From=Shop <a@b.example>")]
    [InlineData("Mail:Host is \"smtp shop\"", "Host=smtp shop", "From=a@b.example")]
    [InlineData("Mail:Port is \"often\"", "Host=h", "From=a@b.example", "Port=often")]
    [InlineData("Mail:Port is \"70000\"", "Host=h", "From=a@b.example", "Port=70000")]
    [InlineData("usually 587", "Host=h", "From=a@b.example", "Port=465")]
    [InlineData("Mail:Tls is \"yes\"", "Host=h", "From=a@b.example", "Tls=yes")]
    [InlineData("Mail:User is set, but no server", "User=u")]
    [InlineData("Set the environment variable Mail__Password", "Host=h", "From=a@b.example", "User=u")]
    [InlineData("Name the user in Mail:User", "Host=h", "From=a@b.example", "Password=p")]
    [InlineData("would cross the network", "Host=h", "From=a@b.example", "User=u", "Password=p", "Tls=false")]
    [InlineData("Mail:Console is \"the usual\"", "Console=the usual")]
    public void A_mistake_says_in_one_sentence_what_to_do(string says, params string[] values)
    {
        var (_, mistakes) = Read([.. values.Select(value => (value.Split('=')[0], value.Split('=')[1]))]);

        Assert.Contains(says, Assert.Single(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_a_settings_file_is_refused()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("loyalty-settings-").FullName, "appsettings.json");
        File.WriteAllText(file, """{ "Mail": { "Host": "h", "From": "a@b.example", "User": "u", "Password": "hunter2" } }""");
        var mistakes = new List<string>();

        MailSettings.Read(new ConfigurationBuilder().AddJsonFile(file).Build(), mistakes);

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        var mistake = Assert.Single(mistakes);
        Assert.Contains("stands in a settings file", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", mistake, StringComparison.Ordinal);
    }

    private static (MailSettings, List<string>) Read(params (string Name, string Value)[] values)
    {
        var mistakes = new List<string>();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Mail:{value.Name}", (string?)value.Value))).Build();
        return (MailSettings.Read(configuration, mistakes), mistakes);
    }
}
