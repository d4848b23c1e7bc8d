using AngleSharp.Dom;
using Bunit;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Core.Transfers;
using LoyaltyConsole.Features.Customers;
using LoyaltyConsole.Features.Imports;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Imports;

/// <summary>Somebody from marketing in front of the pages of imports, with a desk that really works.</summary>
public abstract class ImportContext : ConsoleContext
{
    /// <summary>An order, one with a comma in a price, a row without a customer, an order and its return, one without a date.</summary>
    protected const string Orders =
        """
        InvoiceNo;Customer;Date;Article;Qty;Price
        A-1;K-1;2025-10-01;Teapot;2;12.50
        A-1;K-1;2025-10-01;Cup;4;3.00
        A-2;K-2;2025-10-02;Teapot;1;1,250
        A-2;K-2;2025-10-02;Cup;1;3.00
        A-3;;2025-10-03;Cup;1;3.00
        A-4;K-4;2025-10-04;Lamp;1;80
        C-4;K-4;2025-10-06;Lamp;-1;80
        A-5;K-5;some day;Lamp;1;80
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-uploads-").FullName;

    protected ImportDesk Desk => Services.GetRequiredService<ImportDesk>();

    protected FileImports Imports => Programme.Get<FileImports>();

    protected string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    /// <summary>The uploaded files that are still there.</summary>
    protected IReadOnlyList<string> Waiting => Directory.GetFiles(_folder);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        SignIn("Mia Funk", StaffRole.Marketing);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new UploadSettings(_folder, 20_000));
        Services.AddSingleton<UploadFolder>();
        Services.AddSingleton(services => new ImportDesk(Imports, services.GetRequiredService<FaultLog>(), services.GetRequiredService<UploadFolder>()));
        Services.AddScoped(services => new BulkDesk(
            Programme.Get<BulkImports>(), Programme.Get<CampaignBook>(), services.GetRequiredService<UploadFolder>(), services.GetRequiredService<ImportDesk>(), services.GetRequiredService<SignedIn>()));
    }

    /// <summary>Chooses a file on the page of a new import.</summary>
    protected IRenderedComponent<NewImportPage> Upload(string text, string name = "orders.csv")
    {
        var page = Render<NewImportPage>();
        page.WaitForElement("input[type=file]");
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(text, name));
        return page;
    }

    /// <summary>Chooses a file, and waits for the mapping.</summary>
    protected IRenderedComponent<NewImportPage> UploadForMapping(string text)
    {
        var page = Upload(text);
        page.WaitForElement(".lc-map");
        return page;
    }

    /// <summary>Stages and rehearses a file without any page.</summary>
    protected async Task<ImportId> RehearsedAsync(string text = Orders, ImportOptions? options = null)
    {
        var file = Path.Combine(_folder, "given.csv");
        await File.WriteAllTextAsync(file, text, Cancel);
        var import = (await Imports.StageAsync(file, "given.csv", options ?? new ImportOptions(), Programme.Manager, Cancel)).OrThrow();
        File.Delete(file);
        return import.Id;
    }

    /// <summary>So many orders of so many customers that booking them takes several steps.</summary>
    protected static string ManyOrders(int count) =>
        "order_ref,customer_ref,placed_at,total\n" + string.Concat(Enumerable.Range(1, count).Select(number => $"O-{number},K-{number},2025-10-01,10\n"));

    /// <summary>Commits until the first step is done, as if the process had been stopped there.</summary>
    protected async Task InterruptAsync(ImportId id)
    {
        using var stop = new CancellationTokenSource();
        using var listening = Imports.Listen(_ => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Imports.CommitAsync(id, Programme.Manager, stop.Token));
    }

    protected IRenderedComponent<ImportPage> Open(ImportId id, string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/imports/{id}{query}");
        return Render<ImportPage>(page => page.Add(import => import.Id, id.Value));
    }

    protected static void Expect<T>(IRenderedComponent<T> page, string text, string selector = ".lc-done, .lc-slot, .lc-banner, .lc-formerr")
        where T : IComponent => page.WaitForAssertion(
        () => Assert.Contains(page.FindAll(selector), element => Text(element).Contains(text, StringComparison.Ordinal)));

    /// <summary>A button by what it says after its symbol.</summary>
    protected static IElement Button<T>(IRenderedComponent<T> page, string name)
        where T : IComponent
    {
        // The rows are there a moment before what can be done with them.
        page.WaitForState(() => Named() is not null);
        return Named()!;

        IElement? Named() => page.FindAll("button").FirstOrDefault(button => Text(button).EndsWith(name, StringComparison.Ordinal));
    }

    protected static IReadOnlyList<string> Buttons<T>(IRenderedComponent<T> page)
        where T : IComponent => [.. page.FindAll(".lc-actions button").Select(Text)];

    /// <summary>The figures by their names.</summary>
    protected static IReadOnlyDictionary<string, string> Figures(IRenderedComponent<ImportPage> page) =>
        page.FindAll(".lc-counts > div").ToDictionary(
            figure => Text(figure.QuerySelector("dt")!), figure => figure.QuerySelector("dd")!.FirstChild!.TextContent, StringComparer.Ordinal);

    /// <summary>What the table says, row by row.</summary>
    protected static IReadOnlyList<string> Rows<T>(IRenderedComponent<T> page)
        where T : IComponent => [.. page.FindAll(".rz-data-row").Select(Text)];

    /// <summary>What an element says, its parts parted by a space.</summary>
    protected static string Text(INode node) => string.Join(' ', node.GetDescendants().OfType<IText>()
        .SelectMany(text => text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    protected override async ValueTask DisposeAsyncCore()
    {
        await Desk.StopAsync(CancellationToken.None);
        await base.DisposeAsyncCore();
        Directory.Delete(_folder, recursive: true);
    }
}
