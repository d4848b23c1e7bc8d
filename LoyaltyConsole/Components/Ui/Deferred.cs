using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace LoyaltyConsole.Components.Ui;

/// <summary>Draws its content once everything that stands before it has taken its parameters.</summary>
public sealed class Deferred : ComponentBase
{
    /// <summary>What is drawn.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder) => ChildContent(builder);
}
