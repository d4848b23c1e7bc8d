namespace LoyaltyConsole.Hosting;

/// <summary>Where files that people bring in wait until they are read, and how large they may be.</summary>
/// <param name="Folder">The folder; a relative one lies below the content root.</param>
/// <param name="MaxBytes">The most bytes of one file as it is sent.</param>
public sealed record UploadSettings(string Folder, long MaxBytes)
{
    /// <summary>What holds where nothing is configured.</summary>
    public static UploadSettings Default { get; } = new(Path.Combine("App_Data", "imports"), 512L * 1024 * 1024);
}
