using LoyaltyConsole.Hosting;
using LoyaltyConsole.Identity;

try
{
    var builder = WebApplication.CreateBuilder(ConsoleHost.Options(args));
    builder.AddConsole(ConsoleSettings.Read(builder.Configuration));

    var app = builder.Build();
    app.UseConsole();

    await StaffStart.PrepareAsync(app.Services);
    await app.RunAsync();
    return 0;
}
catch (BadSettingsException mistakes)
{
    await Console.Error.WriteLineAsync(mistakes.Message);
    return 2;
}
