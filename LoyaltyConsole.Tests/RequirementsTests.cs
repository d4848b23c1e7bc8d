using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LoyaltyConsole.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Tests;

/// <summary>docs/requirements.md says where each requirement is seen, and is right.</summary>
public sealed partial class RequirementsTests
{
    // How many requirements each of the four manuals came to.
    private static readonly (char Manual, int Count)[] _manuals = [('L', 102), ('S', 33), ('E', 58), ('R', 30)];

    private static readonly IReadOnlyList<(string Id, string Seen)> _listed =
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "requirements.md")))
            .Select(row => (row.Groups["id"].Value, row.Groups["seen"].Value)),
    ];

    [Fact]
    public void Each_requirement_is_listed_once() => Assert.Equal(
        _manuals.SelectMany(manual => Enumerable.Range(1, manual.Count).Select(number => Id(manual.Manual, number))),
        _listed.Select(row => row.Id));

    [Fact]
    public void What_is_said_to_have_a_test_has_one_and_what_has_one_is_said_to()
    {
        var tested = Tested();

        Assert.Equal(
            _listed.Select(row => row.Id).Where(tested.Contains),
            _listed.Where(row => string.Equals(row.Seen, "a test", StringComparison.Ordinal)).Select(row => row.Id));
    }

    [Fact]
    public void The_pages_that_are_named_exist()
    {
        var pages = Products.Console.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>(inherit: false)).Select(route => route.Template).ToHashSet(StringComparer.Ordinal);
        var named = _listed.Where(row => row.Seen.StartsWith('`')).Select(row => row.Seen.Trim('`'));

        Assert.DoesNotContain(named, page => !pages.Contains(page));
    }

    [Fact]
    public void The_rest_is_open_and_says_what_it_waits_for() => Assert.All(
        _listed.Where(row => !row.Seen.StartsWith('`') && !string.Equals(row.Seen, "a test", StringComparison.Ordinal)),
        row => Assert.StartsWith("open: ", row.Seen, StringComparison.Ordinal));

    // L_069 names one requirement, L_092_to_L_096 five.
    private static HashSet<string> Tested()
    {
        var names = typeof(RequirementsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name);
        return
        [
            .. names.SelectMany(name => Named().Matches(name)).SelectMany(named => Enumerable
                .Range(Number(named, "from"), Math.Max(1, (named.Groups["to"].Success ? Number(named, "to") : Number(named, "from")) - Number(named, "from") + 1))
                .Select(number => Id(named.Groups["manual"].Value[0], number))),
        ];
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Id(char manual, int number) => string.Create(CultureInfo.InvariantCulture, $"{manual}-{number:000}");

    [GeneratedRegex(@"^\| (?<id>[LSER]-\d{3}) \| (?<seen>.+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<manual>[LSER])_(?<from>\d{3})(_to_\k<manual>_(?<to>\d{3}))?", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
