using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace LoyaltyConsole.Sessions;

/// <summary>
/// Lets go, after each event of a tab, of what its components showed before: Blazor keeps that until they are drawn again, which
/// is the first thing that it then clears itself. So an open tab holds each screen once, not twice (P9).
/// </summary>
[SuppressMessage("Usage", "BL0006:Do not use RenderTree types", Justification = "Without them nothing is let go of, and a test says so.")]
public sealed class FormerTrees : CircuitHandler
{
    private RenderHandle? _tab;

    /// <summary>Names the tab, by a component that is in it.</summary>
    internal void Of(RenderHandle tab) => _tab = tab;

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            await next(context);

            // Between two drawings: within one both trees are needed. Nobody waits for it.
            _ = _tab?.Dispatcher.InvokeAsync(LetGo);
        };

    /// <summary>Lets go of them now.</summary>
    internal void LetGo()
    {
        if (_tab is { } tab)
        {
            foreach (var component in Components(Renderer(ref tab)).Values)
            {
                Former(component).Clear();
            }
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_renderer")]
    private static extern ref Renderer Renderer(ref RenderHandle tab);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_componentStateById")]
    private static extern ref Dictionary<int, ComponentState> Components(Renderer renderer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_nextRenderTree")]
    private static extern ref RenderTreeBuilder Former(ComponentState component);
}
