using System.Data.Common;
using System.Globalization;
using LoyaltyConsole.Api;
using LoyaltyConsole.Connecting;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Programme;
using LoyaltyConsole.Post;
using LoyaltyConsole.Sessions;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace LoyaltyConsole.Hosting;

/// <summary>What the configuration says about the console itself.</summary>
/// <param name="Database">The connection string of the one database.</param>
/// <param name="Now">The instant at which a demonstration clock starts; null for the real time.</param>
/// <param name="Administrator">Who is created when there is nobody yet.</param>
/// <param name="Uploads">Where uploaded files wait.</param>
/// <param name="Api">What the interface for shops takes.</param>
public sealed record ConsoleSettings(
    string Database, Instant? Now, FirstAdministrator? Administrator, UploadSettings Uploads, ApiSettings Api)
{
    /// <summary>Which engine holds the database.</summary>
    public DatabaseProvider Provider { get; init; }

    /// <summary>How e-mails leave.</summary>
    public MailSettings Mail { get; init; } = MailSettings.Default;

    /// <summary>How much one person may take out, and where files wait for slow browsers.</summary>
    public ExportSettings Exports { get; init; } = ExportSettings.Default;

    /// <summary>Where connections to mailing services and shops may lead, and where their keys are locked up.</summary>
    public ConnectionSettings Connections { get; init; } = ConnectionSettings.Default;

    /// <summary>Which features this installation has.</summary>
    public FeatureSet Features { get; init; } = FeatureSet.All;

    /// <summary>What of it Core needs.</summary>
    /// <param name="contentRoot">What relative folders lie below.</param>
    /// <param name="readsMapped">Whether people look things up in it all day.</param>
    public LoyaltyOptions Core(string contentRoot, bool readsMapped = false) => new()
    {
        Provider = Provider,
        ConnectionString = Database,
        ReadsMapped = readsMapped,
        Features = Features,
        Exports = Exports.Limits,
        ExportFolder = Path.Combine(contentRoot, Exports.Folder),
    };

    /// <summary>How much one person may ask of the server.</summary>
    public SessionSettings Sessions { get; init; } = SessionSettings.Default;

    /// <summary>Reads them all, so that an operator hears of every mistake at once.</summary>
    /// <exception cref="BadSettingsException">Something cannot be used as it is.</exception>
    public static ConsoleSettings Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var (database, provider) = ReadDatabase(configuration, mistakes);
        var settings = new ConsoleSettings(
            database, ReadNow(configuration, mistakes), ReadAdministrator(configuration, mistakes),
            ReadUploads(configuration, mistakes), ReadApi(configuration, mistakes))
        {
            Provider = provider,
            Mail = MailSettings.Read(configuration, mistakes),
            Exports = ExportSettings.Read(configuration, mistakes),
            Sessions = ReadSessions(configuration, mistakes),
            Connections = ConnectionSettings.Read(configuration, mistakes),
            Features = FeatureSettings.Read(configuration, mistakes),
        };

        return mistakes.Count == 0 ? settings : throw new BadSettingsException(mistakes);
    }

    private static (string Database, DatabaseProvider Provider) ReadDatabase(IConfiguration configuration, List<string> mistakes)
    {
        var value = configuration.GetConnectionString("Loyalty") ?? "Data Source=loyalty.db";
        var provider = ReadProvider(configuration, value, mistakes);

        // The value is not repeated: it may hold a password.
        var example = provider == DatabaseProvider.Sqlite ? "Data Source=loyalty.db" : "Host=localhost;Database=loyalty;Username=loyalty";
        try
        {
            if (!NamesDatabase(provider, value))
            {
                mistakes.Add($"ConnectionStrings:Loyalty names no {(provider == DatabaseProvider.Sqlite ? "file" : "host and database")}. Write, for instance, {example}.");
            }
        }
        catch (ArgumentException)
        {
            mistakes.Add($"ConnectionStrings:Loyalty is no connection string of {(provider == DatabaseProvider.Sqlite ? "SQLite" : "PostgreSQL")}. Write, for instance, {example}.");
        }

        return (value, provider);
    }

    // Where nothing is said, a connection string that names a host means a server.
    private static DatabaseProvider ReadProvider(IConfiguration configuration, string connectionString, List<string> mistakes)
    {
        var asked = configuration["Database:Provider"];
        if (string.IsNullOrEmpty(asked))
        {
            return NamesHost(connectionString) ? DatabaseProvider.PostgreSql : DatabaseProvider.Sqlite;
        }

        if (Enum.TryParse<DatabaseProvider>(asked, ignoreCase: true, out var provider) && Enum.IsDefined(provider))
        {
            return provider;
        }

        mistakes.Add($"Database:Provider is \"{asked}\". Write Sqlite or PostgreSQL.");
        return DatabaseProvider.Sqlite;
    }

    private static bool NamesHost(string connectionString)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString }.ContainsKey("Host");
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool NamesDatabase(DatabaseProvider provider, string connectionString) => provider == DatabaseProvider.Sqlite
        ? new SqliteConnectionStringBuilder(connectionString).DataSource.Length > 0
        : new NpgsqlConnectionStringBuilder(connectionString) is { Host.Length: > 0, Database.Length: > 0 };

    private static Instant? ReadNow(IConfiguration configuration, List<string> mistakes)
    {
        if (configuration["Clock:Now"] is not { Length: > 0 } text)
        {
            return null;
        }

        var now = InstantPattern.ExtendedIso.Parse(text);
        if (!now.Success)
        {
            mistakes.Add($"Clock:Now is \"{text}\", which is no instant. Write, for instance, 2025-11-28T13:37:00Z.");
            return null;
        }

        return now.Value;
    }

    private static UploadSettings ReadUploads(IConfiguration configuration, List<string> mistakes)
    {
        var usual = UploadSettings.Default;
        var folder = configuration["Imports:Folder"] is { Length: > 0 } named ? named : usual.Folder;
        if (configuration["Imports:MaxBytes"] is not { Length: > 0 } text)
        {
            return usual with { Folder = folder };
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0)
        {
            return new UploadSettings(folder, most);
        }

        mistakes.Add($"Imports:MaxBytes is \"{text}\", which is no number of bytes. Write, for instance, {usual.MaxBytes}.");
        return usual;
    }

    private static ApiSettings ReadApi(IConfiguration configuration, List<string> mistakes)
    {
        var usual = ApiSettings.Default;
        return new ApiSettings(
            Read("MaxBodyBytes", usual.MaxBodyBytes), Read("CallsPerSecond", usual.CallsPerSecond), Read("Burst", usual.Burst),
            Read("WrongKeysPerMinute", usual.WrongKeysPerMinute));

        int Read(string name, int otherwise) => ReadNumber(configuration, $"Api:{name}", otherwise, mistakes);
    }

    private static SessionSettings ReadSessions(IConfiguration configuration, List<string> mistakes)
    {
        var usual = SessionSettings.Default;
        return new SessionSettings(
            Read("TabsPerPerson", usual.TabsPerPerson), Read("EventsPerSecond", usual.EventsPerSecond),
            Read("KeepLostSeconds", usual.KeepLostSeconds));

        int Read(string name, int otherwise) => ReadNumber(configuration, $"Sessions:{name}", otherwise, mistakes);
    }

    private static int ReadNumber(IConfiguration configuration, string name, int otherwise, List<string> mistakes)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is \"{text}\", which is no number above zero. Write, for instance, {otherwise}."));
        return otherwise;
    }

    private static FirstAdministrator? ReadAdministrator(IConfiguration configuration, List<string> mistakes)
    {
        var email = configuration["Staff:Administrator:Email"];
        var password = configuration["Staff:Administrator:Password"];
        if (string.IsNullOrEmpty(email) && string.IsNullOrEmpty(password))
        {
            return null;
        }

        if (string.IsNullOrEmpty(email) || !email.Contains('@', StringComparison.Ordinal))
        {
            mistakes.Add("Staff:Administrator:Email is no e-mail address.");
        }

        if (password is null || password.Length < FirstAdministrator.ShortestPassword)
        {
            mistakes.Add($"Staff:Administrator:Password has fewer than {FirstAdministrator.ShortestPassword} characters.");
        }

        return new FirstAdministrator(email ?? "", password ?? "");
    }
}

/// <summary>The person whom the configuration lets in first.</summary>
/// <param name="Email">The e-mail address to sign in with.</param>
/// <param name="Password">The first password.</param>
public sealed record FirstAdministrator(string Email, string Password)
{
    /// <summary>The fewest characters of anybody's password.</summary>
    public const int ShortestPassword = 12;
}
