using System.Text.Json;

namespace LoyaltyConsole.Api;

/// <summary>How choices are spelt: in camelCase, as the fields are.</summary>
internal static class Words
{
    public static string Of<T>(T choice)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    public static string? Of<T>(T? choice)
        where T : struct, Enum => choice is { } made ? Of(made) : null;
}
