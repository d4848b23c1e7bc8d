using System.CommandLine;
using NodaTime;
using NodaTime.Text;

namespace LoyaltyConsole.Commands;

/// <summary>What every verb understands.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Database = new("--db")
    {
        Description = "The database, for instance \"Data Source=loyalty.db\"; by default ConnectionStrings:Loyalty.",
        Recursive = true,
    };

    public static readonly Option<Instant?> Now = new("--now")
    {
        Description = "An instant (ISO 8601, UTC) to take for now, for instance 2025-11-28T13:37:00Z.",
        Recursive = true,
        CustomParser = result =>
        {
            var parsed = InstantPattern.ExtendedIso.Parse(result.Tokens[0].Value);
            if (!parsed.Success)
            {
                result.AddError($"--now is \"{result.Tokens[0].Value}\", which is no instant. Write, for instance, 2025-11-28T13:37:00Z.");
            }

            return parsed.Success ? parsed.Value : null;
        },
    };

    public static readonly Option<string> As = new("--as")
    {
        Description = "The name that the ledger and the audit trail keep.",
        Recursive = true,
        DefaultValueFactory = _ => "command line",
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print the result as one JSON object, as the last line of standard output.",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Database, Now, As, Json];
}
