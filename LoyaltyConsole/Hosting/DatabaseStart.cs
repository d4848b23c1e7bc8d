using LoyaltyConsole.Core.Persistence;

namespace LoyaltyConsole.Hosting;

/// <summary>Brings the database up to date before anybody is let in.</summary>
internal static partial class DatabaseStart
{
    public static Task PrepareAsync(WebApplication app) => app.Services.GetRequiredService<LoyaltyDatabase>()
        .PrepareAsync(CancellationToken.None, step => LogStep(app.Logger, step));

    [LoggerMessage(LogLevel.Information, "{Step}")]
    private static partial void LogStep(ILogger log, MigrationStep step);
}
