using System.Net;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers.Exporting;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Host;

/// <summary>An exported file, as a browser fetches it (target S13).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ExportTests(ConsoleFixture running) : IDisposable
{
    private readonly Visitor _visitor = new(running.Console.Address);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _visitor.Dispose();

    [Fact]
    public async Task S13_the_address_holds_once_and_for_one_person()
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        await services.GetRequiredService<LoyaltyStore>().AddCustomerAsync("Export Kundin");
        var (mine, others) = (await AskAsync(services, Id()), await AskAsync(services, "somebody else"));

        Assert.Equal(HttpStatusCode.Redirect, (await _visitor.GetAsync($"/exports/{mine}.csv")).StatusCode);
        await _visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);
        var answer = await _visitor.GetAsync($"/exports/{mine}.csv");
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Matches("^customers_.*_all\\.csv$", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("Export Kundin", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await _visitor.GetAsync($"/exports/{mine}.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _visitor.GetAsync($"/exports/{others}.csv")).StatusCode);
    }

    private static async Task<Guid> AskAsync(ServiceProvider services, string staffId)
    {
        var order = new ExportOrder(Guid.CreateVersion7(), ExportKind.Customers, "for a test");
        var actor = Actor.Person("Somebody", StaffRole.Administrator) with { StaffId = staffId };
        (await services.GetRequiredService<ExportBook>().RequestAsync(order, actor)).OrThrow();
        return order.Key;
    }

    // As the sign-in would say it.
    private string Id()
    {
        using var connection = new SqliteConnection(running.Console.Folder.ConnectionString);
        connection.Open();
        return connection.Query("SELECT Id FROM StaffPeople WHERE Email = @email", row => row.GetString(0), ("@email", ConsoleFixture.Administrator)).Single();
    }
}
