using System.Net;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Host;

/// <summary>The copy of a customer's data, as a browser fetches it (rule 5.8.9).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class PersonalDataTests(ConsoleFixture running) : IDisposable
{
    private readonly Visitor _visitor = new(running.Console.Address);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _visitor.Dispose();

    [Theory]
    [InlineData("json", "application/json", "\"name\": \"Kopie Kundin\"")]
    [InlineData("csv", "text/csv", "customers,1,name,Kopie Kundin")]
    public async Task Rule_5_8_9_comes_as_a_file_that_nobody_keeps(string form, string mediaType, string said)
    {
        var customer = await AddAsync();
        await _visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);

        var answer = await _visitor.GetAsync($"/customers/{customer}/personal-data.{form}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"customer-{customer}.{form}", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_5_8_9_is_not_found_where_there_is_nobody_and_asks_first_who_is_there()
    {
        Assert.Equal(HttpStatusCode.Redirect, (await _visitor.GetAsync("/customers/1/personal-data.json")).StatusCode);
        await _visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);
        Assert.Equal(HttpStatusCode.NotFound, (await _visitor.GetAsync("/customers/987654/personal-data.json")).StatusCode);
    }

    // Beside the console, as another process of the programme would.
    private async Task<CustomerId> AddAsync()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        return await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Kopie Kundin");
    }
}
