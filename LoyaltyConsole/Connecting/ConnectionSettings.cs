namespace LoyaltyConsole.Connecting;

/// <summary>What connections to mailing services and shops need to be told.</summary>
/// <param name="Folder">Where the keys lie by which the secrets in the database are read; a relative one lies below the content root.</param>
/// <param name="AllowLoopback">Whether a connection may lead to this machine itself, then without TLS too.</param>
public sealed record ConnectionSettings(string Folder, bool AllowLoopback)
{
    /// <summary>What holds where nothing is configured.</summary>
    public static ConnectionSettings Default { get; } = new(Path.Combine("App_Data", "keys"), AllowLoopback: false);

    /// <summary>Reads them; every mistake is a sentence that says what to do.</summary>
    public static ConnectionSettings Read(IConfiguration configuration, ICollection<string> mistakes)
    {
        var folder = configuration["Keys:Folder"] is { Length: > 0 } named ? named : Default.Folder;
        if (configuration["Connections:AllowLoopback"] is not { Length: > 0 } text)
        {
            return Default with { Folder = folder };
        }

        if (!bool.TryParse(text, out var allowed))
        {
            mistakes.Add($"Connections:AllowLoopback is \"{text}\". Write true or false.");
        }

        return new ConnectionSettings(folder, allowed);
    }
}
