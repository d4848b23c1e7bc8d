using System.Reflection;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Approvals;
using LoyaltyConsole.Core.Customers;
using LoyaltyConsole.Core.Ledger;
using LoyaltyConsole.Core.Merging;
using LoyaltyConsole.Core.Rewards;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core;

/// <summary>Whatever is typed into a list's search is text to it, and every order that a list offers is one (target S7).</summary>
public sealed class SearchFuzzTests : LedgerTest
{
    private static readonly string[] _syntax =
    [
        "\"", "\"\"", "*", "a*", "NEAR(", "NEAR(a b)", "a NEAR b", "-", "-a", "^a", "a OR", "AND", "NOT", "a AND NOT b", "name:", "{a}", "(", ")", "'", "''", "' OR '1'='1", "\\", "%", "_",
        "%%", "x'; DROP TABLE Customers; --", "1; SELECT", "\u0000", "a\u0000b", "@0", "?1", ":a", "$a", "[a]", "\uFFFF", new string('a', 5_000), new string('"', 200),
    ];

    public static TheoryData<string> Lists => [.. Methods().Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Distinct(StringComparer.Ordinal)];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var ada = await Programme.CustomerAsync(email: "ada@example.org", phone: "030 1234567", refId: "A1");
        await Programme.OrderAsync(ada, 600m, "R1");
        (await Programme.Ledger.AdjustAsync(
            await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(5)) with { InternalReason = "late" }, Programme.Agent)).OrThrow();
        await Programme.RedeemAsync(ada, 5);

        // Something in every list, so that none of them is asked in vain.
        var rewards = Programme.Get<RewardBook>();
        var mug = (await rewards.SaveAsync(null, new RewardDraft("Mug", null, Points.Whole(1)), Programme.Manager)).OrThrow();
        var account = await Programme.AccountAsync(ada);
        (await rewards.SpendAsync(new RewardSpend(Guid.CreateVersion7(), ada, mug.Id, account.Version, account.Figures.Balance), Programme.Agent)).OrThrow();
        (await Programme.Get<MergeRequests>().SubmitAsync(Guid.CreateVersion7(), ada, await Programme.CustomerAsync("Bo"), Programme.Agent)).OrThrow();
        var eva = Actor.Person("Eva Brandt", StaffRole.Agent) with { Email = "ada@example.org" };
        (await Programme.Get<ApprovalRequests>().SubmitAsync(
            ApprovalOrder.Of(await Programme.AdjustmentAsync(ada, AdjustmentDoor.TopUp, Points.Whole(5))), eva)).OrThrow();
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task S7_no_text_breaks_a_list_or_opens_it(string list)
    {
        var naughty = JsonSerializer.Deserialize<string[]>(File.ReadAllText(SharedData.Path("naughty_strings/blns.json")))!;
        foreach (var method in Methods().Where(method => string.Equals($"{method.DeclaringType!.Name}.{method.Name}", list, StringComparison.Ordinal)))
        {
            Assert.NotEqual(0, await RowsAsync(method, text: null));
            foreach (var text in _syntax.Concat(naughty))
            {
                await RowsAsync(method, text);
            }

            foreach (var open in (string[])["%", "_", "' OR '1'='1", "\" OR \"\"=\""])
            {
                Assert.Equal(0, await RowsAsync(method, open));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task S7_every_order_that_a_list_offers_is_one(string list)
    {
        foreach (var method in Methods().Where(method => string.Equals($"{method.DeclaringType!.Name}.{method.Name}", list, StringComparison.Ordinal)))
        {
            var sort = SortOf(method);
            var everything = await RowsAsync(method, text: null);
            Assert.NotEqual(0, everything);
            foreach (var by in sort is null ? [] : Enum.GetValues(sort).Cast<object>())
            {
                Assert.Equal(everything, await RowsAsync(method, text: null, by, descending: false));
                Assert.Equal(everything, await RowsAsync(method, text: null, by, descending: true));
            }
        }
    }

    // Every read of Core that takes a text to look for, with a page of what it finds.
    private static IEnumerable<MethodInfo> Methods() => typeof(PointsLedger).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters() is var given
            && given.Any(parameter => parameter.ParameterType == typeof(Window)) && given.Any(parameter => TextOf(parameter.ParameterType) is not null));

    private static PropertyInfo? TextOf(Type query) =>
        query.Namespace?.StartsWith("LoyaltyConsole", StringComparison.Ordinal) is true ? query.GetProperty("Text", typeof(string)) : null;

    private static Type? SortOf(MethodInfo method) => method.GetParameters().Select(parameter => parameter.ParameterType)
        .SelectMany(type => type.IsEnum ? [type] : type.GetProperties().Select(property => property.PropertyType))
        .FirstOrDefault(type => type.IsEnum && type.Name.EndsWith("Sort", StringComparison.Ordinal));

    private async Task<int> RowsAsync(MethodInfo method, string? text, object? sort = null, bool descending = false)
    {
        var given = method.GetParameters().Select(parameter => Value(parameter.ParameterType, text, sort, descending)).ToArray();
        dynamic result = await (dynamic)method.Invoke(Programme.Services.GetService(method.DeclaringType!), given)!;
        return ((System.Collections.IEnumerable)result.OrThrow().Rows).Cast<object>().Count();
    }

    private static object? Value(Type type, string? text, object? sort, bool descending)
    {
        if (type == typeof(CustomerId))
        {
            return new CustomerId(1);
        }

        if (type == typeof(Window))
        {
            return new Window(0, 10);
        }

        if (type == typeof(Actor))
        {
            return Actor.Console("test");
        }

        if (type == typeof(bool))
        {
            return descending;
        }

        if (type == typeof(CancellationToken))
        {
            return CancellationToken.None;
        }

        if (type.IsEnum)
        {
            return sort ?? Enum.GetValues(type).GetValue(0);
        }

        if (TextOf(type) is not { } property)
        {
            return null;
        }

        var constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        var query = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Default(parameter, sort, descending))]);
        property.SetValue(query, text);
        return query;
    }

    private static object? Default(ParameterInfo parameter, object? sort, bool descending) => parameter switch
    {
        _ when sort is not null && parameter.ParameterType == sort.GetType() => sort,
        { Name: "Descending" } when sort is not null => descending,
        { HasDefaultValue: true, ParameterType.IsEnum: true } => Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!),
        { HasDefaultValue: true } => parameter.DefaultValue,
        _ => null,
    };
}
