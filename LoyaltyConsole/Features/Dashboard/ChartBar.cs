using LoyaltyConsole.Core;

namespace LoyaltyConsole.Features.Dashboard;

/// <summary>What stands at one place of a chart.</summary>
/// <param name="Label">What the place is called.</param>
/// <param name="Values">A value for each series.</param>
/// <param name="Note">What else is to be said of it.</param>
public sealed record ChartBar(string Label, IReadOnlyList<Points> Values, string? Note = null);
