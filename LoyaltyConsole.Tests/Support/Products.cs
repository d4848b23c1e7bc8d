using System.Reflection;

namespace LoyaltyConsole.Tests.Support;

/// <summary>The assemblies that the product ships.</summary>
internal static class Products
{
    public static Assembly Core { get; } = Assembly.Load("LoyaltyConsole.Core");

    public static Assembly Console { get; } = Assembly.Load("LoyaltyConsole");

    /// <summary>Every concrete way in which Core says no.</summary>
    public static IReadOnlyList<Type> Refusals { get; } = FindRefusals();

    private static Type[] FindRefusals() =>
        Core.GetType("LoyaltyConsole.Core.Refusal") is not { } refusal
            ? []
            : [.. Core.GetTypes().Where(type => type.IsSubclassOf(refusal) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal)];
}
