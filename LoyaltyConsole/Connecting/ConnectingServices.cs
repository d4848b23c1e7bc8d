using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Connections;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace LoyaltyConsole.Connecting;

/// <summary>What connections to mailing services and shops are composed of.</summary>
internal static class ConnectingServices
{
    public static IServiceCollection AddConnecting(this IServiceCollection services, ConsoleSettings settings, string contentRoot)
    {
        // The verbs and the console read each other's secrets, wherever they are installed; where several share a server, so
        // that whoever has signed in at one of them is signed in at all.
        var keys = services.AddDataProtection().SetApplicationName("LoyaltyConsole");
        _ = settings.Provider == DatabaseProvider.PostgreSql
            ? keys.PersistKeysToDbContext<PostgresStaffDb>()
            : keys.PersistKeysToFileSystem(OwnFolder(Path.GetFullPath(Path.Combine(contentRoot, settings.Connections.Folder))));
        return services.AddCarriers(settings.Connections);
    }

    /// <summary>The same over whatever keys there are.</summary>
    public static IServiceCollection AddCarriers(this IServiceCollection services, ConnectionSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<OutsideCalls>()
        .AddSingleton<ISecretKeeper, SecretKeeper>()
        .AddSingleton<IContactCarrier, ContactCarrier>();

    // Whoever reads these keys can sign in as anybody.
    private static DirectoryInfo OwnFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
