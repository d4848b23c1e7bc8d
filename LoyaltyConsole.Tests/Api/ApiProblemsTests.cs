using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LoyaltyConsole.Api;
using LoyaltyConsole.Core;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using LoyaltyConsole.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace LoyaltyConsole.Tests.Api;

/// <summary>Every refusal is a problem with a code and a sentence.</summary>
public sealed partial class ApiProblemsTests
{
    private static readonly IReadOnlyList<Type> _refusals =
        [.. Products.Refusals, .. Products.Console.GetTypes().Where(type => type.IsSubclassOf(typeof(Refusal)) && !type.IsAbstract)];

    [Fact]
    public void Every_refusal_has_a_code_of_its_own()
    {
        var codes = _refusals.Select(Made).GroupBy(ApiProblems.CodeOf, StringComparer.Ordinal).ToList();

        Assert.All(codes, code => Assert.Matches(SnakeCase(), code.Key));
        Assert.Equal(["customer_not_found"], codes.Where(code => code.Count() > 1).Select(code => code.Key));
        Assert.All(_refusals.Select(Made), refusal => Assert.InRange(ApiProblems.StatusOf(refusal), 400, 503));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_refusal_of_the_interface_has_a_sentence_in(string language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Languages.CultureOf(language);
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var texts = services.GetRequiredService<IStringLocalizer<RefusalTexts>>();

        Assert.All(_refusals, refusal => Assert.False(texts[refusal.Name].ResourceNotFound, refusal.Name));
        CultureInfo.CurrentUICulture = before;
    }

    private static Refusal Made(Type type)
    {
        var parameters = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0].GetParameters();
        return (Refusal)Activator.CreateInstance(type, [.. parameters.Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null)])!;
    }

    [GeneratedRegex("^[a-z0-9]+(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex SnakeCase();
}
