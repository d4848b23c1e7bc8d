using System.Security.Cryptography;
using Microsoft.AspNetCore.Diagnostics;

namespace LoyaltyConsole.Hosting;

/// <summary>Gives each unexpected fault a reference, which the person sees and the log line carries.</summary>
public sealed partial class FaultLog(ILogger<FaultLog> log) : IExceptionHandler
{
    /// <summary>The page that a failed request ends on.</summary>
    public const string Page = "/fault";

    private static readonly object Key = new();

    /// <summary>Writes the fault down.</summary>
    /// <returns>The reference to show.</returns>
    public string Record(Exception fault)
    {
        var digits = RandomNumberGenerator.GetHexString(8);
        var reference = $"{digits[..4]}-{digits[4..]}";
        LogFault(reference, fault);
        return reference;
    }

    /// <summary>The reference of the fault that ended this request.</summary>
    public static string? ReferenceOf(HttpContext http) => http.Items[Key] as string;

    /// <inheritdoc />
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        httpContext.Items[Key] = Record(exception);
        return ValueTask.FromResult(false);
    }

    [LoggerMessage(LogLevel.Error, "Fault {Reference}")]
    private partial void LogFault(string reference, Exception fault);
}
