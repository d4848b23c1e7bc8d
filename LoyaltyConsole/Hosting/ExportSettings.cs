using System.Globalization;
using LoyaltyConsole.Core.Transfers.Exporting;

namespace LoyaltyConsole.Hosting;

/// <summary>How much one person may take out within an hour, and where files wait for slow browsers.</summary>
/// <param name="Limits">How much.</param>
/// <param name="Folder">The folder; a relative one lies below the content root.</param>
public sealed record ExportSettings(ExportLimits Limits, string Folder)
{
    /// <summary>What holds where nothing is configured.</summary>
    public static ExportSettings Default { get; } = new(ExportLimits.Default, Path.Combine("App_Data", "exports"));

    /// <summary>Reads them, and says what is wrong.</summary>
    internal static ExportSettings Read(IConfiguration configuration, List<string> mistakes)
    {
        var usual = Default;
        return new ExportSettings(
            new ExportLimits((int)Read("PerHour", usual.Limits.PerHour, int.MaxValue), Read("RowsPerHour", usual.Limits.RowsPerHour, long.MaxValue)),
            configuration["Exports:Folder"] is { Length: > 0 } folder ? folder : usual.Folder);

        long Read(string name, long otherwise, long most)
        {
            if (configuration[$"Exports:{name}"] is not { Length: > 0 } text)
            {
                return otherwise;
            }

            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most)
            {
                return number;
            }

            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"Exports:{name} is \"{text}\", which is no number above zero. Write, for instance, {otherwise}."));
            return otherwise;
        }
    }
}
