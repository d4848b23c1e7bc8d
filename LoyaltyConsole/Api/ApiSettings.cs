namespace LoyaltyConsole.Api;

/// <summary>What the interface for shops takes.</summary>
/// <param name="MaxBodyBytes">The most bytes of a body.</param>
/// <param name="CallsPerSecond">How many calls a second a key may make for long.</param>
/// <param name="Burst">How many it may make at once.</param>
/// <param name="WrongKeysPerMinute">How many calls with a wrong key are answered to one address in a minute.</param>
public sealed record ApiSettings(int MaxBodyBytes, int CallsPerSecond, int Burst, int WrongKeysPerMinute)
{
    /// <summary>The most positions of an order or credit note.</summary>
    public const int MostPositions = 1_000;

    /// <summary>What holds where nothing is configured.</summary>
    public static ApiSettings Default { get; } = new(256 * 1024, 1_000, 2_000, 120);
}
