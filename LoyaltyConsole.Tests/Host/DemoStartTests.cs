using System.Net;
using System.Text.RegularExpressions;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Tests.Host;

public sealed partial class DemoStartTests : IDisposable
{
    private readonly ConsoleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_in_development_shows_a_programme_and_says_how_to_sign_in()
    {
        await using var console = await ConsoleProcess.StartAsync(_folder, ("Demo:Customers", "30"));
        await console.WaitForOutputAsync(SignIns());
        using var visitor = new Visitor(console.Address);

        var signedIn = await visitor.SignInAsync("agent@demo.example", DemoPeople.Password);

        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.DoesNotContain("/set-up", console.Output, StringComparison.Ordinal);
        Assert.Equal(30, Count("Customers"));
    }

    [Fact]
    public async Task Nothing_is_made_up_in_production()
    {
        await using var console = await ConsoleProcess.StartAsync(
            _folder, ("ASPNETCORE_ENVIRONMENT", "Production"), ("Demo:Customers", "30"));

        await console.WaitForOutputAsync(SetUp());

        Assert.Equal(0, Count("Customers"));
        Assert.Equal(0, Count("StaffPeople"));
    }

    private long Count(string table)
    {
        using var connection = new SqliteConnection($"{_folder.ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    [GeneratedRegex("agent@demo\\.example")]
    private static partial Regex SignIns();

    [GeneratedRegex("/set-up\\?token=")]
    private static partial Regex SetUp();
}
