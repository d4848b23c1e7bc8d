namespace LoyaltyConsole.Hosting;

/// <summary>The configuration cannot be used; the message names every mistake, one a line.</summary>
public sealed class BadSettingsException(IEnumerable<string> mistakes)
    : InvalidOperationException("The settings cannot be used:" + string.Concat(mistakes.Select(mistake => $"{Environment.NewLine}- {mistake}")));
