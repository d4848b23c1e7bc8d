using System.Globalization;
using LoyaltyConsole.Bench.Circuits;
using Microsoft.Data.Sqlite;

namespace LoyaltyConsole.Bench;

/// <summary>The people who work in a console under measurement.</summary>
internal static class BenchStaff
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "a password for the bench";

    /// <summary>The settings that create the first of them.</summary>
    public static IReadOnlyList<(string Name, string Value)> First { get; } =
        [("Staff__Administrator__Email", Email(0)), ("Staff__Administrator__Password", Password)];

    /// <summary>Everybody comes in, each from an address of their own.</summary>
    public static async Task<StaffSession[]> SignInAsync(Uri console, int people)
    {
        var sessions = new StaffSession[people];
        for (var number = 0; number < people; number++)
        {
            sessions[number] = new StaffSession(console, number);
            await sessions[number].SignInAsync(Email(number), Password);
        }

        return sessions;
    }

    /// <summary>With what somebody signs in.</summary>
    public static string Email(int number) => string.Create(CultureInfo.InvariantCulture, $"person{number}@bench.example");

    /// <summary>Adds people, all with the first one's password, because making one on purpose takes long.</summary>
    public static void Employ(string connectionString, int people)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info('StaffPeople')";
        var columns = new List<string>();
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                columns.Add(reader.GetString(0));
            }
        }

        var values = columns.Select(column => column switch
        {
            "Id" or "SecurityStamp" or "ConcurrencyStamp" => "lower(hex(randomblob(16)))",
            "Email" or "UserName" => "'person' || n.i || '@bench.example'",
            "NormalizedEmail" or "NormalizedUserName" => "'PERSON' || n.i || '@BENCH.EXAMPLE'",
            _ => $"first.{column}",
        });
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people - 1})
            INSERT INTO StaffPeople ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM StaffPeople first JOIN n ON first.NormalizedEmail = '{Email(0).ToUpperInvariant()}';
            INSERT OR IGNORE INTO StaffPeopleRoles (UserId, RoleId) SELECT u.Id, r.RoleId FROM StaffPeople u JOIN StaffPeopleRoles r
            """);
        command.ExecuteNonQuery();
    }
}
