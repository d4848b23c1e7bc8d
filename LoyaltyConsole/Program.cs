using LoyaltyConsole.Commands;
using LoyaltyConsole.Core.Persistence;
using LoyaltyConsole.Demo;
using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;

try
{
    if (CommandLine.Handles(args))
    {
        SmallProcess.Become();
        return await CommandLine.RunAsync(args);
    }

    _ = LoyaltyDatabase.WarmUpAsync();
    var builder = WebApplication.CreateBuilder(ConsoleHost.Options(args));
    builder.AddConsole(ConsoleSettings.Read(builder.Configuration));

    var app = builder.Build();
    app.UseConsole();

    await DatabaseStart.PrepareAsync(app);
    await DemoStart.PrepareAsync(app);
    await StaffStart.PrepareAsync(app.Services);
    await app.RunAsync();
    return 0;
}
catch (BadSettingsException mistakes)
{
    await Console.Error.WriteLineAsync(mistakes.Message);
    return 2;
}
