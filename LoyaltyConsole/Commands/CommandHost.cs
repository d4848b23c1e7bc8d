using System.CommandLine;
using System.Text.Json;
using LoyaltyConsole.Core;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Core.Staff;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Resources;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace LoyaltyConsole.Commands;

/// <summary>Core without a screen, for one verb: the database as the settings or the command line name it, and a clock.</summary>
internal sealed class CommandHost : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ServiceProvider _services;
    private readonly bool _json;

    private CommandHost(ServiceProvider services, Actor actor, bool json) => (_services, Actor, _json) = (services, actor, json);

    /// <summary>In whose name the verb acts.</summary>
    public Actor Actor { get; }

    public Instant Now => Get<IClock>().GetCurrentInstant();

    /// <summary>Gives a verb its action; it runs on a database that is up to date.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="run">What it does; answers the exit code.</param>
    /// <param name="creates">Whether it may create the database; else a wrong path would be a new and empty one.</param>
    /// <param name="with">What it needs besides Core; nothing where it is null.</param>
    public static void SetAction(
        Command command, Func<CommandHost, ParseResult, CancellationToken, Task<int>> run, bool creates = false,
        Action<IServiceCollection, ConsoleSettings, IWebHostEnvironment>? with = null) => command.SetAction(
        async (parsed, cancellationToken) =>
        {
            var builder = WebApplication.CreateBuilder(ConsoleHost.Options([]));
            var settings = Settings(parsed, builder.Configuration);
            await using var host = new CommandHost(
                Compose(settings, parsed.GetValue(CommonOptions.Now), services => with?.Invoke(services, settings, builder.Environment)),
                Actor.Console(parsed.GetRequiredValue(CommonOptions.As)),
                parsed.GetValue(CommonOptions.Json));
            var database = host.Get<LoyaltyDatabase>();
            if (!creates && !await database.ExistsAsync(cancellationToken))
            {
                await Console.Error.WriteLineAsync($"There is no database {database.Name}.");
                return CommandLine.Refused;
            }

            await database.PrepareAsync(cancellationToken, step => Console.Error.WriteLine(step));
            return await run(host, parsed, cancellationToken);
        });

    /// <summary>All of what the verb is composed of.</summary>
    public IServiceProvider Services => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Tells how far it is, where it does not disturb a result that is read by a program.</summary>
    public static Task TellAsync(string progress) => Console.Error.WriteLineAsync(progress);

    /// <summary>Prints the result: as JSON if that was asked for, else in words.</summary>
    public Task AnswerAsync<T>(T result, string words) => AnswerAsync(_json, result, words);

    /// <summary>The same for a verb that needs no more of the host.</summary>
    public static Task AnswerAsync<T>(ParseResult parsed, T result, string words) =>
        AnswerAsync(parsed.GetValue(CommonOptions.Json), result, words);

    /// <summary>Says why not.</summary>
    public async Task<int> RefuseAsync(Refusal refusal)
    {
        var sentence = Get<IStringLocalizer<RefusalTexts>>().Sentence(refusal);
        await Console.Error.WriteLineAsync(sentence);
        if (_json)
        {
            await AnswerAsync(new { refused = refusal.GetType().Name, reason = sentence }, sentence);
        }

        return CommandLine.Refused;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The same files and variables that the web console reads, with the command line's database.</summary>
    public static ConsoleSettings Settings(ParseResult parsed, ConfigurationManager configuration)
    {
        if (parsed.GetValue(CommonOptions.Database) is { } database)
        {
            configuration["ConnectionStrings:Loyalty"] = database;
            configuration["Database:Provider"] = null;
        }

        return ConsoleSettings.Read(configuration);
    }

    private static Task AnswerAsync<T>(bool json, T result, string words) =>
        Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(result, Json) : words);

    private static ServiceProvider Compose(ConsoleSettings settings, Instant? now, Action<IServiceCollection> more)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddLocalization()
            .AddSingleton<IClock>((now ?? settings.Now) is { } fixedNow ? new StoppedClock(fixedNow) : SystemClock.Instance)
            .AddLoyaltyCore(settings.Core(Directory.GetCurrentDirectory()));
        more(services);
        return services.BuildServiceProvider();
    }

    // A verb is over in one instant, so that the same verb at the same instant does the same.
    private sealed class StoppedClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }
}
