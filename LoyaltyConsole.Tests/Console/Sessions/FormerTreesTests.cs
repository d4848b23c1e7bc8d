using System.Runtime.CompilerServices;
using Bunit;
using LoyaltyConsole.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace LoyaltyConsole.Tests.Console.Sessions;

public sealed class FormerTreesTests : BunitContext
{
    // It reaches for what Blazor keeps to itself: whoever moves on to another Blazor hears of it here.
    [Fact]
    public void P9_a_tab_lets_go_of_what_it_no_longer_shows()
    {
        var trees = new FormerTrees();
        Services.AddSingleton(trees);
        var tab = Render<Screen>();

        var former = ShowSomething(tab);
        Show(tab, "something else");
        Assert.True(IsHeld(former), "Blazor does not keep what was shown before; nothing needs to be let go of any more.");

        trees.LetGo();

        Assert.False(IsHeld(former));
        Assert.Contains("something else", tab.Markup, StringComparison.Ordinal);
        Show(tab, "yet something else");
        Assert.Contains("yet something else", tab.Markup, StringComparison.Ordinal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference ShowSomething(IRenderedComponent<Screen> tab)
    {
        var something = new object();
        Show(tab, something);
        return new WeakReference(something);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Show(IRenderedComponent<Screen> tab, object what)
    {
        tab.Instance.What = what;
        tab.Render();
    }

    private static bool IsHeld(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return reference.IsAlive;
    }

    private sealed class Screen : ComponentBase
    {
        public object? What { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<InTab>(0);
            builder.CloseComponent();
            builder.OpenComponent<Piece>(1);
            builder.AddComponentParameter(2, nameof(Piece.Of), What);
            builder.CloseComponent();
        }
    }

    private sealed class Piece : ComponentBase
    {
        [Parameter]
        public object? Of { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Of?.ToString());
    }
}
