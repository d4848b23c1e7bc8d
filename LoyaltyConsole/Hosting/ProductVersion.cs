namespace LoyaltyConsole.Hosting;

/// <summary>Which release this is.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version!.ToString(3);
}
