using System.Net;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoyaltyConsole.Tests.Host;

/// <summary>The file of errors, as a browser fetches it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ImportErrorsTests(ConsoleFixture running) : IDisposable
{
    private readonly Visitor _visitor = new(running.Console.Address);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _visitor.Dispose();

    [Fact]
    public async Task Comes_as_a_file_with_the_reason_behind_each_row()
    {
        var id = await StageAsync("order_ref;customer_ref;placed_at;total\nA-1;K-1;2025-10-01;10\nA-2;=K-2;2025-10-01;1,250\n");
        await _visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);

        var answer = await _visitor.GetAsync($"/imports/{id}/errors.csv");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("bad orders-errors.csv", answer.Content.Headers.ContentDisposition.FileNameStar);
        var lines = (await answer.Content.ReadAsStringAsync(Cancel)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("order_ref;customer_ref;placed_at;total;reason", lines[0]);
        Assert.StartsWith("A-2;'=K-2;2025-10-01;1,250;", lines[1], StringComparison.Ordinal);
        Assert.Contains("Write a point, such as 1250.5.", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_found_where_there_is_no_import()
    {
        await _visitor.SignInAsync(ConsoleFixture.Administrator, ConsoleFixture.Password);

        Assert.Equal(HttpStatusCode.NotFound, (await _visitor.GetAsync("/imports/987654/errors.csv")).StatusCode);
    }

    [Fact]
    public async Task Asks_first_who_is_there() =>
        Assert.Equal(HttpStatusCode.Redirect, (await _visitor.GetAsync("/imports/1/errors.csv")).StatusCode);

    // Through Core, over the console's own database.
    private async Task<ImportId> StageAsync(string text)
    {
        await using var services = ProgrammeServices.Over(running.Console.Folder.ConnectionString);
        var file = Path.Combine(running.Console.Folder.Path, "bad.csv");
        await File.WriteAllTextAsync(file, text, Cancel);
        return (await services.GetRequiredService<FileImports>().StageAsync(file, "bad orders.csv", new(), Actor.Console("test"), Cancel)).OrThrow().Id;
    }
}
