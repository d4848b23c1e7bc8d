using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;

namespace LoyaltyConsole.Identity;

/// <summary>The made-up staff of the demonstration programme, one for each role.</summary>
public static class DemoPeople
{
    /// <summary>The one password of them all, printed at the start.</summary>
    public const string Password = "loyalty-demo-2025";

    /// <summary>Name, e-mail address, role and language of each.</summary>
    public static IReadOnlyList<(string Name, string Email, string Role, string Culture)> All { get; } =
    [
        ("Nora Feldmann", "agent@demo.example", StaffRole.Agent, Languages.English),
        ("Jonas Albers", "marketing@demo.example", StaffRole.Marketing, Languages.English),
        ("Petra Lang", "manager@demo.example", StaffRole.Manager, Languages.English),
        ("Karel Svoboda", "admin@demo.example", StaffRole.Administrator, Languages.English),
    ];
}
