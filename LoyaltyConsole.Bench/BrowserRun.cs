using System.Globalization;
using Microsoft.Playwright;

namespace LoyaltyConsole.Bench;

/// <summary>
/// What somebody at the browser waits for: from the key or the click, as the browser itself dates it, until what was asked for
/// has been painted. In headless Chromium, beside nothing else. The raw limit beside it is what the same browser takes to put the
/// same markup into the same page, by a script that has it at hand already, and to paint it.
/// </summary>
internal static class BrowserRun
{
    private const double MostMilliseconds = 100;
    private const int WarmUps = 12;
    private const int Rounds = 20;

    // People do not act within the moment in which they see the answer, and look at another place for a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Looks after each change of the page whether what is waited for is there, and then waits for the frame that shows it. It
    // asks for nothing that the browser would have to lay the page out for.
    private const string Clock =
        """
        window.lcClock = {
          rows: () => document.querySelector('tbody')?.textContent + document.querySelector('.rz-pager-summary')?.textContent,
          profile: () => document.querySelector('.lc-who')?.textContent,
          isBusy: () => document.querySelector('[aria-busy=true]') !== null,
          arm(isThere) {
            const before = lcClock.rows(), profile = lcClock.profile(), figures = document.querySelector('.lc-figs')?.textContent,
              dialog = document.querySelector('.lc-dlg')?.textContent;
            let started = 0;
            lcClock.painted = new Promise(done => {
              const hear = event => { started ||= event.timeStamp; };
              ['keydown', 'click', 'input'].forEach(kind => window.addEventListener(kind, hear, { capture: true }));
              const look = () => {
                if (started && isThere({ before, profile, figures, dialog })) {
                  watching.disconnect();
                  ['keydown', 'click', 'input'].forEach(kind => window.removeEventListener(kind, hear, { capture: true }));
                  requestAnimationFrame(() => { const frame = new MessageChannel(); frame.port1.onmessage = () => done(performance.now() - started); frame.port2.postMessage(0); });
                }
              };
              const watching = new MutationObserver(look);
              watching.observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['disabled', 'aria-busy'] });
            });
          },
          put: ({ page, part, markup }) => new Promise(done => {
            const painted = then => requestAnimationFrame(() => { const frame = new MessageChannel(); frame.port1.onmessage = then; frame.port2.postMessage(0); });
            document.body.innerHTML = page;
            const over = document.body.appendChild(Object.assign(document.createElement('div'), { id: 'lc-raw', style: 'position: fixed; inset: 0 0 0 auto; width: 720px; z-index: 9' }));
            painted(() => setTimeout(() => {
              const started = performance.now();
              (document.querySelector(part) ?? over).innerHTML = markup;
              painted(() => done(performance.now() - started));
            }, 50));
          }),
        };
        """;

    private const string OtherRows = "was => !lcClock.isBusy() && lcClock.rows() !== was.before";
    private const string OtherProfile = "was => lcClock.profile() !== was.profile && document.querySelector('#figure-Redeemable') !== null";
    private const string Explained = "() => (document.querySelector('.lc-aloud-n')?.textContent ?? '') !== ''";
    private const string Dialog = "() => document.querySelector('#points') !== null";
    private const string Foreseen = "was => document.querySelector('.lc-dlg button[type=submit]:not(:disabled)') !== null && document.querySelector('.lc-dlg').textContent !== was.dialog";
    private const string Booked = "was => document.querySelector('.lc-dlg') === null && document.querySelector('.lc-figs')?.textContent !== was.figures";

    private static readonly string[] _places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static async Task<int> MeasureAsync(BenchOptions options)
    {
        await (await Subject.OpenAsync(options)).DisposeAsync();
        var folder = Directory.CreateTempSubdirectory("loyalty-bench-");
        try
        {
            await RunningConsole.PublishAsync(folder.FullName);
            return await MeasureAsync(folder.FullName, options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> MeasureAsync(string folder, BenchOptions options)
    {
        await using var console = await RunningConsole.StartAsync(folder, $"Data Source={Path.GetFullPath(options.File)}", [("Clock__Now", "2025-11-28T13:37:00Z"), .. BenchStaff.First]);
        using var playwright = await Playwright.CreateAsync();
        var how = new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("LOYALTY_CHROMIUM") ?? Array.Find(_places, File.Exists),
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        };
        await using var browser = await playwright.Chromium.LaunchAsync(how);
        var context = await browser.NewContextAsync(new() { BaseURL = console.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 900 } });
        await context.AddInitScriptAsync(Clock);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail").FillAsync(BenchStaff.Email(0));
        await page.GetByLabel("Password").FillAsync(BenchStaff.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
        await page.GotoAsync("/customers");
        await page.Locator(".lc-grid tbody a").First.WaitForAsync();
        await Task.Delay(Look);

        // The same page without its circuit, so that nobody but the script changes it; in a browser of its own, since one draws
        // what lies behind another page more seldom.
        await using var other = await playwright.Chromium.LaunchAsync(how);
        var window = await other.NewContextAsync(new() { BaseURL = console.Address.ToString(), Locale = "en-GB", ViewportSize = new() { Width = 1440, Height = 900 }, StorageState = await context.StorageStateAsync() });
        await window.AddInitScriptAsync(Clock);
        var raw = await window.NewPageAsync();
        await raw.RouteAsync("**/_framework/**", route => route.AbortAsync());
        await raw.GotoAsync("/customers");

        var acts = new SortedDictionary<string, Waits>(StringComparer.Ordinal);
        for (var round = -WarmUps; round < Rounds; round++)
        {
            // The first rounds have what is asked often compiled, here and in the browser, as it is where somebody has worked for a while.
            var waits = round < 0 ? null : acts;
            await ListAsync((page, raw), waits, round);
            await ProfileAsync((page, raw), waits, round);
        }

        Console.WriteLine("| from key or click to painted, in Chromium | times | median | p95 | raw median | raw p95 | budget p95 |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, waits) in acts)
        {
            waits.Ours.Sort();
            waits.Raw.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {waits.Ours.Count} | {Pair.Median([.. waits.Ours]):0} ms | {waits.P95:0} ms | {Pair.Median([.. waits.Raw]):0} ms | {Pair.At([.. waits.Raw], 0.95):0} ms | {MostMilliseconds:0} ms |"));
        }

        return acts.Values.All(waits => waits.P95 <= MostMilliseconds) ? 0 : 1;
    }

    private static async Task ListAsync((IPage Page, IPage Raw) at, SortedDictionary<string, Waits>? waits, int round)
    {
        var page = at.Page;
        await GoAsync(page, "/customers", ".lc-grid tbody a");
        foreach (var column in (string[])["Name", "Points", "E-Mail", "ID"])
        {
            var head = page.Locator($"th button[title=\"{column}\" i]");
            await TimeAsync(at, waits, "list: sort by a column", OtherRows, "tbody", () => head.ClickAsync());
        }

        foreach (var (name, button) in ((string, string)[])[("next", "next"), ("next", "next"), ("last", "last"), ("previous", "prev"), ("first", "first")])
        {
            await TimeAsync(at, waits, $"list: {name} page", OtherRows, "tbody", () => page.Locator($".rz-pager-{button}").ClickAsync());
        }

        // Each letter of a name counts for itself.
        var box = page.GetByRole(AriaRole.Searchbox, new() { Name = "Search this list" });
        await box.ClickAsync();
        foreach (var letter in ((string[])["schm", "berg", "anna", "weber", "koch"])[Math.Abs(round) % 5])
        {
            await TimeAsync(at, waits, "list: search, each letter", OtherRows, "tbody", () => page.Keyboard.PressAsync(letter.ToString()), mayChangeNothing: true);
        }
    }

    private static async Task ProfileAsync((IPage Page, IPage Raw) at, SortedDictionary<string, Waits>? waits, int round)
    {
        var page = at.Page;
        await GoAsync(page, string.Create(CultureInfo.InvariantCulture, $"/customers?status=active&sort=enrolled&page={round + WarmUps + 1}"), ".lc-grid tbody a");
        await TimeAsync(at, waits, "profile: open from the list", OtherProfile, "main", () => page.Locator(".lc-grid tbody a:not(:text-is(''))").First.ClickAsync());
        for (var next = 0; next < 3; next++)
        {
            await TimeAsync(at, waits, "profile: the next one (J)", OtherProfile, "main", () => page.Keyboard.PressAsync("j"));
        }

        await TimeAsync(at, waits, "profile: why it is this number (W)", Explained, ".rz-dialog-side", () => page.Keyboard.PressAsync("w"));
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".lc-aloud-n").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await TimeAsync(at, waits, "adjust: open the dialog (A)", Dialog, ".rz-dialog", () => page.Keyboard.PressAsync("a"));
        await TimeAsync(at, waits, "adjust: what it would do, as typed", Foreseen, ".lc-dlg", () => page.Keyboard.PressAsync("5"));
        await TimeAsync(at, waits, "adjust: booked and seen in the profile", Booked, "main", () => page.Keyboard.PressAsync("Enter"));
        await page.Locator(".lc-snack-close").ClickAsync();

        // The customer with the most entries, whose name is in every made-up programme.
        await GoAsync(page, "/customers/8", "#figure-Redeemable");
        await TimeAsync(at, waits, "heaviest customer: why it is this number (W)", Explained, ".rz-dialog-side", () => page.Keyboard.PressAsync("w"));
        await page.Keyboard.PressAsync("Escape");
    }

    // As a link leads there, in the tab that has been open since the morning.
    private static async Task GoAsync(IPage page, string address, string shown)
    {
        await page.EvaluateAsync("address => Blazor.navigateTo(address)", address);
        await page.Locator(shown).First.WaitForAsync();
        await Task.Delay(Look);
    }

    private static async Task TimeAsync((IPage Page, IPage Raw) at, SortedDictionary<string, Waits>? waits, string name, string isThere, string part, Func<Task> act, bool mayChangeNothing = false)
    {
        var page = at.Page;
        var before = await page.EvaluateAsync<string>("() => document.querySelector('.lc-frame').outerHTML");
        await page.EvaluateAsync($"() => lcClock.arm({isThere})");
        await Task.Delay(Pause);
        await act();

        // A letter after which the same rows stand as before changes nothing that could be waited for.
        var waited = await page.EvaluateAsync<double?>("() => Promise.race([lcClock.painted, new Promise(done => setTimeout(() => done(null), 3000))])");
        if (waited is not { } milliseconds)
        {
            if (!mayChangeNothing)
            {
                throw new TimeoutException($"Nothing was seen of \"{name}\" for three seconds.");
            }

            return;
        }

        await Task.Delay(Pause);
        if (waits is null)
        {
            return;
        }

        if (!waits.TryGetValue(name, out var all))
        {
            waits[name] = all = new([], []);
        }

        all.Ours.Add(milliseconds);
        all.Raw.Add(await at.Raw.EvaluateAsync<double>("what => lcClock.put(what)", new { page = before, part, markup = await MarkupAsync() }));

        Task<string> MarkupAsync() => page.EvaluateAsync<string>("part => document.querySelector(part)?.innerHTML ?? ''", part);
    }

    private sealed record Waits(List<double> Ours, List<double> Raw)
    {
        public double P95 => Pair.At([.. Ours], 0.95);
    }
}
