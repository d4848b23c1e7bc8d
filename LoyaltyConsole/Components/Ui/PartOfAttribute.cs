using LoyaltyConsole.Core.Programme;

namespace LoyaltyConsole.Components.Ui;

/// <summary>The feature that a page belongs to: where that is switched off, its address says so, and no menu leads there (E-016).</summary>
/// <param name="feature">The feature.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PartOfAttribute(Feature feature) : Attribute
{
    /// <summary>The feature.</summary>
    public Feature Feature { get; } = feature;

    /// <summary>The feature of a page; null for what no installation can do without.</summary>
    public static Feature? Of(Type page) =>
        GetCustomAttribute(page, typeof(PartOfAttribute)) is PartOfAttribute { Feature: var feature } ? feature : null;
}
