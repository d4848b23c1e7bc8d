using System.Reflection;
using System.Text;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Tests.Core.Ledger;
using LoyaltyConsole.Tests.Support;

namespace LoyaltyConsole.Tests.Core.Staff;

/// <summary>
/// Every deed and every sensitive read of Core asks for a capability before it looks at anything else, and refuses whoever
/// lacks it: tried on each of them as each role, through the service itself (target S2).
/// </summary>
public sealed class CapabilityTests : LedgerTest
{
    // Whoever may undo their own act may see what that would do.
    private static readonly (string Deed, Capability Suffices)[] _either = [("PointsLedger.PreviewReversalAsync", Capability.AdjustPoints)];

    public static TheoryData<string> Roles => [.. StaffRole.All];

    private static string TableFile => Path.Combine(SourceTree.Root, "docs", "roles.md");

    private static IEnumerable<MethodInfo> Deeds => CoreDeeds.All;

    [Fact]
    public async Task S2_whoever_may_nothing_is_refused_everything()
    {
        Assert.NotEmpty(Deeds);
        var unasked = new List<string>();
        foreach (var deed in Deeds)
        {
            if (await NeededAsync(deed, Actor.Person("Nobody")) is null)
            {
                unasked.Add(CoreDeeds.Name(deed));
            }
        }

        Assert.Empty(unasked);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task S2_each_role_is_refused_exactly_what_it_lacks(string role)
    {
        var person = Actor.Person("Robin", role);
        foreach (var deed in Deeds)
        {
            var needed = await NeededAsync(deed, Actor.Person("Nobody"));
            if (!person.May(needed!.Value) && !_either.Any(other => string.Equals(other.Deed, CoreDeeds.Name(deed), StringComparison.Ordinal) && person.May(other.Suffices)))
            {
                Assert.True(await NeededAsync(deed, person) == needed, $"{CoreDeeds.Name(deed)} lets {role} pass without {needed}.");
            }
        }

        Assert.Empty(Programme.Query("SELECT Deed FROM AuditEntries", row => row.GetString(0)));
    }

    [Fact]
    public async Task The_table_of_roles_in_the_docs_is_what_the_code_says()
    {
        var table = await TableAsync();
        if (Environment.GetEnvironmentVariable("LOYALTY_WRITE_DOCS") is not null)
        {
            await File.WriteAllTextAsync(TableFile, table, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(TableFile, TestContext.Current.CancellationToken), table);
    }

    private async Task<string> TableAsync()
    {
        var deeds = new List<(Capability Needs, string Name)>();
        foreach (var deed in Deeds)
        {
            deeds.Add(((await NeededAsync(deed, Actor.Person("Nobody")))!.Value, CoreDeeds.Name(deed)));
        }

        var text = new StringBuilder();
        text.Append("# Who may do what\n\nGenerated from the code and compared with it by a test; to write it anew, run that test with `LOYALTY_WRITE_DOCS=1`:\n");
        text.Append("`LOYALTY_WRITE_DOCS=1 dotnet test --filter The_table_of_roles`. Core asks for these capabilities itself, whatever a screen shows.\n\n");
        text.Append("| Capability | ").AppendJoin(" | ", StaffRole.All).Append(" | asked for first by |\n");
        text.Append("| --- | ").AppendJoin(" | ", StaffRole.All.Select(_ => ":-:")).Append(" | --- |\n");
        foreach (var capability in Enum.GetValues<Capability>())
        {
            var needing = deeds.Where(deed => deed.Needs == capability).Select(deed => deed.Name).Distinct(StringComparer.Ordinal);
            text.Append("| ").Append(capability).Append(" | ")
                .AppendJoin(" | ", StaffRole.All.Select(role => StaffRole.CapabilitiesOf(role).Contains(capability) ? "yes" : ""))
                .Append(" | ").AppendJoin(", ", needing).Append(" |\n");
        }

        return text.ToString();
    }

    // The capability that a deed refuses for; null where it refuses for nothing of the kind.
    private async Task<Capability?> NeededAsync(MethodInfo deed, Actor actor) =>
        await CoreDeeds.RefusalAsync(Programme.Services, deed, actor) is NotAllowed refused ? refused.Needed : null;
}
