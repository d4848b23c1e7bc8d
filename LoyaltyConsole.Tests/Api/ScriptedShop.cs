using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Integrations;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Model;
using LoyaltyConsole.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Tests.Api;

/// <summary>
/// A shop that works with the console in a process of its own, over HTTP and nothing else, beside the model: each answer and
/// each balance is compared. The console's clock goes on from the instant at which a visit begins; the model's by a millisecond
/// for each deed of a customer, which keeps their order, so nothing happens by time alone while it lasts. The console may be killed at any moment: what was not answered is
/// sent again, with the same key, when it is back.
/// </summary>
internal sealed class ScriptedShop : IAsyncDisposable
{
    private const int Customers = 4;

    // Shorter than the time for which a coupon code waits.
    private static readonly Duration _longestVisit = Duration.FromMinutes(14);

    private readonly int _seed;
    private readonly Random _random;
    private readonly ConsoleFolder _folder = new();
    private readonly KeySecret _secret = KeySecret.New();
    private readonly LoyaltyModel _model;
    private readonly ShopScript[] _scripts;
    private readonly long[] _ids = new long[Customers];
    private readonly List<string>[] _coupons = [.. Enumerable.Range(0, Customers).Select(_ => new List<string>())];
    private ConsoleProcess? _console;
    private TaskCompletionSource<Shop> _shop = NewDoor();
    private Stopwatch _visit = new();
    private int _answers;
    private int _sentAgain;

    private ScriptedShop(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _model = new LoyaltyModel(Rules, [.. Enumerable.Repeat(true, Customers)]);
        _scripts = [.. Enumerable.Range(0, Customers).Select(customer => new ShopScript(seed, customer, _model))];
    }

    private static ModelRules Rules { get; } = new()
    {
        Campaigns =
        [
            new ModelCampaign(ModelKind.Revenue, 1m, ValidityMonths: 24),
            new ModelCampaign(ModelKind.OrderBase, 5m, ValidityMonths: 1),
            new ModelCampaign(ModelKind.Category, 0.5m, LockDays: 14, ValidityMonths: 2) { Only = "Shoes" },
            new ModelCampaign(ModelKind.Item, 7m) { Only = "B-2" },
        ],
    };

    public Instant Now { get; private set; } = Programme.Berlin(2025, 11, 28, 14, 37);

    /// <summary>What has happened.</summary>
    public string Summary => $"{_answers} answers, {_sentAgain} calls sent again";

    /// <summary>Makes the programme ready, and the shop's key.</summary>
    public static async Task<ScriptedShop> OpenAsync(int seed)
    {
        var shop = new ScriptedShop(seed);
        await using var programme = await Programme.CreateAsync();
        await ProgrammeRules.SetAsync(programme, Rules);
        (await programme.Get<IntegrationKeys>().CreateAsync(
            new NewIntegrationKey("Shop", shop._secret, IntegrationScopes.All), Actor.Person("Kim Vogt", StaffRole.Administrator))).OrThrow();
        await programme.Get<LoyaltyDatabase>().BackUpAsync(Path.Combine(shop._folder.Path, "loyalty.db"), CancellationToken.None);
        shop._model.AdvanceTo(shop.Now);
        return shop;
    }

    /// <summary>Goes to a later instant: after coupon codes have lapsed, past an unlock or an expiry, or much later.</summary>
    public void GoOn()
    {
        var ahead = Ahead();
        var earliest = Now + Duration.FromMinutes(45);
        Now = Instant.Max(earliest, _random.Next(3) switch
        {
            0 => Now + Duration.FromMinutes(_random.Next(45, 30_000)),
            1 => earliest,
            _ when ahead.Count > 0 => ahead[_random.Next(ahead.Count)],
            _ => Now + Duration.FromDays(40),
        });
        while (Ahead().Exists(instant => instant > Now && instant <= Now + _longestVisit))
        {
            Now += _longestVisit;
        }

        _model.AdvanceTo(Now);
    }

    // When something happens by time alone, or comes within thirty days of it.
    private List<Instant> Ahead() =>
    [
        .. Enumerable.Range(0, Customers).SelectMany(customer => _model[customer].Account.Ahead())
            .SelectMany(instant => new[] { instant, instant - Duration.FromDays(30) }),
    ];

    /// <summary>Does so many things for each customer, for all of them at once; and kills the console in the middle if told to.</summary>
    public async Task VisitAsync(int deeds, bool killed = false)
    {
        _visit = Stopwatch.StartNew();
        await StartAsync();
        var after = _answers + _random.Next(1, deeds * Customers);
        var visits = Task.WhenAll(Enumerable.Range(0, Customers).Select(customer => Task.Run(() => VisitAsync(customer, deeds))));
        if (killed)
        {
            while (_answers < after && !visits.IsCompleted)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            await Task.Delay(_random.Next(8), TestContext.Current.CancellationToken);
            await StopAsync();
            await AssertLedgerHoldsAsync();
            await StartAsync();
        }

        await visits;
        Assert.True(_visit.Elapsed < _longestVisit.ToTimeSpan(), "The visit took longer than a coupon code waits.");
        await StopAsync();
    }

    /// <summary>Every invariant holds, read past the console.</summary>
    public async Task AssertLedgerHoldsAsync()
    {
        await using var services = ProgrammeServices.Over($"{_folder.ConnectionString};Pooling=False");
        Assert.Empty((await services.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None)).Violations);
    }

    /// <summary>The verb finds nothing either.</summary>
    public async Task AssertCheckFindsNothingAsync()
    {
        var check = await _folder.RunAsync("check", "--json", "--now", InstantPattern.ExtendedIso.Format(Now));
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        var now = Now + Duration.FromTimeSpan(_visit.Elapsed);
        _console = await ConsoleProcess.StartAsync(_folder, ("Clock:Now", Text(now)));
        _shop.SetResult(new Shop(_console.Address, _secret.Text, default));
    }

    // By SIGKILL, with all that it had begun.
    private async Task StopAsync()
    {
        if (_console is not null)
        {
            var closed = _shop;
            _shop = NewDoor();
            await _console.DisposeAsync();
            (await closed.Task).Dispose();
            _console = null;
        }
    }

    private static TaskCompletionSource<Shop> NewDoor() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task VisitAsync(int customer, int deeds)
    {
        if (_ids[customer] == 0)
        {
            var registered = await AnswerAsync(HttpMethod.Post, "/customers", new { refId = $"K-{customer}", firstName = "Ada", lastName = $"{customer}", email = $"k{customer}@example.org", registered = true });
            _ids[customer] = registered.Json["id"]!.GetValue<long>();
        }

        for (var number = 0; number < deeds; number++)
        {
            await CompareAsync(customer);
            var deed = _scripts[customer].Next(Now);
            await DoAsync(deed);
            await CompareAsync(customer, after: deed);
            if (_scripts[customer].Chance(20))
            {
                await CompareAsync(customer, after: deed, foreseen: Now + Duration.FromMinutes(45));
                await CompareAsync(customer, after: deed, foreseen: Now + Duration.FromDays(31));
                await MisbehaveAsync(customer);
            }
        }
    }

    private async Task DoAsync(CustomerDeed deed)
    {
        var (method, path, body) = CallOf(deed);
        var key = Guid.CreateVersion7().ToString();
        var answer = await AnswerAsync(method, path, body, key);
        _model[deed.Customer].AdvanceTo(_model[deed.Customer].Account.Now + Duration.FromMilliseconds(1));
        var expected = deed.ActOn(_model);
        if (expected.Refusal is { } refusal)
        {
            Assert.True(
                answer.Status is >= 400 and < 500 && string.Equals((string?)answer.Json["code"], JsonNamingPolicy.SnakeCaseLower.ConvertName(refusal), StringComparison.Ordinal),
                $"{Told(deed)}: expected {refusal}, got {answer.Status} {answer.Text}");
            return;
        }

        Assert.True(answer.Status is >= 200 and < 300, $"{Told(deed)}: expected {expected}, got {answer.Status} {answer.Text}");
        var points = deed switch
        {
            BuyDeed => (decimal)answer.Json["points"]!["total"]!,
            ReturnDeed or ReturnPiecesDeed => -(decimal)answer.Json["pointsTakenBack"]!,
            ReserveDeed or ConfirmDeed => -(decimal)answer.Json["points"]!,
            _ => expected.Points,
        };
        Assert.True(points == expected.Points, $"{Told(deed)}: expected {expected}, got {answer.Text}");
        if (deed is ReserveDeed)
        {
            _coupons[deed.Customer].Add((string)answer.Json["couponCode"]!);
        }

        await RepeatAsync(deed, method, path, body, key, answer);
    }

    // The same key answers the first result; with another body it is refused.
    private async Task RepeatAsync(CustomerDeed deed, HttpMethod method, string path, object? body, string key, Answer first)
    {
        if (body is null || !_scripts[deed.Customer].Chance(15))
        {
            return;
        }

        var again = await AnswerAsync(method, path, body, key);
        Assert.True(again.IsReplayed && again.Status == first.Status, $"{Told(deed)} again: {again.Status} {again.Text}");
        Assert.Equal(first.Text, again.Text);
        (await AnswerAsync(method, path, new { refId = "other", customerId = 1, points = 1 }, key)).ExpectProblem(422, "idempotency_key_reused");
    }

    // Wrong keys, no keys, bodies that are none: refused, and nothing moves.
    private async Task MisbehaveAsync(int customer)
    {
        var order = new { refId = "O", customerId = _ids[customer], placedAt = Text(Now), positions = new[] { new { sku = "A", quantity = 1, unitPrice = 5 } } };
        await UnlessKilledAsync(async () =>
        {
            using var stranger = new Shop((await ShopAsync()).Address, "lc_of_nobody", default);
            Assert.Equal(401, (await stranger.PostAsync("/orders", order)).Status);
        });
        await UnlessKilledAsync(async () =>
            Assert.Equal(400, (await (await ShopAsync()).SendAsync(HttpMethod.Post, "/orders", JsonSerializer.Serialize(order))).Status));
        foreach (var broken in new[] { "{", "[]", """{"refId":"O"}""", $$"""{"customerId":{{_ids[customer]}},"points":"many"}""" })
        {
            await UnlessKilledAsync(async () => Assert.Equal(
                400, (await (await ShopAsync()).SendAsync(HttpMethod.Post, "/adjustments", broken, Guid.CreateVersion7().ToString())).Status));
        }

        await CompareAsync(customer);
    }

    private async Task CompareAsync(int customer, CustomerDeed? after = null, Instant? foreseen = null)
    {
        var at = foreseen ?? Now;
        var answer = await AnswerAsync(
            HttpMethod.Get, $"/customers/{_ids[customer]}/balance{(foreseen is null ? "" : $"?at={Text(at)}")}", body: null);
        var balance = answer.Expect(200);
        decimal Figure(string name) => (decimal)balance[name]!;
        var expected = _model[customer].Account.FiguresAt(at);
        var got = new ModelFigures(
            Figure("collected"), Figure("expired"), Figure("expiringIn30Days"), Figure("total"), Figure("locked"), Figure("redeemable"), Figure("debt"));
        Assert.True(expected == got, $"seed {_seed}, customer {customer} at {Text(at)}, after {after}\n  expected {expected}\n  got      {got}");
    }

    private (HttpMethod Method, string Path, object? Body) CallOf(CustomerDeed deed) => deed switch
    {
        BuyDeed buy => (HttpMethod.Post, "/orders", new
        {
            refId = buy.Ref,
            customerId = _ids[buy.Customer],
            placedAt = Text(buy.PlacedAt),
            shipping = buy.Shipping,
            positions = buy.Positions.Select(position => new
            {
                sku = position.Sku,
                category = position.Category,
                quantity = position.Quantity,
                unitPrice = position.UnitPrice,
            }),
        }),
        ReturnDeed back => (HttpMethod.Post, $"/orders/{back.Order}/credit-notes", new { refId = back.Ref, placedAt = Text(back.At), amount = back.Amount }),
        ReturnPiecesDeed back => (HttpMethod.Post, $"/orders/{back.Order}/credit-notes", new
        {
            refId = back.Ref,
            placedAt = Text(back.At),
            positions = back.Pieces.Select(piece => new { sku = piece.Sku, quantity = piece.Quantity }),
        }),
        ShopAdjustDeed adjust => (HttpMethod.Post, "/adjustments", new
        {
            customerId = _ids[adjust.Customer],
            points = adjust.Points,
            lockedUntil = adjust.LockedUntil is { } locked ? Text(locked) : null,
            validUntil = adjust.ValidUntil is { } valid ? Text(valid) : null,
            customerText = "Hello",
        }),
        ReserveDeed reserve => (HttpMethod.Post, "/redemptions", new { customerId = _ids[reserve.Customer], points = reserve.Points }),
        ConfirmDeed confirm => (HttpMethod.Post, $"/redemptions/{_coupons[confirm.Customer][confirm.Redemption]}/confirm", new { orderRefId = confirm.Order }),
        CancelDeed cancel => (HttpMethod.Delete, $"/redemptions/{_coupons[cancel.Customer][cancel.Redemption]}", null),
        _ => throw new InvalidOperationException($"A shop does not {deed}."),
    };

    private async Task<Answer> AnswerAsync(HttpMethod method, string path, object? body, string? key = null)
    {
        key ??= method == HttpMethod.Post ? Guid.CreateVersion7().ToString() : null;
        var text = body is null ? null : JsonSerializer.Serialize(body);
        Answer? answer = null;
        await UnlessKilledAsync(async () => answer = await (await ShopAsync()).SendAsync(method, path, text, key));
        Interlocked.Increment(ref _answers);
        return answer!;
    }

    // Sends again what was not answered because the console was killed.
    private async Task UnlessKilledAsync(Func<Task> call)
    {
        while (true)
        {
            var door = _shop;
            try
            {
                await call();
                return;
            }
            catch (Exception broken) when (broken is HttpRequestException or ObjectDisposedException or IOException
                || (broken is OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested))
            {
                Assert.True(door != _shop || !door.Task.IsCompleted || await ClosesAsync(door), $"{broken}\n{_console?.Output}");
                Interlocked.Increment(ref _sentAgain);
            }
        }
    }

    // The connection breaks a little before the test notes that it has killed the console.
    private async Task<bool> ClosesAsync(TaskCompletionSource<Shop> door)
    {
        for (var wait = 0; wait < 500 && door == _shop; wait++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return door != _shop;
    }

    private Task<Shop> ShopAsync() => _shop.Task;

    private string Told(CustomerDeed deed) => $"seed {_seed}, {deed}";

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
