using Microsoft.AspNetCore.Components;

namespace LoyaltyConsole.Sessions;

/// <summary>Stands in a tab without being seen, and tells <see cref="FormerTrees"/> which tab it is.</summary>
public sealed class InTab(FormerTrees trees) : IComponent
{
    /// <inheritdoc />
    public void Attach(RenderHandle renderHandle) => trees.Of(renderHandle);

    /// <inheritdoc />
    public Task SetParametersAsync(ParameterView parameters) => Task.CompletedTask;
}
