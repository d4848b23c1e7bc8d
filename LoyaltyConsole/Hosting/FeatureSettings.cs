using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Hosting;

/// <summary>Which features the configuration switches off (E-016).</summary>
internal static class FeatureSettings
{
    private const string Section = "Features";

    /// <summary>Reads <c>Features:Imports</c> and the like: true or false, and true where nothing is said.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="mistakes">What cannot be used as it is.</param>
    public static FeatureSet Read(IConfiguration configuration, List<string> mistakes)
    {
        var off = new List<Feature>();
        foreach (var setting in configuration.GetSection(Section).GetChildren())
        {
            // A number is the name of none, though the enum would take it.
            var name = Enum.GetNames<Feature>().FirstOrDefault(name => string.Equals(name, setting.Key, StringComparison.OrdinalIgnoreCase));
            if (name is null)
            {
                mistakes.Add($"{setting.Path} names no feature. There are {string.Join(", ", Enum.GetNames<Feature>())}.");
            }
            else if (string.IsNullOrEmpty(setting.Value) && !setting.GetChildren().Any())
            {
                // Said nothing.
            }
            else if (!bool.TryParse(setting.Value, out var on))
            {
                mistakes.Add($"{setting.Path} is \"{setting.Value}\", which is neither true nor false.");
            }
            else if (!on)
            {
                off.Add(Enum.Parse<Feature>(name));
            }
        }

        return new FeatureSet(off);
    }
}
