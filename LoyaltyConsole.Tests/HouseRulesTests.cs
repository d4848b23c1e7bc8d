using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests;

/// <summary>What docs/decisions and the style promise of all code, so that nobody has to remember it in a review.</summary>
public sealed partial class HouseRulesTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Cores_public_face_shows_nothing_of_the_database()
    {
        var leaks =
            from type in Products.Core.GetExportedTypes()
            where type.Namespace?.Split('.').Contains("Migrations") is not true
            from use in Signature(type)
            from part in Parts(use.Type)
            where IsOfTheDatabase(part)
            select $"{type.FullName}.{use.Member} shows {part.FullName}";

        Assert.NotEmpty(Products.Core.GetExportedTypes());
        Assert.Empty(leaks.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Core_knows_neither_the_web_nor_the_scheduler()
    {
        var references = Products.Core.GetReferencedAssemblies().Select(assembly => assembly.Name!).ToList();
        var project = File.ReadAllText(Path.Combine(SourceTree.Core, "LoyaltyConsole.Core.csproj"));

        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Quartz", StringComparison.Ordinal));
        Assert.DoesNotMatch("Microsoft\\.AspNetCore|\"Quartz|Sdk\\.Web|Sdk\\.Razor", project);
    }

    [Fact]
    public void No_type_is_named_after_furniture()
    {
        var types = Products.Core.GetTypes().Concat(Products.Console.GetTypes())
            .Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && type.Namespace?.EndsWith(".Generated", StringComparison.Ordinal) is not true)
            .ToList();

        Assert.NotEmpty(types);
        var furniture = types.Select(type => type.FullName!).Where(name => Furniture().IsMatch(name));
        Assert.Empty(furniture);
    }

    [Theory]
    [InlineData("LoyaltyConsole.Core")]
    [InlineData("LoyaltyConsole")]
    public void Product_code_is_free_of_what_the_house_forbids(string project)
    {
        var files = SourceTree.Files(Path.Combine(SourceTree.Root, project), ".cs", ".razor");

        Assert.NotEmpty(files);
        Assert.Empty(SourceTree.Lines(files, Forbidden()));
    }

    [Theory]
    [InlineData("var now = DateTime.Now;")]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("var today = DateTime.Today;")]
    [InlineData("Id = Guid.NewGuid();")]
    [InlineData("catch (Exception exception)")]
    [InlineData("catch (System.Exception)")]
    [InlineData("catch")]
    [InlineData("#pragma warning disable CA1000")]
    [InlineData("#nullable disable")]
    [InlineData("// TODO later")]
    [InlineData("// FIXME")]
    public void The_forbidden_is_recognised(string line) => Assert.Matches(Forbidden(), line);

    [Theory]
    [InlineData("var now = clock.GetCurrentInstant();")]
    [InlineData("Id = Guid.CreateVersion7();")]
    [InlineData("catch (IOException exception)")]
    [InlineData("catch (DbUpdateException)")]
    [InlineData("#nullable enable")]
    public void The_allowed_is_left_alone(string line) => Assert.DoesNotMatch(Forbidden(), line);

    [Fact]
    public void No_service_is_injected_into_every_component()
    {
        var imports = SourceTree.Files(SourceTree.Console, ".razor")
            .Where(file => string.Equals(Path.GetFileName(file), "_Imports.razor", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(imports);
        Assert.Empty(SourceTree.Lines(imports, Injection()));
    }

    [Fact]
    public void Every_refusal_is_named_in_a_test()
    {
        var tests = string.Join('\n', SourceTree.Files(SourceTree.Tests, ".cs", ".razor").Select(File.ReadAllText));

        var untested = Products.Refusals.Where(refusal => !Regex.IsMatch(tests, $@"\b{refusal.Name}\b"));

        Assert.Empty(untested.Select(refusal => refusal.FullName));
    }

    private static IEnumerable<(string Member, Type Type)> Signature(Type type)
    {
        if (type.BaseType is { } ancestor)
        {
            yield return ("(base)", ancestor);
        }

        foreach (var role in type.GetInterfaces())
        {
            yield return ("(interface)", role);
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
        {
            yield return (field.Name, field.FieldType);
        }

        // Accessors of properties and events are methods too.
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))
            .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
        foreach (var method in methods)
        {
            foreach (var parameter in method.GetParameters())
            {
                yield return (method.Name, parameter.ParameterType);
            }

            if (method is MethodInfo { ReturnType: var answer })
            {
                yield return (method.Name, answer);
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        var inner = type.HasElementType ? [type.GetElementType()!] : type.GetGenericArguments();
        return inner.SelectMany(Parts).Prepend(type);
    }

    private static bool IsOfTheDatabase(Type type) =>
        type.Namespace is { } name && Database().IsMatch(name) || type.Name.StartsWith("IQueryable", StringComparison.Ordinal);

    [GeneratedRegex(@"^(Microsoft\.EntityFrameworkCore|Microsoft\.Data\.Sqlite|SQLitePCL|Npgsql)(\.|$)")]
    private static partial Regex Database();

    [GeneratedRegex(@"(Helper|Manager|Util|Utilitie|Utility|Dto)s?(V?\d+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Furniture();

    [GeneratedRegex(
        @"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bGuid\.NewGuid\b|\bcatch\s*(\(\s*(System\.)?Exception\b|\{|$)|#pragma\b|#nullable\s+disable|\bTODO\b|\bFIXME\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"^\s*@inject\b")]
    private static partial Regex Injection();
}
