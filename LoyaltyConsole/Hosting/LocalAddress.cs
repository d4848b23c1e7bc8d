namespace LoyaltyConsole.Hosting;

/// <summary>An address to go back to, which a stranger may have written.</summary>
internal static class LocalAddress
{
    public const string Start = "/";

    /// <summary>The address, if it stays on this host; else the first page.</summary>
    public static string OrStart(string? address) => IsLocal(address) ? address! : Start;

    // "//host" and "/\host" leave the host; browsers drop control characters before they look.
    private static bool IsLocal(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
